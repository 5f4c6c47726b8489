package dev.sallyport.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What an authenticator app shows (RFC 6238).
final class Totp {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Totp() {}

    static String code(String seed, long millis) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(bytes(seed), "HmacSHA1"));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(8).putLong(millis / 30_000).array());
            int at = hash[19] & 0xf;
            int number = ByteBuffer.wrap(hash).getInt(at) & Integer.MAX_VALUE;
            return String.format("%06d", number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA1", e);
        }
    }

    private static byte[] bytes(String seed) {
        var out = new ByteArrayOutputStream();
        int held = 0;
        int bits = 0;
        for (int i = 0; i < seed.length(); i++) {
            held = held << 5 | ALPHABET.indexOf(seed.charAt(i));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                out.write(held >>> bits);
                held &= (1 << bits) - 1;
            }
        }
        return out.toByteArray();
    }
}
