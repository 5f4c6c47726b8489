package dev.sallyport.signals;

import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.egress.Egress;
import dev.sallyport.base.egress.Egress.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Writes an event as its receiver reads it, and posts it.
@Component
final class Letters {
    private final ReceiverStore store;
    private final Vault vault;
    private final Egress egress;
    private final JsonMapper json;
    private final Clock clock;

    Letters(ReceiverStore store, Vault vault, Egress egress, JsonMapper json, Clock clock) {
        this.store = store;
        this.vault = vault;
        this.egress = egress;
        this.json = json;
        this.clock = clock;
    }

    Outcome post(Receiver receiver, Event event) {
        Instant now = clock.instant();
        String body = json.writeValueAsString(event.payload());
        long timestamp = now.getEpochSecond();
        String signature =
                Secrets.open(vault, receiver.id(), store.secrets(receiver.id())).sign(event.id(), timestamp, body, now);
        return egress.post(
                receiver.url(),
                "application/json",
                Map.of(
                        "webhook-id",
                        event.id().toString(),
                        "webhook-timestamp",
                        Long.toString(timestamp),
                        "webhook-signature",
                        signature),
                body);
    }
}
