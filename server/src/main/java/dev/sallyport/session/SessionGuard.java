package dev.sallyport.session;

import dev.sallyport.base.http.Cookies;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guards;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.http.Refusals;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Secret;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/// Enforces the guards that need a session. A person who opens a page is led to where the missing proof is
/// given and back to the page; everybody else is refused with a code.
@Component
public final class SessionGuard implements HandlerInterceptor {
    private final Sessions sessions;
    private final Clock clock;

    SessionGuard(Sessions sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Guard guard = Guards.of(handler);
        if (guard == null) {
            return true;
        }
        String cookie = Cookies.read(request, Cookies.SESSION);
        if (cookie != null) {
            var token = new Secret(cookie);
            sessions.check(token).ifPresent(session -> {
                request.setAttribute(SignedIn.ATTRIBUTE, new SignedIn(session, token));
                Refusals.caller(request, session.account());
            });
        }
        return switch (guard.value()) {
            case PUBLIC -> true;
            case SERVICE, STAFF ->
                throw new Refused(ErrorCode.NOT_SIGNED_IN, "no caller of this kind can be known yet");
            case SIGNED_IN -> isSignedIn(request, response);
            case FRESH_PROOF -> isSignedIn(request, response) && isFresh(request, response);
        };
    }

    private static boolean isSignedIn(HttpServletRequest request, HttpServletResponse response) {
        if (SignedIn.of(request).isPresent()) {
            return true;
        }
        return lead(request, response, "/sign-in", ErrorCode.NOT_SIGNED_IN);
    }

    private boolean isFresh(HttpServletRequest request, HttpServletResponse response) {
        if (SignedIn.of(request).orElseThrow().session().isFresh(clock.instant())) {
            return true;
        }
        return lead(request, response, "/sign-in/again", ErrorCode.PROOF_TOO_OLD);
    }

    private static boolean lead(
            HttpServletRequest request, HttpServletResponse response, String to, ErrorCode otherwise) {
        String path = request.getRequestURI();
        boolean page = !path.startsWith("/api/") && !path.endsWith(".json");
        if (!page) {
            throw new Refused(otherwise, "at " + to);
        }
        // What a form was about is shown again by the page it stood on.
        String back = request.getMethod().equals("GET") ? path : Home.of(path);
        String query = Redirect.isOwn(back) ? "?to=" + URLEncoder.encode(back, StandardCharsets.UTF_8) : "";
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", to + query);
        return false;
    }

    /// The page that a form of the security centre stands on: the first two parts of its address.
    private static final class Home {
        static String of(String path) {
            String[] parts = path.split("/", 4);
            return parts.length < 3 ? path : "/" + parts[1] + "/" + parts[2];
        }
    }
}
