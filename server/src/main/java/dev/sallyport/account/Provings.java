package dev.sallyport.account;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Secret;
import dev.sallyport.base.who.Uuid7;
import dev.sallyport.wire.ErrorCode;
import java.nio.ByteBuffer;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Proofs given in a sign-in that is not finished yet. Whoever checks a proof notes it here; whoever leads
/// the sign-in reads what has been given. Neither calls the other: the browser goes between them.
@Component
public final class Provings {
    private static final Duration LIFE = Duration.ofMinutes(15);
    private static final int BYTES = 32 + Tokens.TOKEN_BYTES;

    private final JdbcClient jdbc;
    private final Clock clock;

    Provings(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// What has been proven so far.
    ///
    /// @param given names of proofs, oldest first
    public record Proving(AccountId account, UUID id, List<String> given) {}

    /// Begins with a first proof.
    ///
    /// @return the token that carries it on, for the browser's cookie
    public Secret open(AccountId account, UUID id, String firstProof) {
        ByteBuffer all = ByteBuffer.allocate(BYTES);
        all.putLong(account.value().getMostSignificantBits())
                .putLong(account.value().getLeastSignificantBits());
        all.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        all.put(Tokens.random(Tokens.TOKEN_BYTES));
        jdbc.sql("""
                INSERT INTO proving (account_id, proving_id, token_hash, given, until)
                VALUES (:account, :id, :hash, :given, :until)
                """)
                .param("account", account.value())
                .param("id", id)
                .param("hash", Tokens.hash(all.array()))
                .param("given", firstProof)
                .param("until", Timestamp.from(clock.instant().plus(LIFE)))
                .update();
        return new Secret(Tokens.encode(all.array()));
    }

    public static UUID newId(Instant now) {
        return Uuid7.at(now.toEpochMilli());
    }

    public Optional<Proving> find(Secret token) {
        byte[] bytes = read(token);
        if (bytes.length != BYTES) {
            return Optional.empty();
        }
        ByteBuffer all = ByteBuffer.wrap(bytes);
        var account = new AccountId(new UUID(all.getLong(), all.getLong()));
        var id = new UUID(all.getLong(), all.getLong());
        return jdbc.sql("""
                SELECT given FROM proving
                WHERE account_id = :account AND proving_id = :id AND token_hash = :hash AND until > :now
                """)
                .param("account", account.value())
                .param("id", id)
                .param("hash", Tokens.hash(bytes))
                .param("now", Timestamp.from(clock.instant()))
                .query(String.class)
                .optional()
                .map(given -> new Proving(account, id, List.of(given.split(" "))));
    }

    private static byte[] read(Secret token) {
        try {
            return Base64.getUrlDecoder().decode(token.reveal());
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /// Notes one more proof, in the caller's transaction. Of two at once neither is lost.
    ///
    /// @throws Refused `CONFLICT` when the sign-in is over; nothing of the transaction may be kept then
    public void give(Proving proving, String proof) {
        int noted = jdbc.sql("""
                UPDATE proving SET given = given || ' ' || :proof
                WHERE account_id = :account AND proving_id = :id AND until > :now
                """)
                .param("account", proving.account().value())
                .param("id", proving.id())
                .param("proof", proof)
                .param("now", Timestamp.from(clock.instant()))
                .update();
        if (noted == 0) {
            throw new Refused(ErrorCode.CONFLICT, "the sign-in ended meanwhile");
        }
    }

    /// Ends it, to do once what it was for. Of many at once exactly one gets true.
    public boolean consume(Proving proving) {
        return jdbc.sql("DELETE FROM proving WHERE account_id = :account AND proving_id = :id AND until > :now")
                        .param("account", proving.account().value())
                        .param("id", proving.id())
                        .param("now", Timestamp.from(clock.instant()))
                        .update()
                == 1;
    }

    int forget(Instant before) {
        return jdbc.sql("DELETE FROM proving WHERE until < :before")
                .param("before", Timestamp.from(before))
                .update();
    }

    void erase(AccountId account) {
        jdbc.sql("DELETE FROM proving WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }
}
