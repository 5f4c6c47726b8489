package dev.sallyport.lockdown;

import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/// The button in the security centre, and the page that leads through what comes after.
@Controller
class AftermathPages {
    private static final String PATH = "/account/lockdown";

    private final Lockdowns lockdowns;
    private final Aftermath aftermath;

    AftermathPages(Lockdowns lockdowns, Aftermath aftermath) {
        this.lockdowns = lockdowns;
        this.aftermath = aftermath;
    }

    @Guard(Kind.SIGNED_IN)
    @GetMapping(PATH)
    Page show(SignedIn who, Language language) {
        return Page.of(
                "lockdown/centre",
                new LockdownViews.Centre(aftermath.show(who.account(), language).orElse(null)));
    }

    /// Without a fresh proof: it only closes, and whoever sits at a stolen session may do his owner the favour.
    @Guard(Kind.SIGNED_IN)
    @PostMapping(PATH)
    Object close(SignedIn who, Caller caller, HttpServletResponse response) {
        Lockdowns.Outcome outcome = lockdowns.order(who.account(), Lockdown.Way.HOLDER, "", caller);
        if (outcome instanceof Lockdowns.Outcome.Closed) {
            SignedIn.take(response, who.session().shared());
        }
        return Answering.of(outcome, PATH);
    }

    @Guard(Kind.SIGNED_IN)
    @PostMapping(PATH + "/answers")
    Redirect answer(SignedIn who, Form form) {
        String mine = form.text("mine", 20);
        String fact = mine.isEmpty() ? form.text("foreign", 20) : mine;
        if (!fact.matches("[0-9]{1,18}") || !aftermath.answer(who.account(), Long.parseLong(fact), !mine.isEmpty())) {
            throw new Refused(ErrorCode.NOT_FOUND, "no fact that is asked about");
        }
        return new Redirect(PATH);
    }
}
