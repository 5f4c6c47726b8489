package dev.sallyport.signals;

import dev.sallyport.oauth.Recall;
import java.util.Map;
import java.util.UUID;

/// A piece of the stream, and of the news between nodes.
record Revocation(UUID id, Event.Payload payload) {
    static Revocation of(Event event) {
        return new Revocation(event.id(), event.payload());
    }

    static Revocation of(Recall recall) {
        return new Revocation(recall.id(), new Event.Payload(recall.type(), recall.at(), recall.data()));
    }

    Map<String, String> data() {
        return payload.data();
    }
}
