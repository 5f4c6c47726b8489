package dev.sallyport.base.http;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.wire.ErrorCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// The outermost filter: which door, which host, sane headers; and the headers that every answer carries.
/// What does not pass here is not seen by anything behind.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
@FilterRoute(path = "/actuator/health", port = Port.INSIDE, guard = "inside network", handler = "Spring Actuator")
@FilterRoute(
        path = "/actuator/health/liveness",
        port = Port.INSIDE,
        guard = "inside network",
        handler = "Spring Actuator")
@FilterRoute(
        path = "/actuator/health/readiness",
        port = Port.INSIDE,
        guard = "inside network",
        handler = "Spring Actuator")
@FilterRoute(path = "/actuator/prometheus", port = Port.INSIDE, guard = "inside network", handler = "Spring Actuator")
final class Wall extends OncePerRequestFilter {
    /// What only the inside port knows.
    private static final List<String> INSIDE_PATHS = List.of("/v1/", "/staff", "/actuator");

    static final String NONCE = Wall.class.getName() + ".nonce";

    private final Doors doors;
    private final Callers callers;
    private final Errors errors;
    private final String authority;

    Wall(Config config, Doors doors, Callers callers, Errors errors) {
        this.doors = doors;
        this.callers = callers;
        this.errors = errors;
        this.authority = config.origin().getRawAuthority().toLowerCase(Locale.ROOT);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String nonce = Tokens.encode(Tokens.random(16));
        request.setAttribute(NONCE, nonce);
        headers(response, nonce);
        Port port = doors.of(request);
        // As handlers are found by it: decoded. `/%61ctuator` is the same door as `/actuator`.
        String path = request.getServletPath();
        boolean inside = INSIDE_PATHS.stream().anyMatch(path::startsWith);
        try {
            // First, so that a refusal can say where it came from.
            callers.read(request);
            if (inside != (port == Port.INSIDE)) {
                throw new Refused(ErrorCode.NOT_FOUND, "path of the other door");
            }
            if (port == Port.OUTSIDE) {
                checkHost(request);
            }
            if (path.startsWith("/actuator") && "".equals(request.getHeader("Accept"))) {
                // Spring's page of metrics takes "nothing" for "anything" in one place and not in another, and breaks.
                throw new Refused(ErrorCode.NOT_ACCEPTABLE, "an empty Accept");
            }
            checkCookies(request);
            chain.doFilter(request, response);
        } catch (Refused refused) {
            errors.write(request, response, refused);
        } catch (RuntimeException | ServletException e) {
            // What filters throw, such as a body over the limit or keys out of reach: no handler is there to answer it.
            errors.fault(request, response, e);
        }
    }

    private static void headers(HttpServletResponse response, String nonce) {
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; object-src 'none'; script-src 'nonce-" + nonce
                        + "'; style-src 'self'; img-src 'self' data:; "
                        + "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
                        + "frame-ancestors 'none'; manifest-src 'self'; worker-src 'self'; require-trusted-types-for 'script'");
        response.setHeader("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
        response.setHeader("Cache-Control", "no-store");
    }

    /// Exactly our own host: links, cookies and caches must never follow a header that a stranger wrote
    /// (A29).
    private void checkHost(HttpServletRequest request) {
        String host = request.getHeader("Host");
        var hosts = request.getHeaders("Host");
        int count = 0;
        while (hosts.hasMoreElements()) {
            hosts.nextElement();
            count++;
        }
        if (host == null || count != 1 || !host.toLowerCase(Locale.ROOT).equals(authority)) {
            throw new Refused(ErrorCode.WRONG_HOST, "host " + host);
        }
    }

    /// A cookie of ours that comes twice was tossed in by somebody else (A24).
    private static void checkCookies(HttpServletRequest request) {
        var cookies = request.getCookies();
        if (cookies == null) {
            return;
        }
        for (int i = 0; i < cookies.length; i++) {
            for (int j = i + 1; j < cookies.length; j++) {
                if (cookies[i].getName().startsWith("__Host-")
                        && cookies[i].getName().equals(cookies[j].getName())) {
                    throw new Refused(ErrorCode.BAD_REQUEST, "cookie twice: " + cookies[i].getName());
                }
            }
        }
    }
}
