package dev.sallyport.exchange;

import dev.sallyport.client.Webhooks;
import dev.sallyport.client.Webhooks.Letter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Takes events of accounts (Standard Webhooks) and shows them to the holder. They explain; what must be true at once
/// comes by the stream, so nothing is ended here. That a withdrawal was decided is a hint to ask how it stands.
@RestController
class Events {
    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private static final int LONGEST = 64 * 1024;

    private final @Nullable Webhooks webhooks;
    private final Visits visits;
    private final Payouts payouts;

    Events(SiteSettings site, Visits visits, Payouts payouts) {
        this.webhooks = site.webhookSecret().isEmpty() ? null : Webhooks.of(site.webhookSecret());
        this.visits = visits;
        this.payouts = payouts;
    }

    @PostMapping("/sallyport/events")
    ResponseEntity<Void> take(HttpServletRequest request) throws IOException {
        if (webhooks == null) {
            return answer(404);
        }
        // The bytes as they came: they are what is signed.
        byte[] body = request.getInputStream().readNBytes(LONGEST + 1);
        if (body.length > LONGEST) {
            return answer(413);
        }
        return switch (webhooks.verify(request::getHeader, body)) {
            case Letter.Genuine genuine -> {
                String account = String.valueOf(genuine.data().get("account"));
                visits.tellAllOf(account, "webhook", text(genuine));
                if (genuine.type().equals("withdrawal.changed")) {
                    payouts.hear(account, String.valueOf(genuine.data().get("withdrawal")));
                }
                yield answer(204);
            }
            case Letter.Repeated repeated -> answer(204);
            case Letter.Forged forged -> {
                LOG.warn("A letter was refused: {}", forged.detail());
                yield answer(401);
            }
            case Letter.Unknown unknown -> answer(503);
        };
    }

    /// Such as `session.started: level aal1, proofs [pwd]`; the numbers are of no use to a holder.
    private static String text(Letter.Genuine event) {
        String more = event.data().entrySet().stream()
                .filter(one -> !one.getKey().equals("account") && !one.getKey().equals("session"))
                .sorted(java.util.Map.Entry.comparingByKey())
                .map(one -> one.getKey() + " " + one.getValue())
                .collect(Collectors.joining(", "));
        return more.isEmpty() ? event.type() : event.type() + ": " + more;
    }

    private static ResponseEntity<Void> answer(int status) {
        return ResponseEntity.status(status).build();
    }
}
