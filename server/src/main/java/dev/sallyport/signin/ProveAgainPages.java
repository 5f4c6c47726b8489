package dev.sallyport.signin;

import dev.sallyport.account.Contact;
import dev.sallyport.account.Contacts;
import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.Sessions;
import dev.sallyport.session.SignedIn;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The page to which whoever lacks a fresh proof is led, and from which he comes back.
@Controller
class ProveAgainPages {
    private final ProveAgain proveAgain;
    private final Contacts contacts;

    ProveAgainPages(ProveAgain proveAgain, Contacts contacts) {
        this.proveAgain = proveAgain;
        this.contacts = contacts;
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping("/sign-in/again")
    Page again(SignedIn who, @RequestParam(defaultValue = "") String to) {
        return page(who, to, Mistakes.NONE);
    }

    private Page page(SignedIn who, String to, Mistakes mistakes) {
        String identifier = contacts.list(who.account()).stream()
                .findFirst()
                .map(Contact::text)
                .orElse("");
        return Page.of(
                "signin/again", new SigninViews.Again(identifier, Redirect.isOwn(to) ? to : Arrival.HOME, mistakes));
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping("/sign-in/again")
    Object prove(SignedIn who, Form form, Caller caller, HttpServletResponse response) {
        String to = form.text("to", 500);
        Optional<Sessions.Opened> renewed = proveAgain.prove(who, form.secret("password"), caller);
        if (renewed.isEmpty()) {
            return page(who, to, Mistakes.in("password", "signin.mistake.again"))
                    .unprocessable();
        }
        SignedIn.give(response, renewed.get());
        return new Redirect(Redirect.isOwn(to) ? to : Arrival.HOME);
    }
}
