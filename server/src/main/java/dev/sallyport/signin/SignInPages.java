package dev.sallyport.signin;

import dev.sallyport.base.http.Form;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guard.Kind;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The sign-in's first page, and the way in from the bare address.
@Controller
class SignInPages {
    private static final int MOST_HINT = 320;

    private final SignIns signIns;
    private final FirstPage first;
    private final Threshold threshold;
    private final SignInCookies cookies;

    SignInPages(SignIns signIns, FirstPage first, Threshold threshold, SignInCookies cookies) {
        this.signIns = signIns;
        this.first = first;
        this.threshold = threshold;
        this.cookies = cookies;
    }

    @Guard(Kind.PUBLIC)
    @GetMapping("/")
    Redirect home(HttpServletRequest request) {
        return new Redirect(SignedIn.of(request).isPresent() ? Arrival.HOME : "/sign-in");
    }

    @Guard(Kind.PUBLIC)
    @GetMapping("/sign-in")
    Object page(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String to,
            @RequestParam(name = "login_hint", defaultValue = "") String hint) {
        if (SignedIn.of(request).isPresent()) {
            return new Redirect(Redirect.isOwn(to) ? to : Arrival.HOME);
        }
        return first.of(expected(hint), false, to, Mistakes.NONE);
    }

    /// Whom a program expects, when it is what somebody could have typed; nothing is looked up.
    private static String expected(String hint) {
        boolean typed = hint.length() <= MOST_HINT && (hint.indexOf('@') > 0 || hint.startsWith("+"));
        return typed ? hint : "";
    }

    @Guard(Kind.PUBLIC)
    @PostMapping("/sign-in")
    Object signIn(HttpServletRequest request, HttpServletResponse response, Form form, Caller caller) {
        var asking = new SignIns.Asking(
                form.typed("identifier"),
                form.secret("password"),
                form.ticked("shared"),
                form.text("altcha", 4_000),
                form.text("to", 500));
        return switch (begin(asking, caller)) {
            case SignIns.Next.Wrong wrong ->
                first.of(
                                asking.identifier(),
                                asking.shared(),
                                asking.back(),
                                Mistakes.in("password", "signin.mistake.wrong"))
                        .unprocessable();
            case SignIns.Next.Puzzle puzzle ->
                first.of(
                                asking.identifier(),
                                asking.shared(),
                                asking.back(),
                                Mistakes.in("altcha", "signin.mistake.puzzle"))
                        .unprocessable();
            case SignIns.Next.More more -> {
                cookies.begun(request, response, more);
                yield new Redirect(more.path());
            }
            case SignIns.Next.Over over -> new Redirect("/sign-in");
            case SignIns.Next.Open open -> threshold.cross(request, response, open, caller);
        };
    }

    /// What is too long to be a password is a wrong one, and the form comes back.
    private SignIns.Next begin(SignIns.Asking asking, Caller caller) {
        try {
            return signIns.begin(asking, caller);
        } catch (Refused refused) {
            if (refused.code() == ErrorCode.TOO_LARGE) {
                return new SignIns.Next.Wrong();
            }
            throw refused;
        }
    }
}
