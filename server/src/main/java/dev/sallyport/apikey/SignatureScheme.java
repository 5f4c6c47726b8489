package dev.sallyport.apikey;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How the requests of a key are signed: everything that differs between services (R-API-2).
///
/// @param key where the key's id stands
/// @param unit of the time, a whole number since 1970; its length is fixed by it
/// @param window where the caller says for how many milliseconds his request is good; null where he cannot
/// @param nonce null where there is none: then a signed string counts once
/// @param base64Secret whether a shared secret is decoded before it signs
public record SignatureScheme(
        String name,
        Set<Algorithm> algorithms,
        Place key,
        Place signature,
        Place time,
        TimeUnit unit,
        @Nullable Place window,
        @Nullable Place nonce,
        Template signed,
        Encoding encoding,
        boolean base64Secret) {
    /// For how long a request is good when its caller says nothing, and at most (R-API-3).
    static final Duration USUAL_WINDOW = Duration.ofSeconds(5);
    static final Duration MOST_WINDOW = Duration.ofSeconds(60);
    /// By how much a caller's clock may be ahead.
    static final Duration AHEAD = Duration.ofSeconds(1);

    /// How a signature is written. Exactly one way to write each is taken.
    enum Encoding {
        HEX,
        BASE64;

        /// @return null for what is not written this way
        byte @Nullable [] read(String text) {
            try {
                byte[] bytes = this == HEX
                        ? HexFormat.of().parseHex(text)
                        : java.util.Base64.getDecoder().decode(text);
                return write(bytes).equals(text) ? bytes : null;
            } catch (IllegalArgumentException e) {
                return null;
            }
        }

        String write(byte[] bytes) {
            return this == HEX
                    ? HexFormat.of().formatHex(bytes)
                    : java.util.Base64.getEncoder().encodeToString(bytes);
        }

        static Encoding of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /// How many digits a time of this century has.
    int digits() {
        return switch (unit) {
            case SECONDS -> 10;
            case MILLISECONDS -> 13;
            case MICROSECONDS -> 16;
            case NANOSECONDS -> 19;
            default -> throw new IllegalStateException("no such unit of time");
        };
    }

    /// The signing key of a shared secret as its holder has it.
    byte[] signingKey(byte[] secret) {
        return base64Secret ? java.util.Base64.getDecoder().decode(secret) : secret;
    }
}
