package dev.sallyport.signin;

import dev.sallyport.base.http.Cookies;
import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Page;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
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
    private final SignIns signIns;
    private final Steps steps;
    private final Threshold threshold;

    StepPages(SignIns signIns, Steps steps, Threshold threshold) {
        this.signIns = signIns;
        this.steps = steps;
        this.threshold = threshold;
    }

    @Guard(Kind.PUBLIC)
    @GetMapping("/sign-in/contact-code")
    Object code(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(defaultValue = "") String sent,
            Caller caller) {
        Optional<SignIns.Started> due = due(request, Need.CONTACT);
        if (due.isEmpty()) {
            return onward(request, response, caller);
        }
        steps.sendFirstCode(due.get());
        return steps.sent(due.get())
                .<Object>map(code -> codePage(code, sent.equals("again"), Mistakes.NONE))
                .orElseGet(() -> onward(request, response, caller));
    }

    private static Page codePage(Steps.Sent sent, boolean again, Mistakes mistakes) {
        return Page.of(
                "signin/contact-code", new SigninViews.ContactCode(sent.masked(), sent.until(), again, mistakes));
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/sign-in/contact-code")
    Object check(HttpServletRequest request, HttpServletResponse response, Form form, Caller caller) {
        Optional<SignIns.Started> due = due(request, Need.CONTACT);
        if (due.isEmpty()) {
            return onward(request, response, caller);
        }
        if (steps.checkCode(due.get(), form.text("code", 40), caller)) {
            return onward(request, response, caller);
        }
        // Without one that was sent, the page sends it.
        return steps.sent(due.get())
                .<Object>map(sent -> codePage(sent, false, Mistakes.in("code", "signin.mistake.code"))
                        .unprocessable())
                .orElseGet(() -> onward(request, response, caller));
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/sign-in/contact-code/sending")
    Object resend(HttpServletRequest request, HttpServletResponse response, Caller caller) {
        Optional<SignIns.Started> due = due(request, Need.CONTACT);
        if (due.isEmpty()) {
            return onward(request, response, caller);
        }
        steps.resend(due.get());
        return new Redirect("/sign-in/contact-code?sent=again");
    }

    @Guard(Kind.PUBLIC)
    @GetMapping("/sign-in/new-password")
    Object newPassword(HttpServletRequest request, HttpServletResponse response, Caller caller) {
        return due(request, Need.NEW_PASSWORD)
                .<Object>map(started -> newPasswordPage(started, Mistakes.NONE))
                .orElseGet(() -> onward(request, response, caller));
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
        Optional<SignIns.Started> due = due(request, Need.NEW_PASSWORD);
        if (due.isEmpty()) {
            return onward(request, response, caller);
        }
        return switch (steps.renew(due.get(), form.secret("password"), caller)) {
            case PasswordRenewals.Outcome.NotGood notGood ->
                newPasswordPage(due.get(), notGood.mistakes()).unprocessable();
            case PasswordRenewals.Outcome.Renewed renewed -> onward(request, response, caller);
            // The dispatcher finds that the sign-in is over.
            case PasswordRenewals.Outcome.Stale stale -> onward(request, response, caller);
        };
    }

    private Optional<SignIns.Started> due(HttpServletRequest request, Need need) {
        String token = Cookies.read(request, Cookies.SIGN_IN);
        return token == null
                ? Optional.empty()
                : signIns.find(new Secret(token)).filter(started -> signIns.isDue(started, need));
    }

    private Object onward(HttpServletRequest request, HttpServletResponse response, Caller caller) {
        String token = Cookies.read(request, Cookies.SIGN_IN);
        SignIns.Next next = token == null ? new SignIns.Next.Over() : signIns.next(new Secret(token), caller);
        return switch (next) {
            case SignIns.Next.More more -> new Redirect(more.path());
            case SignIns.Next.Open open -> threshold.cross(request, response, open, caller);
            case SignIns.Next.Over over -> new Redirect("/sign-in");
            case SignIns.Next.Wrong wrong -> new Redirect("/sign-in");
            case SignIns.Next.Puzzle puzzle -> new Redirect("/sign-in");
        };
    }
}
