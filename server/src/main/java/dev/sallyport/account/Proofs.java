package dev.sallyport.account;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Uuid7;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Which proofs an account has, and had. Proofs do not know each other; the rules across them stand here, and
/// each proof writes its own rows in its own transaction.
@Component
public final class Proofs {
    /// The kinds of proof, strongest last; a new one is a new line.
    public enum Kind {
        PASSWORD("pwd");

        private final String amr;

        Kind(String amr) {
            this.amr = amr;
        }

        /// Its name in tokens and answers (RFC 8176).
        public String amr() {
            return amr;
        }
    }

    /// One proof that the account has.
    public record Held(UUID id, Kind kind, Instant boundAt) {}

    private final JdbcClient jdbc;
    private final Clock clock;

    Proofs(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Notes a proof that was bound, in the caller's transaction.
    public void bound(AccountId account, Kind kind) {
        Instant now = clock.instant();
        jdbc.sql("""
                INSERT INTO proof (account_id, proof_id, kind, bound_at) VALUES (:account, :proof, :kind, :now)
                """)
                .param("account", account.value())
                .param("proof", Uuid7.at(now.toEpochMilli()))
                .param("kind", kind.name())
                .param("now", Timestamp.from(now))
                .update();
    }

    /// Notes that every proof of a kind is gone: it was replaced or removed.
    public void removed(AccountId account, Kind kind) {
        jdbc.sql("""
                UPDATE proof SET removed_at = :now
                WHERE account_id = :account AND kind = :kind AND removed_at IS NULL
                """)
                .param("account", account.value())
                .param("kind", kind.name())
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /// What the account has now, oldest first.
    public List<Held> held(AccountId account) {
        return jdbc.sql("""
                SELECT proof_id, kind, bound_at FROM proof
                WHERE account_id = :account AND removed_at IS NULL ORDER BY bound_at, proof_id
                """)
                .param("account", account.value())
                .query((row, n) -> new Held(
                        row.getObject("proof_id", UUID.class),
                        Kind.valueOf(row.getString("kind")),
                        row.getTimestamp("bound_at").toInstant()))
                .list();
    }

    void erase(AccountId account) {
        jdbc.sql("DELETE FROM proof WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }
}
