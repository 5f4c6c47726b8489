package dev.sallyport.session;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class SessionStore {
    /// A session with what only the store knows of it.
    record Row(
            Session session,
            byte[] tokenHash,
            byte[] seenClosed,
            @Nullable Binding binding) {}

    /// @param key the browser's public key as a JWK
    record Binding(String key, Instant since) {}

    private static final String COLUMNS = """
            account_id, session_id, device_id, token_hash, seen_closed, proofs, shared, idle_seconds, opened_at,
            proven_at, last_used_at, expires_at, held_at, binding_key, bound_at
            """;

    private final JdbcClient jdbc;

    SessionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Row row) {
        Session s = row.session();
        jdbc.sql("""
                INSERT INTO session (account_id, session_id, device_id, token_hash, seen_closed, proofs, shared,
                    idle_seconds, opened_at, proven_at, last_used_at, expires_at)
                VALUES (:account, :session, :device, :hash, :seen, :proofs, :shared,
                    :idle, :opened, :proven, :used, :expires)
                """)
                .param("account", s.account().value())
                .param("session", s.id().value())
                .param("device", s.device() == null ? null : s.device().value(), java.sql.Types.OTHER)
                .param("hash", row.tokenHash())
                .param("seen", row.seenClosed())
                .param("proofs", Session.Given.write(s.given()))
                .param("shared", s.shared())
                .param("idle", s.idle().toSeconds())
                .param("opened", Timestamp.from(s.openedAt()))
                .param("proven", Timestamp.from(s.provenAt()))
                .param("used", Timestamp.from(s.lastUsedAt()))
                .param("expires", Timestamp.from(s.expiresAt()))
                .update();
    }

    Optional<Row> find(AccountId account, SessionId session) {
        return jdbc.sql("SELECT " + COLUMNS + """
                FROM session WHERE account_id = :account AND session_id = :session AND ended_at IS NULL
                """)
                .param("account", account.value())
                .param("session", session.value())
                .query(SessionStore::row)
                .optional();
    }

    List<Row> live(AccountId account, Instant now) {
        return jdbc.sql("SELECT " + COLUMNS + """
                FROM session
                WHERE account_id = :account AND ended_at IS NULL AND expires_at > :now
                    AND last_used_at + idle_seconds * interval '1 second' > :now
                ORDER BY last_used_at DESC, session_id
                """)
                .param("account", account.value())
                .param("now", Timestamp.from(now))
                .query(SessionStore::row)
                .list();
    }

    /// The live sessions beyond the most that the account may have, those unused for longest.
    List<SessionId> surplus(AccountId account, int most, Instant now) {
        return jdbc.sql("""
                SELECT session_id FROM session
                WHERE account_id = :account AND ended_at IS NULL AND expires_at > :now
                    AND last_used_at + idle_seconds * interval '1 second' > :now
                ORDER BY last_used_at DESC, session_id
                OFFSET :most
                """)
                .param("account", account.value())
                .param("most", most)
                .param("now", Timestamp.from(now))
                .query((row, n) -> new SessionId(row.getObject("session_id", UUID.class)))
                .list();
    }

    /// Writes the use down unless that was done within the last minute.
    boolean touch(AccountId account, SessionId session, Instant now) {
        return jdbc.sql("""
                UPDATE session SET last_used_at = :now
                WHERE account_id = :account AND session_id = :session AND ended_at IS NULL
                    AND last_used_at <= cast(:now AS timestamptz) - interval '1 minute'
                """)
                        .param("account", account.value())
                        .param("session", session.value())
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /// A new token for the same session, if it still has the token that was presented. What was seen now is what it
    /// will be compared with; a key that was not shown now is no longer asked for.
    boolean rotate(Session renewed, byte[] from, byte[] to, byte[] seenClosed) {
        return jdbc.sql("""
                UPDATE session SET token_hash = :to, proven_at = :now, last_used_at = :now, proofs = :proofs,
                    seen_closed = :seen, held_at = NULL,
                    binding_key = CASE WHEN :bound THEN binding_key END,
                    bound_at = CASE WHEN :bound THEN bound_at END
                WHERE account_id = :account AND session_id = :session AND token_hash = :from AND ended_at IS NULL
                """)
                        .param("account", renewed.account().value())
                        .param("session", renewed.id().value())
                        .param("from", from)
                        .param("to", to)
                        .param("seen", seenClosed)
                        .param("bound", renewed.bound())
                        .param("proofs", Session.Given.write(renewed.given()))
                        .param("now", Timestamp.from(renewed.provenAt()))
                        .update()
                == 1;
    }

    /// Holds a session that was shown by this token. One of many requests at once is told that it did.
    boolean hold(AccountId account, SessionId session, byte[] tokenHash, Instant now) {
        return jdbc.sql("""
                UPDATE session SET held_at = :now
                WHERE account_id = :account AND session_id = :session AND token_hash = :hash
                    AND held_at IS NULL AND ended_at IS NULL
                """)
                        .param("account", account.value())
                        .param("session", session.value())
                        .param("hash", tokenHash)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /// Ended or not.
    boolean isHeld(AccountId account, SessionId session) {
        return jdbc.sql("""
                SELECT 1 FROM session
                WHERE account_id = :account AND session_id = :session AND held_at IS NOT NULL
                """)
                .param("account", account.value())
                .param("session", session.value())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /// Locks one that is neither over nor held; whoever would change it waits.
    boolean pin(AccountId account, SessionId session, Instant now) {
        return jdbc.sql("""
                SELECT 1 FROM session
                WHERE account_id = :account AND session_id = :session
                    AND ended_at IS NULL AND held_at IS NULL AND expires_at > :now
                FOR SHARE
                """)
                .param("account", account.value())
                .param("session", session.value())
                .param("now", Timestamp.from(now))
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    record Name(AccountId account, SessionId session) {}

    /// Held, and run out before a proof was given again; some at a time.
    List<Name> heldAndOver(Instant now) {
        return jdbc.sql("""
                SELECT account_id, session_id FROM session
                WHERE held_at IS NOT NULL AND ended_at IS NULL
                    AND (expires_at <= :now OR last_used_at + idle_seconds * interval '1 second' <= :now)
                ORDER BY held_at LIMIT 500
                """)
                .param("now", Timestamp.from(now))
                .query((row, n) -> new Name(
                        new AccountId(row.getObject("account_id", UUID.class)),
                        new SessionId(row.getObject("session_id", UUID.class))))
                .list();
    }

    /// The first key that is shown for a session is the only one.
    boolean bind(AccountId account, SessionId session, byte[] tokenHash, String key, Instant now) {
        return jdbc.sql("""
                UPDATE session SET binding_key = :key, bound_at = :now, binding_spent = NULL
                WHERE account_id = :account AND session_id = :session AND token_hash = :hash
                    AND binding_key IS NULL AND held_at IS NULL AND ended_at IS NULL
                """)
                        .param("account", account.value())
                        .param("session", session.value())
                        .param("hash", tokenHash)
                        .param("key", key)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /// Uses a challenge up, and with it every older one.
    boolean spend(AccountId account, SessionId session, String key, Instant issued) {
        return jdbc.sql("""
                UPDATE session SET binding_spent = :issued
                WHERE account_id = :account AND session_id = :session AND binding_key = :key AND ended_at IS NULL
                    AND (binding_spent IS NULL OR binding_spent < :issued)
                """)
                        .param("account", account.value())
                        .param("session", session.value())
                        .param("key", key)
                        .param("issued", Timestamp.from(issued))
                        .update()
                == 1;
    }

    boolean end(AccountId account, SessionId session, String reason, Instant now) {
        return jdbc.sql("""
                UPDATE session SET ended_at = :now, end_reason = :reason
                WHERE account_id = :account AND session_id = :session AND ended_at IS NULL
                """)
                        .param("account", account.value())
                        .param("session", session.value())
                        .param("reason", reason)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /// Ends all but one; `keep` may be an id that no session has.
    List<SessionId> endAllBut(AccountId account, UUID keep, String reason, Instant now) {
        return jdbc.sql("""
                UPDATE session SET ended_at = :now, end_reason = :reason
                WHERE account_id = :account AND session_id <> :keep AND ended_at IS NULL
                RETURNING session_id
                """)
                .param("account", account.value())
                .param("keep", keep)
                .param("reason", reason)
                .param("now", Timestamp.from(now))
                .query((row, n) -> new SessionId(row.getObject("session_id", UUID.class)))
                .list();
    }

    List<SessionId> endOnDevice(AccountId account, DeviceId device, String reason, Instant now) {
        return jdbc.sql("""
                UPDATE session SET ended_at = :now, end_reason = :reason
                WHERE account_id = :account AND device_id = :device AND ended_at IS NULL
                RETURNING session_id
                """)
                .param("account", account.value())
                .param("device", device.value())
                .param("reason", reason)
                .param("now", Timestamp.from(now))
                .query((row, n) -> new SessionId(row.getObject("session_id", UUID.class)))
                .list();
    }

    /// Ended and expired sessions are of no use after a while; the record of facts keeps what happened.
    int forget(Instant before) {
        return jdbc.sql("DELETE FROM session WHERE expires_at < :before")
                .param("before", Timestamp.from(before))
                .update();
    }

    void erase(AccountId account) {
        jdbc.sql("DELETE FROM session WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }

    private static Row row(ResultSet row, int n) throws SQLException {
        UUID device = row.getObject("device_id", UUID.class);
        String key = row.getString("binding_key");
        var session = new Session(
                new AccountId(row.getObject("account_id", UUID.class)),
                new SessionId(row.getObject("session_id", UUID.class)),
                device == null ? null : new DeviceId(device),
                Session.Given.read(row.getString("proofs")),
                row.getBoolean("shared"),
                Duration.ofSeconds(row.getInt("idle_seconds")),
                row.getTimestamp("opened_at").toInstant(),
                row.getTimestamp("proven_at").toInstant(),
                row.getTimestamp("last_used_at").toInstant(),
                row.getTimestamp("expires_at").toInstant(),
                row.getTimestamp("held_at") != null,
                key != null);
        return new Row(
                session,
                row.getBytes("token_hash"),
                row.getBytes("seen_closed"),
                key == null
                        ? null
                        : new Binding(key, row.getTimestamp("bound_at").toInstant()));
    }
}
