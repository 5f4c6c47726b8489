package dev.sallyport.exchange;

import dev.sallyport.client.Claims;
import dev.sallyport.client.Need;
import dev.sallyport.client.Presented;
import dev.sallyport.client.Verdict;
import dev.sallyport.client.Verifier;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The interface. It knows nobody but by his token, which the client library checks in this process.
@RestController
class OrdersApi {
    /// Each of them goes through `with`.
    static final String[] PATHS = {"/api/balances", "/api/orders", "/api/token"};

    /// From here on an order needs two steps, in euros.
    static final BigDecimal LARGE = new BigDecimal("1000");

    static final int LONGEST = 8 * 1024;

    private static final Need BALANCES = Need.scope("balances.read");
    private static final Need ORDERS = Need.scope("orders.read");
    /// Whoever finds a browser open cannot trade an hour later.
    private static final Need TRADE = Need.scope("orders.write").within(Duration.ofMinutes(5));
    private static final Need TRADE_LARGE = TRADE.atLeast("urn:sallyport:acr:2fa");

    private final Verifier verifier;
    private final Book book;
    private final SiteSettings site;
    private final JsonMapper json;

    OrdersApi(Verifier verifier, Book book, SiteSettings site, JsonMapper json) {
        this.verifier = verifier;
        this.book = book;
        this.site = site;
        this.json = json;
    }

    @GetMapping("/api/balances")
    ResponseEntity<Object> balances(HttpServletRequest request) {
        return with(request, BALANCES, who -> ResponseEntity.ok(book.balances(who.account())));
    }

    @GetMapping("/api/orders")
    ResponseEntity<Object> orders(HttpServletRequest request) {
        return with(request, ORDERS, who -> ResponseEntity.ok(book.orders(who.account())));
    }

    /// Who asks is judged before a byte of what he sent is read.
    @PostMapping("/api/orders")
    ResponseEntity<Object> place(HttpServletRequest request) throws IOException {
        return switch (check(request, TRADE)) {
            case Verdict.Good good -> place(good, request.getInputStream().readNBytes(LONGEST + 1));
            case Verdict other -> not(other);
        };
    }

    private ResponseEntity<Object> place(Verdict.Good who, byte[] body) {
        var mistakes = new ArrayList<String>();
        Optional<Draft> draft = read(body);
        if (draft.isEmpty()) {
            return ResponseEntity.badRequest().build();
        }
        Book.Wish wanted = Book.read(draft.get(), mistakes);
        if (wanted == null) {
            return refused(mistakes);
        }
        boolean large = wanted.value().compareTo(LARGE) >= 0;
        return switch (large ? TRADE_LARGE.also(who, Instant.now()) : who) {
            case Verdict.Good good -> answer(book.place(good.claims().account(), wanted));
            case Verdict other -> not(other);
        };
    }

    private Optional<Draft> read(byte[] body) {
        try {
            return body.length > LONGEST ? Optional.empty() : Optional.ofNullable(json.readValue(body, Draft.class));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    static ResponseEntity<Object> answer(Book.Placed placed) {
        return switch (placed) {
            case Book.Placed.Done done -> ResponseEntity.status(201).body(done.order());
            case Book.Placed.Refused refused -> refused(refused.why());
        };
    }

    /// What the library read from the token; for the side panel.
    @GetMapping("/api/token")
    ResponseEntity<Object> token(HttpServletRequest request) {
        return with(request, Need.NOTHING, who -> ResponseEntity.ok(who.all()));
    }

    static ResponseEntity<Object> refused(List<String> why) {
        return ResponseEntity.status(422).body(Map.of("why", why));
    }

    private ResponseEntity<Object> with(
            HttpServletRequest request, Need need, Function<Claims, ResponseEntity<Object>> work) {
        return switch (check(request, need)) {
            case Verdict.Good good -> work.apply(good.claims());
            case Verdict other -> not(other);
        };
    }

    private Verdict check(HttpServletRequest request, Need need) {
        return verifier.check(
                new Presented(
                        request.getMethod(),
                        URI.create(site.origin() + request.getRequestURI()),
                        Collections.list(request.getHeaders("Authorization")),
                        Collections.list(request.getHeaders("DPoP"))),
                need);
    }

    private static ResponseEntity<Object> not(Verdict verdict) {
        return verdict instanceof Verdict.Bad bad
                ? ResponseEntity.status(bad.status())
                        .header("WWW-Authenticate", bad.challenge())
                        .build()
                : ResponseEntity.status(503).header("Retry-After", "1").build();
    }
}
