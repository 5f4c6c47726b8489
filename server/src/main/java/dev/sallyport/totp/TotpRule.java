package dev.sallyport.totp;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import dev.sallyport.base.crypto.Tokens;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;

/// The arithmetic of RFC 6238: which step a code belongs to.
///
/// @param algorithm SHA-1, SHA-256 or SHA-512, as apps name them
/// @param digits 6 or 8
/// @param back how many steps before the current one are taken: one for a slow hand (section 5.2), none in the strict
///     profile
public record TotpRule(Algorithm algorithm, int digits, int back) {
    /// Seconds a step.
    static final int STEP = 30;

    public TotpRule {
        if (digits != 6 && digits != 8) {
            throw new IllegalArgumentException("a code has 6 or 8 digits");
        }
        if (back < 0 || back > 1) {
            throw new IllegalArgumentException("at most one step back");
        }
    }

    /// How the code is made from key and step.
    public enum Algorithm {
        SHA1("HmacSHA1", 20),
        SHA256("HmacSHA256", 32),
        SHA512("HmacSHA512", 64);

        private final String mac;
        private final int bytes;

        Algorithm(String mac, int bytes) {
            this.mac = mac;
            this.bytes = bytes;
        }

        /// A new key, as long as the hash (RFC 4226 section 4, R6; RFC 6238 section 5.1).
        byte[] newKey() {
            return Tokens.random(bytes);
        }

        /// As settings of apps name it: `SHA-256`.
        public String shown() {
            return name().replace("SHA", "SHA-");
        }

        static Algorithm of(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT).replace("-", ""));
        }
    }

    public static long stepAt(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), STEP);
    }

    /// The step that a code is good for, if it is good now. Whether that step is spent is asked of the store, in the
    /// one statement that spends it. All steps are tried whatever fits, so that time tells nothing.
    public OptionalLong step(byte[] key, String code, Instant now) {
        byte[] typed = code.getBytes(StandardCharsets.UTF_8);
        long current = stepAt(now);
        OptionalLong found = OptionalLong.empty();
        for (int i = back; i >= 0; i--) {
            byte[] expected = code(key, current - i).getBytes(StandardCharsets.UTF_8);
            if (Tokens.same(expected, typed)) {
                found = OptionalLong.of(current - i);
            }
        }
        return found;
    }

    String code(byte[] key, long step) {
        try {
            var generator = new TimeBasedOneTimePasswordGenerator(Duration.ofSeconds(STEP), digits, algorithm.mac);
            return generator.generateOneTimePasswordString(
                    new SecretKeySpec(key, algorithm.mac), Instant.ofEpochSecond(step * STEP), Locale.ROOT);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("a key of our own does not fit", e);
        }
    }
}
