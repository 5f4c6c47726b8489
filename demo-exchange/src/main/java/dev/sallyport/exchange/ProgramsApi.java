package dev.sallyport.exchange;

import dev.sallyport.client.ApiRequest;
import dev.sallyport.client.ApiRequestVerifier;
import dev.sallyport.client.ApiVerdict;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The interface for holders' programs, which sign each request with an API key. Who asks is judged by the client
/// library before a byte of what he sent is understood: by the public key in this process, or by Sallyport.
@RestController
class ProgramsApi {
    /// Each of them goes through `with`.
    static final String[] PATHS = {"/api/v1/balances", "/api/v1/orders", "/api/v1/withdrawals"};

    private static final byte[] NOTHING = {};

    private final ApiRequestVerifier verifier;
    private final Book book;
    private final Payouts payouts;
    private final JsonMapper json;

    ProgramsApi(ApiRequestVerifier verifier, Book book, Payouts payouts, JsonMapper json) {
        this.verifier = verifier;
        this.book = book;
        this.payouts = payouts;
        this.json = json;
    }

    @GetMapping("/api/v1/balances")
    ResponseEntity<Object> balances(HttpServletRequest request) throws IOException {
        return with(request, "balances.read", (who, body) -> ResponseEntity.ok(book.balances(who.account())));
    }

    @GetMapping("/api/v1/orders")
    ResponseEntity<Object> orders(HttpServletRequest request) throws IOException {
        return with(request, "orders.read", (who, body) -> ResponseEntity.ok(book.orders(who.account())));
    }

    @PostMapping("/api/v1/orders")
    ResponseEntity<Object> place(HttpServletRequest request) throws IOException {
        return with(request, "orders.write", (who, body) -> {
            Draft draft = read(body, Draft.class);
            if (draft == null) {
                return error(400, "malformed", List.of("The body is no JSON of an order."));
            }
            var mistakes = new ArrayList<String>();
            Book.Wish wanted = Book.read(draft, mistakes);
            return wanted == null ? OrdersApi.refused(mistakes) : OrdersApi.answer(book.place(who.account(), wanted));
        });
    }

    @GetMapping("/api/v1/withdrawals")
    ResponseEntity<Object> withdrawals(HttpServletRequest request) throws IOException {
        return with(
                request,
                "withdrawals.write",
                (who, body) -> ResponseEntity.ok(payouts.of(who.account()).stream()
                        .map(ProgramsApi::told)
                        .toList()));
    }

    /// The same gate as for its holder: what a key asks for is confirmed, held or refused like anything else.
    @PostMapping("/api/v1/withdrawals")
    ResponseEntity<Object> withdraw(HttpServletRequest request) throws IOException {
        return with(request, "withdrawals.write", (who, body) -> {
            PayoutDraft draft = read(body, PayoutDraft.class);
            if (draft == null) {
                return error(400, "malformed", List.of("The body is no JSON of a withdrawal."));
            }
            if (!who.destinations().contains(draft.destination())) {
                return error(403, "destination-not-listed", List.of("This key may not send there."));
            }
            var asker = new Payouts.Asker(who.account(), request.getRemoteAddr(), null, "API key " + who.key());
            return switch (payouts.ask(draft, asker)) {
                case Payouts.Asked.Known known -> ResponseEntity.status(202).body(told(known.payout()));
                case Payouts.Asked.Mistaken mistaken -> error(422, "invalid", mistaken.why());
            };
        });
    }

    private static Map<String, Object> told(Payout payout) {
        PayoutViews.Line line = PayoutViews.line(payout);
        var told = new LinkedHashMap<String, Object>();
        told.put("id", line.id());
        told.put("state", line.state());
        told.put("why", line.reasons());
        told.put("until", line.until());
        String page = payout.stands() == null ? null : payout.stands().page();
        told.put("page", Objects.requireNonNullElse(page, ""));
        return told;
    }

    private <T> @Nullable T read(byte[] body, Class<T> type) {
        try {
            return json.readValue(body, type);
        } catch (JacksonException e) {
            return null;
        }
    }

    private ResponseEntity<Object> with(
            HttpServletRequest request, String scope, BiFunction<ApiVerdict.Good, byte[], ResponseEntity<Object>> work)
            throws IOException {
        byte[] body = request.getMethod().equals("POST")
                ? request.getInputStream().readNBytes(OrdersApi.LONGEST + 1)
                : NOTHING;
        if (body.length > OrdersApi.LONGEST) {
            return error(413, "too-long", List.of());
        }
        return switch (verifier.check(asItCame(request, body), Set.of(scope))) {
            case ApiVerdict.Good who -> answered(() -> work.apply(who, body));
            case ApiVerdict.Bad bad -> error(bad.status(), bad.code(), List.of());
            case ApiVerdict.Unknown unknown -> unknown();
        };
    }

    /// Nothing decoded.
    private static ApiRequest asItCame(HttpServletRequest request, byte[] body) {
        var headers = new LinkedHashMap<String, List<String>>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name, Collections.list(request.getHeaders(name)));
        }
        String query = request.getQueryString();
        return ApiRequest.of(
                request.getMethod(),
                String.valueOf(request.getHeader("Host")),
                query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query,
                headers,
                body,
                request.getRemoteAddr());
    }

    private static ResponseEntity<Object> answered(java.util.function.Supplier<ResponseEntity<Object>> work) {
        try {
            return work.get();
        } catch (Provider.Unreachable e) {
            return unknown();
        }
    }

    private static ResponseEntity<Object> unknown() {
        return ResponseEntity.status(503)
                .header("Retry-After", "1")
                .body(Map.of("code", "unknown", "why", List.of("It cannot be found out at the moment who asks.")));
    }

    private static ResponseEntity<Object> error(int status, String code, List<String> why) {
        return ResponseEntity.status(status).body(Map.of("code", code, "why", why));
    }
}
