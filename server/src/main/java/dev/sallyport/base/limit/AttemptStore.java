package dev.sallyport.base.limit;

import dev.sallyport.base.who.AccountId;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class AttemptStore {
    record Held(int failures, Instant until) {}

    private final JdbcClient jdbc;

    AttemptStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Counts one more failure unless the lane must wait or is closed. The wait grows with the count it
    /// stores.
    Optional<Integer> reserve(
            AccountId account,
            String authenticator,
            UUID lane,
            Instant now,
            int free,
            int most,
            Duration firstWait,
            Duration longestWait) {
        return jdbc.sql("""
                INSERT INTO attempt AS a (account_id, authenticator, lane, failures, blocked_until, updated_at)
                VALUES (:account, :authenticator, :lane, 1, :now, :now)
                ON CONFLICT (account_id, authenticator, lane) DO UPDATE
                SET failures = a.failures + 1,
                    updated_at = :now,
                    blocked_until = CASE WHEN a.failures + 1 < :free THEN a.blocked_until
                        ELSE cast(:now AS timestamptz) + least(:longest, :first * 2 ^ least(20, a.failures + 1 - :free)) * interval '1 second'
                        END
                WHERE a.blocked_until <= :now AND a.failures < :most
                RETURNING failures
                """)
                .param("account", account.value())
                .param("authenticator", authenticator)
                .param("lane", lane)
                .param("now", Timestamp.from(now))
                .param("free", free)
                .param("most", most)
                .param("first", firstWait.toSeconds())
                .param("longest", longestWait.toSeconds())
                .query(Integer.class)
                .optional();
    }

    /// Why no try was given. It only reads: a stranger's refused tries must not touch the row that the owner
    /// needs.
    Held held(AccountId account, String authenticator, UUID lane) {
        return jdbc.sql("""
                SELECT failures, blocked_until FROM attempt
                WHERE account_id = :account AND authenticator = :authenticator AND lane = :lane
                """)
                .param("account", account.value())
                .param("authenticator", authenticator)
                .param("lane", lane)
                .query((row, n) -> new Held(
                        row.getInt("failures"),
                        row.getTimestamp("blocked_until").toInstant()))
                .optional()
                .orElse(new Held(0, Instant.EPOCH));
    }

    void clear(AccountId account, String authenticator, UUID lane) {
        jdbc.sql("""
                DELETE FROM attempt
                WHERE account_id = :account AND authenticator = :authenticator AND lane = :lane
                """)
                .param("account", account.value())
                .param("authenticator", authenticator)
                .param("lane", lane)
                .update();
    }

    void clearAll(AccountId account, String authenticator) {
        jdbc.sql("DELETE FROM attempt WHERE account_id = :account AND authenticator = :authenticator")
                .param("account", account.value())
                .param("authenticator", authenticator)
                .update();
    }

    int forget(Instant before) {
        return jdbc.sql("DELETE FROM attempt WHERE updated_at < :before AND failures < 50")
                .param("before", Timestamp.from(before))
                .update();
    }
}
