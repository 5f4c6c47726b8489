package dev.sallyport.signin;

import dev.sallyport.base.http.Callers;
import dev.sallyport.base.http.Cookies;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.session.TrustCookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The sign-in that a browser is in the middle of, by its cookie. Whoever comes to a page that is not due is led by
/// the dispatcher to the one that is.
@Component
class SignInCookies {
    private final SignIns signIns;
    private final Threshold threshold;
    private final Skipped skipped;

    SignInCookies(SignIns signIns, Threshold threshold, Skipped skipped) {
        this.signIns = signIns;
        this.threshold = threshold;
        this.skipped = skipped;
    }

    /// The sign-in, when this step of it is due. One that is sent without being due is noted (A57).
    Optional<SignIns.Started> due(HttpServletRequest request, Need need) {
        String token = Cookies.read(request, Cookies.SIGN_IN);
        Optional<SignIns.Started> found = token == null ? Optional.empty() : signIns.find(new Secret(token));
        Optional<SignIns.Started> due = found.filter(started -> signIns.isDue(started, need));
        if (due.isEmpty() && !request.getMethod().equals("GET")) {
            skipped.note(found.orElse(null), need, Callers.of(request));
        }
        return due;
    }

    /// A sign-in has begun in this browser, in place of one that it may have had under way.
    void begun(HttpServletRequest request, HttpServletResponse response, SignIns.Next.More more) {
        String before = Cookies.read(request, Cookies.SIGN_IN);
        String browser = Cookies.read(request, Cookies.BROWSER);
        signIns.find(more.token()).ifPresent(started -> {
            if (before != null) {
                signIns.abandon(new Secret(before), started.account());
            }
            if (browser != null) {
                signIns.begunIn(started, new Secret(browser));
            }
        });
        Cookies.set(response, Cookies.SIGN_IN, more.token().reveal(), null);
        Secret trust = more.trustToken();
        if (trust != null) {
            TrustCookie.give(response, Callers.of(request), trust);
        }
    }

    SignIns.Next next(HttpServletRequest request, Caller caller) {
        String token = Cookies.read(request, Cookies.SIGN_IN);
        return token == null ? new SignIns.Next.Over() : signIns.next(new Secret(token), caller);
    }

    Redirect onward(HttpServletRequest request, HttpServletResponse response, Caller caller) {
        return switch (next(request, caller)) {
            case SignIns.Next.More more -> new Redirect(more.path());
            case SignIns.Next.Open open -> threshold.cross(request, response, open, caller);
            case SignIns.Next.Over over -> new Redirect("/sign-in");
            case SignIns.Next.Wrong wrong -> new Redirect("/sign-in");
            case SignIns.Next.Puzzle puzzle -> new Redirect("/sign-in");
        };
    }
}
