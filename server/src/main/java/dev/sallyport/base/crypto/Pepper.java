package dev.sallyport.base.crypto;

import dev.sallyport.base.crypto.RingKey.Use;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The keyed step of what people type (NIST 800-63B-4 section 3.1.1.2): passwords and short codes are hashed
/// under a key that the database does not hold.
@Component
public final class Pepper {
    private final Keys keys;

    Pepper(Keys keys) {
        this.keys = keys;
    }

    /// The id of the key for new records.
    public String keyId() {
        return keys.ring().primary(Use.PEPPER).id();
    }

    /// The 32-byte secret input of a password hash, apart for each account.
    public byte[] forPassword(String keyId, String accountId) {
        return KeyRing.hmac(keys.byId(Use.PEPPER, keyId), bytes("password\0"), bytes(accountId));
    }

    /// A short code's hash, bound to what it is good for, with the key's id in front: `id:base64url`.
    public String ofCode(String boundTo, String code) {
        return ofCode(keys.ring().primary(Use.PEPPER), boundTo, code);
    }

    public boolean isCode(String stored, String boundTo, String code) {
        int colon = stored.indexOf(':');
        String again = ofCode(keys.byId(Use.PEPPER, stored.substring(0, colon)), boundTo, code);
        return Tokens.same(bytes(again), bytes(stored));
    }

    private static String ofCode(RingKey key, String boundTo, String code) {
        return key.id() + ":"
                + Tokens.encode(KeyRing.hmac(key, bytes("code\0"), bytes(boundTo), new byte[] {0}, bytes(code)));
    }

    /// The id of the key of [#derive], for values that must hold across a rotation.
    public String deriveKeyId() {
        return keys.ring().primary(Use.TOKEN).id();
    }

    /// The same under a named key of the ring; empty when the ring has none of this name.
    public Optional<byte[]> derive(String keyId, String purpose, byte[] input) {
        return keys.ring().all(Use.TOKEN).stream()
                .filter(key -> key.id().equals(keyId))
                .findFirst()
                .map(key -> KeyRing.hmac(key, bytes(purpose), new byte[] {0}, input));
    }

    /// A keyed value that no rotation changes.
    public byte[] deriveLasting(String purpose, byte[] input) {
        return KeyRing.hmac(keys.ring().oldest(Use.TOKEN), bytes(purpose), new byte[] {0}, input);
    }

    /// A keyed value that no store remembers, such as a CSRF token.
    public byte[] derive(String purpose, byte[] input) {
        return KeyRing.hmac(keys.ring().primary(Use.TOKEN), bytes(purpose), new byte[] {0}, input);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
