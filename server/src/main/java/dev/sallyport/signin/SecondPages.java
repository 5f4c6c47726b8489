package dev.sallyport.signin;

import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.who.Caller;
import dev.sallyport.stepup.Asking;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The second step of a sign-in: one field or one button, and every other way one click away.
@Controller
class SecondPages {
    private static final String PATH = "/sign-in/second";

    private final SignInCookies signIn;
    private final SecondSteps steps;

    SecondPages(SignInCookies signIn, SecondSteps steps) {
        this.signIn = signIn;
        this.steps = steps;
    }

    @Guard(Kind.PUBLIC)
    @GetMapping(PATH)
    Object ask(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(defaultValue = "-1") int way,
            @RequestParam(defaultValue = "") String sent,
            Caller caller) {
        return signIn.due(request, Need.SECOND)
                .<Object>map(started -> page(started, way, !sent.isEmpty(), Mistakes.NONE, caller))
                .orElseGet(() -> signIn.onward(request, response, caller));
    }

    private Page page(SignIns.Started started, int way, boolean sent, Mistakes mistakes, Caller caller) {
        SecondSteps.Asked asked = steps.ask(started, way, caller);
        return Page.of(
                "signin/second",
                new SigninViews.Second(asked.asked(), asked.chosen(), asked.mayTrust(), sent, mistakes));
    }

    @Guard(Kind.PUBLIC)
    @PostMapping(PATH)
    Object prove(HttpServletRequest request, HttpServletResponse response, Form form, Caller caller) {
        Optional<SignIns.Started> due = signIn.due(request, Need.SECOND);
        if (due.isPresent()
                && !steps.prove(due.get(), Asking.typed(form), form.ticked("trust"), caller)
                // Sent twice, as by a double click, it was right and is over; he is led on.
                && signIn.due(request, Need.SECOND).isPresent()) {
            return page(
                            due.get(),
                            way(form),
                            false,
                            Mistakes.in(form.text("field", 20), "signin.mistake.second"),
                            caller)
                    .unprocessable();
        }
        return signIn.onward(request, response, caller);
    }

    private static int way(Form form) {
        String way = form.text("way", 3);
        return way.matches("\\d{1,2}") ? Integer.parseInt(way) : -1;
    }

    @Guard(Kind.PUBLIC)
    @PostMapping(PATH + "/sending")
    Redirect send(HttpServletRequest request, HttpServletResponse response, Form form, Caller caller) {
        Optional<SignIns.Started> due = signIn.due(request, Need.SECOND);
        if (due.isEmpty()) {
            return signIn.onward(request, response, caller);
        }
        steps.send(due.get(), caller);
        return new Redirect(PATH + "?sent=1&way=" + Math.max(0, way(form)));
    }
}
