package dev.sallyport.session;

import dev.sallyport.base.http.Cookies;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Secret;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;

/// Who is signed in, as a handler's argument: the session and the token that opened it.
public record SignedIn(Session session, Secret token) {
    static final String ATTRIBUTE = SignedIn.class.getName();

    public AccountId account() {
        return session.account();
    }

    /// For handlers that anybody may call: the session, if there is one.
    public static Optional<SignedIn> of(HttpServletRequest request) {
        return Optional.ofNullable((SignedIn) request.getAttribute(ATTRIBUTE));
    }

    /// Gives the browser a session that has just been opened or renewed. On a shared computer the cookie goes
    /// with the browser; elsewhere it lives no longer than the session.
    public static void give(HttpServletResponse response, Sessions.Opened opened) {
        Session session = opened.session();
        Cookies.set(
                response,
                Cookies.SESSION,
                opened.token().reveal(),
                session.shared() ? null : java.time.Duration.between(session.openedAt(), session.expiresAt()));
        String offer = opened.offer();
        if (offer != null) {
            response.setHeader("Secure-Session-Registration", offer);
        }
    }

    /// Takes everything from the browser that belonged to the session (ASVS 14.3.1). Only what is ours by
    /// name is named here besides: another account's device cookie stays on a private computer.
    public static void take(HttpServletResponse response, boolean shared) {
        Cookies.remove(response, Cookies.SESSION);
        Cookies.remove(response, Cookies.BOUND);
        Cookies.remove(response, Cookies.BROWSER);
        response.setHeader(
                "Clear-Site-Data", shared ? "\"cache\", \"cookies\", \"storage\"" : "\"cache\", \"storage\"");
    }
}
