package dev.sallyport.account;

import dev.sallyport.base.who.AccountId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class ObjectionStore {
    record Row(Objections.Change change, @Nullable UUID contact, Instant changedAt, Instant until) {}

    private final JdbcClient jdbc;

    ObjectionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(AccountId account, byte[] tokenHash, Row row) {
        jdbc.sql("""
                INSERT INTO objection (account_id, token_hash, change, contact_id, changed_at, until)
                VALUES (:account, :hash, :change, :contact, :changed, :until)
                """)
                .param("account", account.value())
                .param("hash", tokenHash)
                .param("change", row.change().stored())
                .param("contact", row.contact(), java.sql.Types.OTHER)
                .param("changed", Timestamp.from(row.changedAt()))
                .param("until", Timestamp.from(row.until()))
                .update();
    }

    Optional<Row> find(AccountId account, byte[] tokenHash, Instant now) {
        return jdbc.sql("""
                SELECT change, contact_id, changed_at, until FROM objection
                WHERE account_id = :account AND token_hash = :hash AND used_at IS NULL AND until > :now
                """)
                .param("account", account.value())
                .param("hash", tokenHash)
                .param("now", Timestamp.from(now))
                .query((row, n) -> new Row(
                        Objections.Change.of(row.getString("change")),
                        row.getObject("contact_id", UUID.class),
                        row.getTimestamp("changed_at").toInstant(),
                        row.getTimestamp("until").toInstant()))
                .optional();
    }

    boolean use(AccountId account, byte[] tokenHash, Instant now) {
        return jdbc.sql("""
                UPDATE objection SET used_at = :now
                WHERE account_id = :account AND token_hash = :hash AND used_at IS NULL AND until > :now
                """)
                        .param("account", account.value())
                        .param("hash", tokenHash)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    void erase(AccountId account) {
        jdbc.sql("DELETE FROM objection WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }
}
