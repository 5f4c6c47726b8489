package dev.sallyport.session;

import dev.sallyport.base.crypto.Pepper;
import dev.sallyport.base.crypto.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Values that only this server can have made, for one purpose and one thing, and that say when they were made. No
/// store remembers them.
@Component
class Stamps {
    private final Pepper pepper;
    private final Clock clock;

    Stamps(Pepper pepper, Clock clock) {
        this.pepper = pepper;
        this.clock = clock;
    }

    String create(String purpose, String boundTo) {
        String key = pepper.deriveKeyId();
        String at = Long.toString(clock.millis(), 36);
        byte[] mac = mac(key, purpose, boundTo, at).orElseThrow();
        return key + "." + at + "." + Tokens.encode(mac);
    }

    /// When it was made; empty for what was not made here, for this purpose and this thing.
    Optional<Instant> read(String purpose, String boundTo, String stamp) {
        String[] parts = stamp.split("\\.", -1);
        if (parts.length != 3 || !parts[1].matches("[0-9a-z]{1,11}")) {
            return Optional.empty();
        }
        return mac(parts[0], purpose, boundTo, parts[1])
                .filter(mac -> Tokens.same(bytes(Tokens.encode(mac)), bytes(parts[2])))
                .map(mac -> Instant.ofEpochMilli(Long.parseLong(parts[1], 36)));
    }

    /// The key's name stands in the stamp, so that stamps outlive a rotation.
    private Optional<byte[]> mac(String key, String purpose, String boundTo, String at) {
        return pepper.derive(key, purpose, bytes(at + "|" + boundTo));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
