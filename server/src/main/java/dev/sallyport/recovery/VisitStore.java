package dev.sallyport.recovery;

import dev.sallyport.base.who.AccountId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class VisitStore {
    private final JdbcClient jdbc;

    VisitStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Visit visit, Instant until) {
        jdbc.sql("""
                INSERT INTO recovery_visit (account_id, token_hash, stale, until)
                VALUES (:account, :hash, :stale, :until)
                """)
                .param("account", visit.account().value())
                .param("hash", visit.tokenHash())
                .param("stale", visit.stale())
                .param("until", Timestamp.from(until))
                .update();
    }

    Optional<Visit> find(AccountId account, byte[] hash, Instant now) {
        return jdbc.sql("""
                SELECT stale, second FROM recovery_visit
                WHERE account_id = :account AND token_hash = :hash AND until > :now
                """)
                .param("account", account.value())
                .param("hash", hash)
                .param("now", Timestamp.from(now))
                .query((row, n) -> new Visit(account, hash, row.getBoolean("stale"), row.getString("second")))
                .optional();
    }

    void second(Visit visit, String second) {
        jdbc.sql("""
                UPDATE recovery_visit SET second = :second WHERE account_id = :account AND token_hash = :hash
                """)
                .param("account", visit.account().value())
                .param("hash", visit.tokenHash())
                .param("second", second)
                .update();
    }

    /// What any browser has shown of the account counts no more.
    void endAll(AccountId account) {
        jdbc.sql("DELETE FROM recovery_visit WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }

    int forget(Instant before) {
        return jdbc.sql("DELETE FROM recovery_visit WHERE until < :before")
                .param("before", Timestamp.from(before))
                .update();
    }
}
