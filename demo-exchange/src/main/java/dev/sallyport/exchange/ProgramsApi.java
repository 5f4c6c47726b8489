package dev.sallyport.exchange;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The interface for holders' programs, which sign each request with an API key. Who asks is judged by Sallyport,
/// before a byte of what he sent is understood.
@RestController
class ProgramsApi {
    /// Each of them goes through `with`.
    static final String[] PATHS = {"/api/v1/balances", "/api/v1/orders", "/api/v1/withdrawals"};

    private static final byte[] NOTHING = {};

    private final SignedRequests requests;
    private final Book book;
    private final Payouts payouts;
    private final JsonMapper json;

    ProgramsApi(SignedRequests requests, Book book, Payouts payouts, JsonMapper json) {
        this.requests = requests;
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
            HttpServletRequest request,
            String scope,
            BiFunction<SignedRequests.Caller.Known, byte[], ResponseEntity<Object>> work)
            throws IOException {
        byte[] body = request.getMethod().equals("POST")
                ? request.getInputStream().readNBytes(OrdersApi.LONGEST + 1)
                : NOTHING;
        if (body.length > OrdersApi.LONGEST) {
            return error(413, "too-long", List.of());
        }
        return switch (requests.check(request, body, scope)) {
            case SignedRequests.Caller.Known known -> answered(() -> work.apply(known, body));
            case SignedRequests.Caller.Refused refused -> error(refused.status(), refused.code(), List.of());
            case SignedRequests.Caller.Unknown unknown -> unknown();
        };
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
