package dev.sallyport.signals;

import java.util.Map;
import java.util.UUID;

/// A piece of the stream, and of the news between nodes.
record Revocation(UUID id, Event.Payload payload) {
    static Revocation of(Event event) {
        return new Revocation(event.id(), event.payload());
    }

    Map<String, String> data() {
        return payload.data();
    }
}
