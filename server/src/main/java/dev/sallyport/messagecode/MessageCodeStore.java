package dev.sallyport.messagecode;

import dev.sallyport.base.who.AccountId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class MessageCodeStore {
    /// @param proof its id in the list of all proofs
    record On(UUID contact, UUID proof, Instant since) {}

    private final JdbcClient jdbc;

    MessageCodeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(AccountId account, On on) {
        jdbc.sql("""
                INSERT INTO message_code (account_id, contact_id, proof_id, turned_on_at)
                VALUES (:account, :contact, :proof, :now)
                """)
                .param("account", account.value())
                .param("contact", on.contact())
                .param("proof", on.proof())
                .param("now", Timestamp.from(on.since()))
                .update();
    }

    Optional<On> find(AccountId account) {
        return jdbc.sql("SELECT contact_id, proof_id, turned_on_at FROM message_code WHERE account_id = :account")
                .param("account", account.value())
                .query((row, n) -> new On(
                        row.getObject("contact_id", UUID.class),
                        row.getObject("proof_id", UUID.class),
                        row.getTimestamp("turned_on_at").toInstant()))
                .optional();
    }

    boolean delete(AccountId account, UUID proof) {
        return jdbc.sql("DELETE FROM message_code WHERE account_id = :account AND proof_id = :proof")
                        .param("account", account.value())
                        .param("proof", proof)
                        .update()
                == 1;
    }

    /// A block only ever gets longer.
    void block(AccountId account, String reason, Instant now) {
        jdbc.sql("""
                INSERT INTO message_code_block AS b (account_id, reason, blocked_at) VALUES (:account, :reason, :now)
                ON CONFLICT (account_id) DO UPDATE SET reason = excluded.reason, blocked_at = excluded.blocked_at
                WHERE b.blocked_at < excluded.blocked_at
                """)
                .param("account", account.value())
                .param("reason", reason)
                .param("now", Timestamp.from(now))
                .update();
    }

    Optional<Instant> blockedAt(AccountId account) {
        return jdbc.sql("SELECT blocked_at FROM message_code_block WHERE account_id = :account")
                .param("account", account.value())
                .query((row, n) -> row.getTimestamp("blocked_at").toInstant())
                .optional();
    }

    void erase(AccountId account) {
        jdbc.sql("DELETE FROM message_code WHERE account_id = :account")
                .param("account", account.value())
                .update();
        jdbc.sql("DELETE FROM message_code_block WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }
}
