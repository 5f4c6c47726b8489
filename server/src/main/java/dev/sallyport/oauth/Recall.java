package dev.sallyport.oauth;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Something that an operator took back and that is of no account. Everybody who remembers tokens is told.
///
/// @param id the same each time it is told; later ones have later ids
/// @param name the key's `kid`, or the program's `client_id`
/// @param at when
public record Recall(UUID id, Kind kind, String name, Instant at) {
    /// What it is, and how it is told.
    public enum Kind {
        /// A key that tokens were signed with: nothing that it signed counts.
        KEY("key.withdrawn", "kid"),
        /// A program: nothing that it was given counts.
        CLIENT("client.removed", "client");

        private final String type;
        private final String field;

        Kind(String type, String field) {
            this.type = type;
            this.field = field;
        }
    }

    /// The topic on the feed between nodes.
    public static final String TOPIC = "recall";

    /// As the stream of revocations calls it.
    public String type() {
        return kind.type;
    }

    public Map<String, String> data() {
        return Map.of(kind.field, name);
    }

    /// The text on the feed. The statement that takes something back tells it, by whomever it is sent.
    String text() {
        return kind + " " + id + " " + at.toEpochMilli() + " " + name;
    }

    /// Empty for what another version of this server may tell.
    public static Optional<Recall> read(String text) {
        String[] parts = text.split(" ", 4);
        return parts.length < 4
                ? Optional.empty()
                : Arrays.stream(Kind.values())
                        .filter(kind -> kind.name().equals(parts[0]))
                        .findFirst()
                        .map(kind -> new Recall(
                                UUID.fromString(parts[1]),
                                kind,
                                parts[3],
                                Instant.ofEpochMilli(Long.parseLong(parts[2]))));
    }
}
