package dev.sallyport.client;

import dev.sallyport.client.Json.Malformed;
import java.time.Instant;
import java.util.UUID;

/// A place in the stream: a UUID of version 7 (RFC 9562 section 5.7), which has its time in front.
final class Cursor {
    private Cursor() {}

    /// One that stands for a time.
    static String at(Instant time) {
        return new UUID((time.toEpochMilli() << 16) | 0x7000L, 0x8000_0000_0000_0000L).toString();
    }

    /// Its time, in milliseconds since 1970.
    static long millis(String cursor) throws Malformed {
        try {
            UUID id = UUID.fromString(cursor);
            if (id.version() == 7) {
                return id.getMostSignificantBits() >>> 16;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new Malformed("not a cursor");
    }
}
