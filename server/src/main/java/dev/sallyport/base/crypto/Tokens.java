package dev.sallyport.base.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// Random values and their hashes. A token has 256 random bits, so a plain SHA-256 is enough to keep it by
/// (ASVS 6.5.2, 7.2.3); a code that a person types is short and kept by a keyed hash instead, see
/// [BlindIndex].
public final class Tokens {
    private static final SecureRandom RANDOM = new SecureRandom();
    public static final int TOKEN_BYTES = 32;

    private Tokens() {}

    public static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return random;
    }

    /// 256 random bits in URL-safe base64 without padding, 43 characters.
    public static String create() {
        return encode(random(TOKEN_BYTES));
    }

    /// A code for people: decimal digits, each equally likely.
    public static String digits(int count) {
        var code = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            code.append((char) ('0' + RANDOM.nextInt(10)));
        }
        return code.toString();
    }

    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public static byte[] hash(byte[] token) {
        return sha256(token);
    }

    public static byte[] hash(String token) {
        return sha256(token.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Compares without telling by time where the first difference is.
    public static boolean same(byte[] a, byte[] b) {
        return MessageDigest.isEqual(a, b);
    }
}
