package dev.sallyport.password;

import dev.sallyport.base.config.Config;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Whether a password is known from a breach (ASVS 6.2.12): by the operator's file, then by the range
/// service, as far as either is configured. No answer is an answer too: an outage never blocks a sign-in.
@Component
final class Breaches {
    enum Answer {
        BREACHED,
        NOT_BREACHED,
        /// Nothing to ask, or nothing answered.
        UNKNOWN
    }

    private final @Nullable BreachFile file;
    private final @Nullable BreachRanges api;

    Breaches(Config config, Clock clock) {
        var file = config.passwords().breachFile();
        var api = config.passwords().breachApi();
        this.file = file == null ? null : new BreachFile(file);
        this.api = api == null ? null : new BreachRanges(api, clock, BreachRanges.PATIENCE);
    }

    Answer ask(Typed typed) {
        if (file == null && api == null) {
            return Answer.UNKNOWN;
        }
        String hash = sha1(typed.bytes());
        Answer known = file == null ? Answer.UNKNOWN : file.ask(hash);
        return known == Answer.BREACHED || api == null ? known : api.ask(hash);
    }

    /// SHA-1 only names a password in these lists; nothing rests on it.
    static String sha1(byte[] bytes) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
