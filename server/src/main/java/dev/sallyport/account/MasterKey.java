package dev.sallyport.account;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A master key, as far as it is known here: its hash is.
///
/// @param endsAt when it is worth nothing any more; null while nobody has asked for its removal
public record MasterKey(Instant madeAt, @Nullable Instant endsAt) {
    /// How long it stays good after somebody without it has asked for its removal.
    public static final Duration WAIT = Duration.ofDays(7);

    /// 150 bits: it needs no slow hash.
    private static final int SIGNS = 30;

    private static final int GROUP = 5;
    /// Crockford's base 32: no I, L, O, U.
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// Such as `7K2QF-9XH4T-M3P8R-0ZB6C-WQ5EY-1N7DV`.
    static Secret create() {
        byte[] random = Tokens.random(SIGNS);
        var key = new StringBuilder(SIGNS + SIGNS / GROUP);
        for (int i = 0; i < SIGNS; i++) {
            if (i > 0 && i % GROUP == 0) {
                key.append('-');
            }
            key.append(ALPHABET.charAt(random[i] & 31));
        }
        return new Secret(key.toString());
    }

    /// As it is typed: in any case, with or without dashes and blanks, with the letters that were left
    /// out taken for the figures they look like.
    static byte[] hash(AccountId account, Secret typed) {
        String read = typed.reveal()
                .toUpperCase(Locale.ROOT)
                .replaceAll("[\\s\\p{Z}\\p{Pd}]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        return Tokens.hash("master-key|" + account + "|" + read);
    }
}
