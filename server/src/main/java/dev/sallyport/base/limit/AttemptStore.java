package dev.sallyport.base.limit;

import dev.sallyport.base.limit.Attempts.Lane;
import dev.sallyport.base.who.AccountId;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class AttemptStore {
    record Held(int failures, Instant until) {}

    private final JdbcClient jdbc;

    AttemptStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Counts one more failure unless the lane must wait or is closed. The wait grows with the count it stores;
    /// what has none is free since ever, so that nobody whose clock is a little behind must wait for it.
    Optional<Integer> reserve(Lane lane, Instant now, int free, int most, Duration firstWait, Duration longestWait) {
        return jdbc.sql("""
                INSERT INTO attempt AS a (account_id, authenticator, lane, failures, blocked_until, updated_at)
                VALUES (:account, :authenticator, :lane, 1, 'epoch', :now)
                ON CONFLICT (account_id, authenticator, lane) DO UPDATE
                SET failures = a.failures + 1,
                    updated_at = :now,
                    blocked_until = CASE WHEN a.failures + 1 < :free THEN a.blocked_until
                        ELSE cast(:now AS timestamptz) + least(:longest, :first * 2 ^ least(20, a.failures + 1 - :free)) * interval '1 second'
                        END
                WHERE a.blocked_until <= :now AND a.failures < :most
                RETURNING failures
                """)
                .param("account", lane.account().value())
                .param("authenticator", lane.authenticator())
                .param("lane", lane.id())
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
    Held held(Lane lane) {
        return jdbc.sql("""
                SELECT failures, blocked_until FROM attempt
                WHERE account_id = :account AND authenticator = :authenticator AND lane = :lane
                """)
                .param("account", lane.account().value())
                .param("authenticator", lane.authenticator())
                .param("lane", lane.id())
                .query((row, n) -> new Held(
                        row.getInt("failures"),
                        row.getTimestamp("blocked_until").toInstant()))
                .optional()
                .orElse(new Held(0, Instant.EPOCH));
    }

    /// One try less. The wait that it brought is over, unless another try of the lane has brought one since.
    void giveBack(Lane lane, int failures, int free) {
        jdbc.sql("""
                UPDATE attempt
                SET failures = failures - 1,
                    blocked_until = CASE WHEN failures = :failures OR failures - 1 < :free
                        THEN 'epoch' ELSE blocked_until END
                WHERE account_id = :account AND authenticator = :authenticator AND lane = :lane AND failures > 0
                """)
                .param("account", lane.account().value())
                .param("authenticator", lane.authenticator())
                .param("lane", lane.id())
                .param("failures", failures)
                .param("free", free)
                .update();
    }

    void takeOff(Lane lane, int failures) {
        jdbc.sql("""
                UPDATE attempt SET failures = greatest(0, failures - :failures)
                WHERE account_id = :account AND authenticator = :authenticator AND lane = :lane
                """)
                .param("account", lane.account().value())
                .param("authenticator", lane.authenticator())
                .param("lane", lane.id())
                .param("failures", failures)
                .update();
    }

    /// @return how many failures the lane had
    int clear(Lane lane) {
        return jdbc.sql("""
                DELETE FROM attempt
                WHERE account_id = :account AND authenticator = :authenticator AND lane = :lane
                RETURNING failures
                """)
                .param("account", lane.account().value())
                .param("authenticator", lane.authenticator())
                .param("lane", lane.id())
                .query(Integer.class)
                .optional()
                .orElse(0);
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
