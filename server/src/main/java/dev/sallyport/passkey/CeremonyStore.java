package dev.sallyport.passkey;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.who.AccountId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Challenges and their one answer (W-1). A challenge is bound to what it was made for: the purpose, the account if
/// there is one, and whatever the caller names, such as a session or an act with all that was sent with it.
@Component
class CeremonyStore {
    private static final int CHALLENGE_BYTES = 32;

    /// For whoever is not known yet.
    static final AccountId NOBODY = new AccountId(new UUID(0, 0));

    enum Purpose {
        REGISTRATION,
        /// A sign-in in which the passkey says who it is.
        ANYONE,
        /// A sign-in with an identifier, whether somebody has it or not.
        IDENTIFIER,
        /// Somebody who is known: a second proof, or one for an act.
        HOLDER,
        /// Somebody who is known, for a payment whose hash the challenge ends with.
        PAYMENT
    }

    /// @param account who the challenge was made for; [#NOBODY] when that was not known
    /// @param begun when it was made
    record Taken(AccountId account, Purpose purpose, Instant begun) {}

    private final JdbcClient jdbc;
    private final Clock clock;

    CeremonyStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// A new challenge.
    byte[] begin(AccountId account, Purpose purpose, byte[] bound) {
        return begin(account, purpose, bound, new byte[0]);
    }

    /// A new challenge that ends with what is signed for.
    byte[] begin(AccountId account, Purpose purpose, byte[] bound, byte[] end) {
        byte[] random = Tokens.random(CHALLENGE_BYTES);
        byte[] challenge = Arrays.copyOf(random, CHALLENGE_BYTES + end.length);
        System.arraycopy(end, 0, challenge, CHALLENGE_BYTES, end.length);
        jdbc.sql("""
                INSERT INTO passkey_ceremony (account_id, challenge_hash, purpose, bound_hash, until)
                VALUES (:account, :challenge, :purpose, :bound, :until)
                """)
                .param("account", account.value())
                .param("challenge", Tokens.hash(challenge))
                .param("purpose", purpose.name())
                .param("bound", Tokens.hash(bound))
                .param("until", Timestamp.from(clock.instant().plus(RelyingParty.PATIENCE)))
                .update();
        return challenge;
    }

    /// Takes the challenge that is answered: of many answers to one exactly one gets it, right or wrong.
    ///
    /// @param expected who must be meant, where that is known
    Optional<Taken> take(@Nullable AccountId expected, byte[] challenge, byte[] bound, Purpose... purposes) {
        List<UUID> accounts = expected == null ? List.of(NOBODY.value()) : List.of(NOBODY.value(), expected.value());
        return jdbc.sql("""
                DELETE FROM passkey_ceremony
                WHERE account_id IN (:accounts) AND challenge_hash = :challenge AND bound_hash = :bound
                    AND purpose IN (:purposes) AND until > :now
                RETURNING account_id, purpose, until
                """)
                .param("accounts", accounts)
                .param("challenge", Tokens.hash(challenge))
                .param("bound", Tokens.hash(bound))
                .param("purposes", Arrays.stream(purposes).map(Enum::name).toList())
                .param("now", Timestamp.from(clock.instant()))
                .query((row, n) -> new Taken(
                        new AccountId(row.getObject("account_id", UUID.class)),
                        Purpose.valueOf(row.getString("purpose")),
                        row.getTimestamp("until").toInstant().minus(RelyingParty.PATIENCE)))
                .optional();
    }

    int forget(Instant before) {
        return jdbc.sql("DELETE FROM passkey_ceremony WHERE until < :before")
                .param("before", Timestamp.from(before))
                .update();
    }

    void erase(AccountId account) {
        jdbc.sql("DELETE FROM passkey_ceremony WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }
}
