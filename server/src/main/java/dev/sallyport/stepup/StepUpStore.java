package dev.sallyport.stepup;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.SessionId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class StepUpStore {
    /// @param keptClosed the request, closed under the account's key
    record Row(StepUp stepUp, byte[] keptClosed) {}

    private final JdbcClient jdbc;

    StepUpStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(AccountId account, SessionId session, Row row) {
        StepUp s = row.stepUp();
        jdbc.sql("""
                INSERT INTO step_up (account_id, step_up_id, session_id, act, request_hash, kept_closed, until)
                VALUES (:account, :id, :session, :act, :hash, :kept, :until)
                """)
                .param("account", account.value())
                .param("id", s.id())
                .param("session", session.value())
                .param("act", s.act().name())
                .param("hash", s.hash())
                .param("kept", row.keptClosed())
                .param("until", Timestamp.from(s.until()))
                .update();
    }

    Optional<Row> find(AccountId account, SessionId session, UUID id, Instant now) {
        return jdbc.sql("""
                SELECT step_up_id, act, request_hash, kept_closed, proven_at, until FROM step_up
                WHERE account_id = :account AND step_up_id = :id AND session_id = :session AND until > :now
                    AND used_at IS NULL
                """)
                .param("account", account.value())
                .param("id", id)
                .param("session", session.value())
                .param("now", Timestamp.from(now))
                .query((row, n) -> new Row(
                        new StepUp(
                                row.getObject("step_up_id", UUID.class),
                                Act.valueOf(row.getString("act")),
                                row.getBytes("request_hash"),
                                row.getTimestamp("proven_at") != null,
                                row.getTimestamp("until").toInstant()),
                        row.getBytes("kept_closed")))
                .optional();
    }

    /// Notes that it is proven. False when it was proven, used or forgotten meanwhile.
    boolean give(AccountId account, UUID id, Instant now) {
        return jdbc.sql("""
                UPDATE step_up SET proven_at = :now
                WHERE account_id = :account AND step_up_id = :id AND proven_at IS NULL AND used_at IS NULL
                    AND until > :now
                """)
                        .param("account", account.value())
                        .param("id", id)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /// Uses it up for exactly this act and content. Of many at once exactly one gets true.
    boolean use(AccountId account, SessionId session, UUID id, Act act, byte[] hash, Instant now) {
        return jdbc.sql("""
                UPDATE step_up SET used_at = :now, kept_closed = ''
                WHERE account_id = :account AND step_up_id = :id AND session_id = :session AND act = :act
                    AND request_hash = :hash AND proven_at IS NOT NULL AND used_at IS NULL AND until > :now
                """)
                        .param("account", account.value())
                        .param("id", id)
                        .param("session", session.value())
                        .param("act", act.name())
                        .param("hash", hash)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    int forget(Instant before) {
        return jdbc.sql("DELETE FROM step_up WHERE until < :before")
                .param("before", Timestamp.from(before))
                .update();
    }

    void erase(AccountId account) {
        jdbc.sql("DELETE FROM step_up WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }
}
