package dev.sallyport.signin;

import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.who.Caller;
import dev.sallyport.password.PasswordRenewals;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The further pages of a sign-in. Whoever comes to one that is not due is led by the dispatcher to the one
/// that is.
@Controller
class StepPages {
    private final SignInCookies signIn;
    private final Steps steps;

    StepPages(SignInCookies signIn, Steps steps) {
        this.signIn = signIn;
        this.steps = steps;
    }

    @Guard(Kind.PUBLIC)
    @GetMapping("/sign-in/contact-code")
    Object code(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(defaultValue = "") String sent,
            Caller caller) {
        Optional<SignIns.Started> due = signIn.due(request, Need.CONTACT);
        if (due.isEmpty()) {
            return signIn.onward(request, response, caller);
        }
        steps.sendFirstCode(due.get(), caller);
        return steps.sent(due.get())
                .<Object>map(code -> codePage(due.get(), code, sent.equals("again"), Mistakes.NONE))
                .orElseGet(() -> signIn.onward(request, response, caller));
    }

    private static Page codePage(SignIns.Started started, Steps.Sent sent, boolean again, Mistakes mistakes) {
        return Page.of(
                "signin/contact-code",
                new SigninViews.ContactCode(
                        sent.masked(), sent.until(), started.signIn().reason().equals("set-up"), again, mistakes));
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/sign-in/contact-code")
    Object check(HttpServletRequest request, HttpServletResponse response, Form form, Caller caller) {
        Optional<SignIns.Started> due = signIn.due(request, Need.CONTACT);
        if (due.isEmpty()) {
            return signIn.onward(request, response, caller);
        }
        if (steps.checkCode(due.get(), form.typed("code"), caller)) {
            return signIn.onward(request, response, caller);
        }
        // Without one that was sent, the page sends it.
        return steps.sent(due.get())
                .<Object>map(sent -> codePage(due.get(), sent, false, Mistakes.in("code", "signin.mistake.code"))
                        .unprocessable())
                .orElseGet(() -> signIn.onward(request, response, caller));
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/sign-in/contact-code/sending")
    Object resend(HttpServletRequest request, HttpServletResponse response, Caller caller) {
        Optional<SignIns.Started> due = signIn.due(request, Need.CONTACT);
        if (due.isEmpty()) {
            return signIn.onward(request, response, caller);
        }
        steps.resend(due.get(), caller);
        return new Redirect("/sign-in/contact-code?sent=again");
    }

    @Guard(Kind.PUBLIC)
    @GetMapping("/sign-in/new-password")
    Object newPassword(HttpServletRequest request, HttpServletResponse response, Caller caller) {
        return signIn.due(request, Need.NEW_PASSWORD)
                .<Object>map(started -> newPasswordPage(started, Mistakes.NONE))
                .orElseGet(() -> signIn.onward(request, response, caller));
    }

    private Page newPasswordPage(SignIns.Started started, Mistakes mistakes) {
        return Page.of(
                "signin/new-password",
                new SigninViews.NewPassword(
                        steps.identifier(started),
                        "signin.renew." + started.signIn().reason(),
                        steps.minimum(),
                        mistakes));
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/sign-in/new-password")
    Object renew(HttpServletRequest request, HttpServletResponse response, Form form, Caller caller) {
        Optional<SignIns.Started> due = signIn.due(request, Need.NEW_PASSWORD);
        if (due.isEmpty()) {
            return signIn.onward(request, response, caller);
        }
        return switch (steps.renew(due.get(), form.secret("password"), caller)) {
            case PasswordRenewals.Outcome.NotGood notGood ->
                newPasswordPage(due.get(), notGood.mistakes()).unprocessable();
            case PasswordRenewals.Outcome.Renewed renewed -> signIn.onward(request, response, caller);
            // The dispatcher finds that the sign-in is over.
            case PasswordRenewals.Outcome.Stale stale -> signIn.onward(request, response, caller);
        };
    }
}
