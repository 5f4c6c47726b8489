package dev.sallyport.signin;

import dev.sallyport.base.http.Cookies;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.session.Maintained;
import dev.sallyport.session.Sessions;
import dev.sallyport.session.SignedIn;
import dev.sallyport.session.TrustCookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Gives a browser its new session and takes away what belonged to the time before: an older session that it
/// had, the sign-in in progress, and the cookie that bound it as a stranger (A22).
@Component
class Threshold {
    private static final Duration DEVICE_LIFE = Duration.ofDays(400);

    private final Sessions sessions;
    private final SignIns signIns;
    private final Maintained maintained;

    Threshold(Sessions sessions, SignIns signIns, Maintained maintained) {
        this.sessions = sessions;
        this.signIns = signIns;
        this.maintained = maintained;
    }

    Redirect cross(HttpServletRequest request, HttpServletResponse response, SignIns.Next.Open open, Caller caller) {
        SignedIn.of(request)
                .ifPresent(old -> sessions.end(old.account(), old.session().id(), "replaced", caller));
        String under = Cookies.read(request, Cookies.SIGN_IN);
        if (under != null) {
            signIns.cameIn(new Secret(under), open.opened().session().account());
        }
        SignedIn.give(response, open.opened());
        Cookies.remove(response, Cookies.SIGN_IN);
        Cookies.remove(response, Cookies.BROWSER);
        Secret device = open.deviceToken();
        if (device != null) {
            Cookies.set(response, Cookies.DEVICE, device.reveal(), DEVICE_LIFE);
        }
        Secret trust = open.trustToken();
        if (trust != null) {
            TrustCookie.give(response, caller, trust);
        }
        return new Redirect(maintained.afterSignIn(caller, open.back()));
    }
}
