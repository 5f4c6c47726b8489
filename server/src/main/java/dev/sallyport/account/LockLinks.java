package dev.sallyport.account;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Pepper;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Secret;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// The link "this was not me" in every security mail (R-LOCK-3). It names the account and the time it
/// was written, under 128 bits of a keyed hash: nothing is stored that a stolen database could give
/// away, and nothing is looked up to read it, so that it is understood while the database does not
/// answer. It can only close doors.
@Component
public final class LockLinks {
    public static final Duration LIFE = Duration.ofDays(30);
    public static final String PATH = "/lockdown/by-mail/";

    private static final String PURPOSE = "lock-link";
    private static final int NAMED = 16 + 8;
    private static final int PROOF = 16;

    private final Pepper pepper;
    private final Config config;
    private final Clock clock;

    LockLinks(Pepper pepper, Config config, Clock clock) {
        this.pepper = pepper;
        this.config = config;
        this.clock = clock;
    }

    /// @param writtenAt to the second
    public record Read(AccountId account, Instant writtenAt) {}

    /// The whole address, for a mail to the holder.
    public String create(AccountId account) {
        byte[] named = ByteBuffer.allocate(NAMED)
                .putLong(account.value().getMostSignificantBits())
                .putLong(account.value().getLeastSignificantBits())
                .putLong(clock.instant().getEpochSecond())
                .array();
        String key = pepper.deriveKeyId();
        byte[] proof = proof(key, named).orElseThrow();
        byte[] whole = ByteBuffer.allocate(NAMED + PROOF).put(named).put(proof).array();
        return config.link(PATH + key + "." + Tokens.encode(whole));
    }

    private Optional<byte[]> proof(String key, byte[] named) {
        return pepper.derive(key, PURPOSE, named).map(mac -> Arrays.copyOf(mac, PROOF));
    }

    /// What a link says, when we wrote it and it is not too old.
    public Optional<Read> read(Secret token) {
        String text = token.reveal();
        int dot = text.lastIndexOf('.');
        if (dot < 1 || text.length() > 200) {
            return Optional.empty();
        }
        byte[] whole;
        try {
            whole = Base64.getUrlDecoder().decode(text.substring(dot + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (whole.length != NAMED + PROOF) {
            return Optional.empty();
        }
        byte[] named = Arrays.copyOf(whole, NAMED);
        byte[] shown = Arrays.copyOfRange(whole, NAMED, whole.length);
        return proof(text.substring(0, dot), named)
                .filter(proof -> Tokens.same(proof, shown))
                .map(proof -> read(named))
                .filter(read -> clock.instant().isBefore(read.writtenAt().plus(LIFE)));
    }

    private static Read read(byte[] named) {
        ByteBuffer all = ByteBuffer.wrap(named);
        return new Read(new AccountId(new UUID(all.getLong(), all.getLong())), Instant.ofEpochSecond(all.getLong()));
    }
}
