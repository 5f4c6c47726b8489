package dev.sallyport.session;

import dev.sallyport.base.http.Doors;
import dev.sallyport.base.http.FilterRoute;
import dev.sallyport.base.http.Port;
import dev.sallyport.base.http.Refusals;
import dev.sallyport.base.http.Services;
import dev.sallyport.wire.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// `GET /v1/session-check` on the inside port: the hot path. The service shows its token as `Authorization:
/// Bearer …`, the holder's session token comes in `X-Session-Token`, never in the address. It stands ahead of
/// the whole chain and asks no database for a session that this node remembers.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
@FilterRoute(path = SessionCheckFilter.PATH, port = Port.INSIDE, guard = "SERVICE(sessions.check)")
class SessionCheckFilter implements Filter {
    static final String PATH = "/v1/session-check";

    private static final byte[] INACTIVE = "{\"active\":false}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ONLY_GET =
            "{\"type\":\"urn:sallyport:problem:method-not-allowed\",\"title\":\"Only GET\",\"status\":405,\"code\":\"method-not-allowed\"}"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNKNOWN_SERVICE =
            "{\"type\":\"urn:sallyport:problem:not-signed-in\",\"title\":\"Unknown service\",\"status\":401,\"code\":\"not-signed-in\"}"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MISSING_SCOPE =
            "{\"type\":\"urn:sallyport:problem:missing-scope\",\"title\":\"Missing scope\",\"status\":403,\"code\":\"missing-scope\"}"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNAVAILABLE =
            "{\"type\":\"urn:sallyport:problem:unavailable\",\"title\":\"Not available\",\"status\":503,\"code\":\"unavailable\"}"
                    .getBytes(StandardCharsets.US_ASCII);

    private final Sessions sessions;
    private final Doors doors;
    private final Refusals refusals;
    private final Services services;
    private final Counter active;
    private final Counter inactive;

    SessionCheckFilter(Sessions sessions, Doors doors, Refusals refusals, Services services, MeterRegistry meters) {
        this.sessions = sessions;
        this.doors = doors;
        this.refusals = refusals;
        this.services = services;
        this.active = meters.counter("sallyport.session.checks", "active", "true");
        this.inactive = meters.counter("sallyport.session.checks", "active", "false");
    }

    @Override
    public void doFilter(ServletRequest anyRequest, ServletResponse anyResponse, FilterChain chain)
            throws IOException, ServletException {
        var request = (HttpServletRequest) anyRequest;
        if (!PATH.equals(request.getRequestURI()) || doors.of(request) != Port.INSIDE) {
            chain.doFilter(anyRequest, anyResponse);
            return;
        }
        var response = (HttpServletResponse) anyResponse;
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (!"GET".equals(request.getMethod())) {
            response.setHeader("Allow", "GET");
            write(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "application/problem+json", ONLY_GET);
            return;
        }
        var service = services.of(request.getHeader("Authorization"));
        if (service.isPresent() && !service.get().may("sessions.check")) {
            refusals.note(request, ErrorCode.MISSING_SCOPE, service.get().name() + " lacks sessions.check");
            write(response, HttpServletResponse.SC_FORBIDDEN, "application/problem+json", MISSING_SCOPE);
            return;
        }
        if (service.isEmpty()) {
            refusals.note(request, ErrorCode.NOT_SIGNED_IN, "unknown service");
            response.setHeader("WWW-Authenticate", "Bearer");
            write(response, HttpServletResponse.SC_UNAUTHORIZED, "application/problem+json", UNKNOWN_SERVICE);
            return;
        }
        answer(request, response);
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            byte[] answer = sessions.answer(request.getHeader("X-Session-Token"));
            (answer == null ? inactive : active).increment();
            write(response, HttpServletResponse.SC_OK, "application/json", answer == null ? INACTIVE : answer);
        } catch (DataAccessException | TransactionException e) {
            // Not known is not "no": the caller must be able to tell an outage from an ended session, and
            // fail closed.
            response.setHeader("Retry-After", "1");
            write(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "application/problem+json", UNAVAILABLE);
        }
    }

    private static void write(HttpServletResponse response, int status, String type, byte[] body) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
