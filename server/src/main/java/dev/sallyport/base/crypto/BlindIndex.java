package dev.sallyport.base.crypto;

import dev.sallyport.base.crypto.RingKey.Use;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.stereotype.Component;

/// Finds what is encrypted: HMAC-SHA-256 of a canonical value under a key of the ring. Without the ring
/// nobody can tell which value an index stands for, however short or guessable the value is.
@Component
public final class BlindIndex {
    private final Keys keys;

    BlindIndex(Keys keys) {
        this.keys = keys;
    }

    /// The id of the key under which new indexes are made.
    public String keyId() {
        return keys.ring().primary(Use.INDEX).id();
    }

    /// The index to store. `purpose` keeps equal values of different kinds apart.
    public byte[] of(String purpose, String value) {
        return of(keys.ring().primary(Use.INDEX), purpose, value);
    }

    /// An index that a rotation does not change, for counts of what stands nowhere and is never made anew under
    /// the next key.
    public byte[] lasting(String purpose, String value) {
        return of(keys.ring().oldest(Use.INDEX), purpose, value);
    }

    /// Every index under which the value may stand: one for each key in force, the primary's first.
    public List<byte[]> candidates(String purpose, String value) {
        return keys.ring().all(Use.INDEX).stream()
                .map(key -> of(key, purpose, value))
                .toList();
    }

    private static byte[] of(RingKey key, String purpose, String value) {
        return KeyRing.hmac(key, bytes(purpose), new byte[] {0}, bytes(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
