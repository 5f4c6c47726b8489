package dev.sallyport.signals;

import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.egress.Egress;
import dev.sallyport.base.egress.Egress.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Writes an event as its receiver reads it, and posts it.
@Component
final class Letters {
    private final ReceiverStore store;
    private final Vault vault;
    private final Egress egress;
    private final Sets sets;
    private final JsonMapper json;
    private final Clock clock;

    Letters(ReceiverStore store, Vault vault, Egress egress, Sets sets, JsonMapper json, Clock clock) {
        this.store = store;
        this.vault = vault;
        this.egress = egress;
        this.sets = sets;
        this.json = json;
        this.clock = clock;
    }

    Outcome post(Receiver receiver, Event event) {
        return receiver.way() == Receiver.Way.PUSH ? push(receiver, event) : webhook(receiver, event);
    }

    /// RFC 8935 section 2.
    private Outcome push(Receiver receiver, Event event) {
        var headers = new HashMap<String, String>();
        headers.put("Accept", "application/json");
        Authorization.open(vault, receiver.id(), store.secrets(receiver.id()))
                .ifPresent(header -> headers.put("Authorization", header.reveal()));
        return egress.post(receiver.url(), "application/secevent+jwt", headers, sets.write(receiver, event));
    }

    private Outcome webhook(Receiver receiver, Event event) {
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
