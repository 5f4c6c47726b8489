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
    private final Topic topic;
    private final JsonMapper json;
    private final Clock clock;

    Letters(ReceiverStore store, Vault vault, Egress egress, Sets sets, Topic topic, JsonMapper json, Clock clock) {
        this.store = store;
        this.vault = vault;
        this.egress = egress;
        this.sets = sets;
        this.topic = topic;
        this.json = json;
        this.clock = clock;
    }

    Reply post(Receiver receiver, Event event) {
        return switch (receiver.way()) {
            case WEBHOOK -> reply(webhook(receiver, event));
            case PUSH -> reply(push(receiver, event));
            case KAFKA -> topic.write(event, json.writeValueAsBytes(event.payload()));
            case POLL -> throw new IllegalArgumentException("it fetches by itself");
        };
    }

    private static Reply reply(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered(int status, String body) when status >= 200 && status < 300 -> new Reply.Taken();
            case Outcome.Answered(int status, String body)
            when isRefusal(status) -> new Reply.Refused("the receiver answered " + status);
            case Outcome.Answered(int status, String body) -> new Reply.Missed("the receiver answered " + status);
            case Outcome.Silent(String why) -> new Reply.Missed(why);
            case Outcome.Forbidden(String why) -> new Reply.Refused(why);
        };
    }

    /// What is about this event, and not about a bad hour.
    private static boolean isRefusal(int status) {
        return status < 500
                && status != 401
                && status != 403
                && status != 404
                && status != 408
                && status != 425
                && status != 429;
    }

    /// RFC 8935 section 2.
    private Outcome push(Receiver receiver, Event event) {
        var headers = new HashMap<String, String>();
        headers.put("Accept", "application/json");
        ReceiverStore.Target target = store.target(receiver.id());
        Authorization.open(vault, receiver.id(), target.closed())
                .ifPresent(header -> headers.put("Authorization", header.reveal()));
        return egress.post(target.url(), "application/secevent+jwt", headers, sets.write(receiver, event));
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
