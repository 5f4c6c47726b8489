package dev.sallyport.apikey;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.http.Doors;
import dev.sallyport.base.http.FilterRoute;
import dev.sallyport.base.http.Port;
import dev.sallyport.base.http.Refusals;
import dev.sallyport.base.http.Services;
import dev.sallyport.base.who.Networks;
import dev.sallyport.wire.ApiRequestCheck;
import dev.sallyport.wire.ApiRequestVerdict;
import dev.sallyport.wire.ErrorCode;
import dev.sallyport.wire.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// `POST /v1/api-requests/check` on the inside port: a gateway tells what came, and is told whether it is good. It
/// stands ahead of the whole chain, as it is asked for each request of each program.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
@FilterRoute(
        method = "POST",
        path = ApiRequestCheckFilter.PATH,
        port = Port.INSIDE,
        guard = "SERVICE(api-requests.check)")
class ApiRequestCheckFilter implements Filter {
    static final String PATH = "/v1/api-requests/check";
    static final String SCOPE = "api-requests.check";

    private final RequestChecks checks;
    private final Doors doors;
    private final Refusals refusals;
    private final Services services;
    private final JsonMapper json;
    private final MeterRegistry meters;

    ApiRequestCheckFilter(
            RequestChecks checks,
            Doors doors,
            Refusals refusals,
            Services services,
            JsonMapper json,
            MeterRegistry meters) {
        this.checks = checks;
        this.doors = doors;
        this.refusals = refusals;
        this.services = services;
        this.json = json;
        this.meters = meters;
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
        if (!"POST".equals(request.getMethod())) {
            response.setHeader("Allow", "POST");
            refuse(request, response, ErrorCode.METHOD_NOT_ALLOWED, "Only POST");
            return;
        }
        Optional<Services.Service> service = services.of(request.getHeader("Authorization"));
        if (service.isEmpty()) {
            response.setHeader("WWW-Authenticate", "Bearer");
            refuse(request, response, ErrorCode.NOT_SIGNED_IN, "Unknown service");
        } else if (!service.get().may(SCOPE)) {
            refuse(request, response, ErrorCode.MISSING_SCOPE, "The service lacks " + SCOPE);
        } else {
            answer(request, response);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ApiRequest asked;
        try {
            asked = read(json.readValue(request.getInputStream(), ApiRequestCheck.class));
        } catch (JacksonException | IllegalArgumentException e) {
            refuse(request, response, ErrorCode.BAD_REQUEST, "Not a request to be checked");
            return;
        }
        try {
            write(response, 200, "application/json", json.writeValueAsBytes(verdict(asked)));
        } catch (DataAccessException | TransactionException e) {
            // Not known is not "no": the caller must be able to tell an outage, and fail closed.
            response.setHeader("Retry-After", "1");
            refuse(request, response, ErrorCode.UNAVAILABLE, "Not available");
        }
    }

    private ApiRequestVerdict verdict(ApiRequest asked) {
        String result = "accepted";
        try {
            ApiKey key = checks.check(asked);
            return ApiRequestVerdict.accepted(
                    key.id().account().toString(),
                    key.id().toString(),
                    key.kind().word(),
                    List.copyOf(new TreeSet<>(key.scopes())),
                    key.destinations());
        } catch (NotAccepted e) {
            result = e.code().word();
            return ApiRequestVerdict.refused(result, e.code().status());
        } finally {
            meters.counter("sallyport.apikey.checks", "result", result).increment();
        }
    }

    /// @throws IllegalArgumentException for what lacks something, or is not of its form
    static ApiRequest read(@Nullable ApiRequestCheck sent) {
        if (sent == null) {
            throw new IllegalArgumentException("nothing to check");
        }
        String bodyText = sent.body();
        byte[] body = bodyText == null ? null : Base64.getDecoder().decode(bodyText);
        return new ApiRequest(
                needed(sent.method()),
                needed(sent.host()),
                needed(sent.path()),
                Objects.requireNonNullElse(sent.query(), ""),
                headers(sent.headers()),
                body,
                hash(body, sent.bodySha256()),
                Networks.canonical(needed(sent.address())).orElseThrow(() -> new IllegalArgumentException("address")),
                Set.copyOf(present(sent.scopes())));
    }

    private static String needed(@Nullable String text) {
        if (text == null || text.length() > 8_000) {
            throw new IllegalArgumentException("something is missing or too long");
        }
        return text;
    }

    private static List<String> present(@Nullable List<String> items) {
        List<String> all = Objects.requireNonNullElse(items, List.of());
        if (all.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("a list holds nothing where something must be");
        }
        return all;
    }

    /// Names that differ by capitals alone are one header.
    private static Map<String, List<String>> headers(@Nullable Map<String, List<String>> sent) {
        var headers = new HashMap<String, List<String>>();
        Objects.requireNonNullElse(sent, Map.<String, List<String>>of())
                .forEach(
                        (name, values) -> headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                                .addAll(present(values)));
        return headers;
    }

    private static byte[] hash(byte @Nullable [] body, @Nullable String told) {
        byte[] hash = Tokens.sha256(body == null ? new byte[0] : body);
        if (told == null) {
            return hash;
        }
        byte[] other = HexFormat.of().parseHex(told);
        if (other.length != hash.length || (body != null && !Tokens.same(hash, other))) {
            throw new IllegalArgumentException("bodySha256 is not that of the body");
        }
        return other;
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, ErrorCode code, String title)
            throws IOException {
        refusals.note(request, code, title);
        var problem = new Problem(code.type(), title, code.status(), code.code(), title + ".", null, List.of());
        write(response, code.status(), "application/problem+json", json.writeValueAsBytes(problem));
    }

    private static void write(HttpServletResponse response, int status, String type, byte[] body) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
