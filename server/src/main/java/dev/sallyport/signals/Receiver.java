package dev.sallyport.signals;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Somebody who is told of events.
///
/// @param url where he takes them; empty for one who fetches
/// @param types of events that he is told of; none for all
/// @param requested of a stream: the event types that were asked for, as they were written
/// @param owner the service that made the stream; empty for what an operator made
/// @param failures tries in a row that came to nothing
/// @param failingSince when the first of them was; null for none
/// @param resumeAt until when nobody tries
public record Receiver(
        UUID id,
        String name,
        Way way,
        String url,
        List<String> types,
        List<String> requested,
        State state,
        String owner,
        String audience,
        String description,
        String reason,
        int failures,
        @Nullable Instant failingSince,
        Instant resumeAt,
        Instant createdAt) {

    /// What may be changed of a stream.
    Receiver with(Way newWay, String newUrl, List<String> newTypes, List<String> newRequested, String newDescription) {
        return new Receiver(
                id,
                name,
                newWay,
                newUrl,
                newTypes,
                newRequested,
                state,
                owner,
                audience,
                newDescription,
                reason,
                failures,
                failingSince,
                resumeAt,
                createdAt);
    }

    /// How events come to him.
    public enum Way {
        /// Standard Webhooks.
        WEBHOOK,
        /// Security event tokens that we post (RFC 8935).
        PUSH,
        /// Security event tokens that he fetches (RFC 8936).
        POLL,
        /// The topic that the settings name.
        KAFKA;

        String stored() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// As the Shared Signals Framework knows them: enabled, paused, disabled.
    public enum State {
        ON,
        /// Events are kept for later.
        PAUSED,
        /// Events are not kept.
        OFF;

        String stored() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
