package dev.sallyport.exchange;

import dev.sallyport.client.Claims;
import dev.sallyport.client.Need;
import dev.sallyport.client.Presented;
import dev.sallyport.client.Verdict;
import dev.sallyport.client.Verifier;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// The interface. It knows nobody but by his token, which the client library checks in this process.
@RestController
class OrdersApi {
    /// Each of them goes through `with`.
    static final String[] PATHS = {"/api/balances", "/api/orders", "/api/token"};

    /// From here on an order needs two steps, in euros.
    static final BigDecimal LARGE = new BigDecimal("1000");

    private static final Need BALANCES = Need.scope("balances.read");
    private static final Need ORDERS = Need.scope("orders.read");
    /// Whoever finds a browser open cannot trade an hour later.
    private static final Need TRADE = Need.scope("orders.write").within(Duration.ofMinutes(5));
    private static final Need TRADE_LARGE = TRADE.atLeast("urn:sallyport:acr:2fa");

    private final Verifier verifier;
    private final Book book;
    private final SiteSettings site;

    OrdersApi(Verifier verifier, Book book, SiteSettings site) {
        this.verifier = verifier;
        this.book = book;
        this.site = site;
    }

    @GetMapping("/api/balances")
    ResponseEntity<Object> balances(HttpServletRequest request) {
        return with(request, BALANCES, who -> ResponseEntity.ok(book.balances(who.account())));
    }

    @GetMapping("/api/orders")
    ResponseEntity<Object> orders(HttpServletRequest request) {
        return with(request, ORDERS, who -> ResponseEntity.ok(book.orders(who.account())));
    }

    @PostMapping("/api/orders")
    ResponseEntity<Object> place(HttpServletRequest request, @RequestBody Draft draft) {
        var mistakes = new ArrayList<String>();
        Book.Wish wanted = Book.read(draft, mistakes);
        boolean large = wanted != null && wanted.value().compareTo(LARGE) >= 0;
        return with(request, large ? TRADE_LARGE : TRADE, who -> {
            if (wanted == null) {
                return refused(mistakes);
            }
            return switch (book.place(who.account(), wanted)) {
                case Book.Placed.Done done -> ResponseEntity.status(201).body(done.order());
                case Book.Placed.Refused refused -> refused(refused.why());
            };
        });
    }

    /// What the library read from the token; for the side panel.
    @GetMapping("/api/token")
    ResponseEntity<Object> token(HttpServletRequest request) {
        return with(request, Need.NOTHING, who -> ResponseEntity.ok(who.all()));
    }

    private static ResponseEntity<Object> refused(List<String> why) {
        return ResponseEntity.status(422).body(Map.of("why", why));
    }

    private ResponseEntity<Object> with(
            HttpServletRequest request, Need need, Function<Claims, ResponseEntity<Object>> work) {
        var presented = new Presented(
                request.getMethod(),
                URI.create(site.origin() + request.getRequestURI()),
                Collections.list(request.getHeaders("Authorization")),
                Collections.list(request.getHeaders("DPoP")));
        return switch (verifier.check(presented, need)) {
            case Verdict.Good good -> work.apply(good.claims());
            case Verdict.Bad bad ->
                ResponseEntity.status(bad.status())
                        .header("WWW-Authenticate", bad.challenge())
                        .build();
            case Verdict.Unknown unknown ->
                ResponseEntity.status(503).header("Retry-After", "1").build();
        };
    }
}
