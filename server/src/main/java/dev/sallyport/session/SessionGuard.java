package dev.sallyport.session;

import dev.sallyport.base.http.Callers;
import dev.sallyport.base.http.Cookies;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guards;
import dev.sallyport.base.http.Redirect;
import dev.sallyport.base.http.Refusals;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.http.Services;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/// Enforces the guards that need a session. A person who opens a page is led to where the missing proof is
/// given and back to the page; everybody else is refused with a code.
@Component
public final class SessionGuard implements HandlerInterceptor {
    private static final String ENTRY = SessionGuard.class.getName() + ".entry";
    /// Where the proof is given that frees a held session. Signing out is open to anybody.
    private static final List<String> FREEING =
            List.of("/sign-in/again", "/step-up", "/api/session/proofs", "/api/step-up");

    private final Sessions sessions;
    private final Moves moves;
    private final Bindings bindings;

    SessionGuard(Sessions sessions, Moves moves, Bindings bindings) {
        this.sessions = sessions;
        this.moves = moves;
        this.bindings = bindings;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Guard guard = Guards.of(handler);
        if (guard == null) {
            return true;
        }
        String cookie = Cookies.read(request, Cookies.SESSION);
        // A browser that renews its proof by itself is no use of the session, which would never grow idle.
        if (cookie != null && !Bindings.REFRESH.equals(pattern(request))) {
            var token = new Secret(cookie);
            sessions.find(token).ifPresent(entry -> {
                request.setAttribute(ENTRY, entry);
                Refusals.caller(request, entry.session().account());
                request.setAttribute(SignedIn.ATTRIBUTE, new SignedIn(shown(request, entry), token));
            });
        }
        return switch (guard.value()) {
            case PUBLIC, INSIDE -> true;
            case SERVICE -> {
                // Let in before; a second look costs nothing, and a forgotten one would cost all.
                if (Services.calling(request).isEmpty()) {
                    throw new Refused(ErrorCode.NOT_SIGNED_IN, "no service");
                }
                yield true;
            }
            case STAFF -> throw new Refused(ErrorCode.NOT_SIGNED_IN, "no caller of this kind can be known yet");
            // The proof itself is asked for by whoever knows which proofs the account has.
            case SIGNED_IN, FRESH_PROOF -> isSignedIn(request, response) && isAtHome(request, response, guard);
        };
    }

    /// The session as this request shows it: bound only with its cookie.
    private Session shown(HttpServletRequest request, SessionCache.Entry entry) {
        Session session = entry.session();
        return bindings.isShown(entry.found(), Cookies.read(request, Cookies.BOUND)) ? session : session.unbound();
    }

    private static boolean isSignedIn(HttpServletRequest request, HttpServletResponse response) {
        if (SignedIn.of(request).isPresent()) {
            return true;
        }
        return lead(request, response, "/sign-in", ErrorCode.NOT_SIGNED_IN);
    }

    /// Whether the session is where its holder is (R-SES-4). One that is not is held from now on, and leads
    /// nowhere but to where he proves himself.
    private boolean isAtHome(HttpServletRequest request, HttpServletResponse response, Guard guard) {
        var entry = (SessionCache.Entry) request.getAttribute(ENTRY);
        Session session = SignedIn.of(request).orElseThrow().session();
        if (!session.held()) {
            Caller caller = Callers.of(request);
            boolean unbound = entry.found().binding() != null && !session.bound();
            if (unbound && comesFromElsewhere(request)) {
                return askAgainFromHere(request, response);
            }
            if (!unbound && !moves.isElsewhere(entry, caller)) {
                return true;
            }
            moves.hold(entry, unbound ? Moves.Reason.UNBOUND : Moves.Reason.ELSEWHERE, caller);
        }
        if (guard.value() == Guard.Kind.SIGNED_IN && frees(request)) {
            return true;
        }
        return lead(request, response, "/sign-in/again", ErrorCode.PROOF_TOO_OLD);
    }

    /// By the handler's own address, not by what was typed.
    private static boolean frees(HttpServletRequest request) {
        String pattern = pattern(request);
        return FREEING.stream().anyMatch(path -> pattern.equals(path) || pattern.startsWith(path + "/"));
    }

    private static String pattern(HttpServletRequest request) {
        return String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
    }

    /// Browsers renew the cookie of a bound session before they send a request; for a page that another site or a
    /// bookmark leads to, they may not.
    private static boolean comesFromElsewhere(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        return "GET".equals(request.getMethod())
                && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
                && site != null
                && !site.equals("same-origin");
    }

    /// Such a page is asked for once more, this time by a page of our own. Whoever only says that he comes from
    /// elsewhere gets this and never anything else.
    private static boolean askAgainFromHere(HttpServletRequest request, HttpServletResponse response) {
        String query = request.getQueryString();
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader("Refresh", "0; url=" + request.getRequestURI() + (query == null ? "" : "?" + query));
        return false;
    }

    private static boolean lead(
            HttpServletRequest request, HttpServletResponse response, String to, ErrorCode otherwise) {
        String path = request.getRequestURI();
        boolean page = !path.startsWith("/api/") && !path.endsWith(".json") && !path.startsWith(Bindings.REGISTRATION);
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
