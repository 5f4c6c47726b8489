package dev.sallyport.account;

import dev.sallyport.base.who.AccountId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class LockStore {
    private final JdbcClient jdbc;

    LockStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The settings lock, in force or waiting for its release. One whose release has come is none.
    Optional<Locks.Settings> settings(AccountId account, Instant now) {
        return jdbc.sql("""
                SELECT locked_at, wait_days, release_at FROM settings_lock
                WHERE account_id = :account AND (release_at IS NULL OR release_at > :now)
                """)
                .param("account", account.value())
                .param("now", Timestamp.from(now))
                .query((row, n) -> new Locks.Settings(
                        row.getTimestamp("locked_at").toInstant(),
                        row.getInt("wait_days"),
                        row.getTimestamp("release_at") == null
                                ? null
                                : row.getTimestamp("release_at").toInstant()))
                .optional();
    }

    /// Whether a settings lock was set at this time or later, whether or not it has been released since.
    boolean wasLockedSince(AccountId account, Instant at) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM settings_lock WHERE account_id = :account AND locked_at >= :at)")
                .param("account", account.value())
                .param("at", Timestamp.from(at))
                .query(Boolean.class)
                .single();
    }

    /// Locks, or makes the wait of the lock that is there longer. A release that waits is over.
    void lockSettings(AccountId account, int days, Instant now) {
        jdbc.sql("""
                INSERT INTO settings_lock AS l (account_id, locked_at, wait_days)
                VALUES (:account, :now, :days)
                ON CONFLICT (account_id) DO UPDATE SET
                    wait_days = CASE WHEN l.release_at <= :now THEN excluded.wait_days
                        ELSE greatest(l.wait_days, excluded.wait_days) END,
                    locked_at = CASE WHEN l.release_at <= :now THEN excluded.locked_at ELSE l.locked_at END,
                    release_at = NULL
                """)
                .param("account", account.value())
                .param("now", Timestamp.from(now))
                .param("days", days)
                .update();
    }

    /// Begins the wait. False when there is no lock, or it waits already: asking again makes nothing shorter.
    boolean askRelease(AccountId account, Instant now) {
        return jdbc.sql("""
                UPDATE settings_lock SET release_at = CAST(:now AS timestamptz) + wait_days * interval '24 hours'
                WHERE account_id = :account AND release_at IS NULL
                """)
                        .param("account", account.value())
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /// False when nothing waits any more.
    boolean keepLocked(AccountId account, Instant now) {
        return jdbc.sql("""
                UPDATE settings_lock SET release_at = NULL WHERE account_id = :account AND release_at > :now
                """)
                        .param("account", account.value())
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    Optional<Instant> withdrawals(AccountId account, Instant now) {
        return jdbc.sql("SELECT until FROM withdrawal_lock WHERE account_id = :account AND until > :now")
                .param("account", account.value())
                .param("now", Timestamp.from(now))
                .query((row, n) -> row.getTimestamp("until").toInstant())
                .optional();
    }

    /// What ends later stays, and what is stricter.
    void lockWithdrawals(AccountId account, Instant now, Instant until, boolean early) {
        jdbc.sql("""
                INSERT INTO withdrawal_lock AS l (account_id, locked_at, until, early)
                VALUES (:account, :now, :until, :early)
                ON CONFLICT (account_id) DO UPDATE SET
                    locked_at = excluded.locked_at,
                    until = greatest(l.until, excluded.until),
                    early = excluded.early AND (l.early OR l.until <= :now)
                """)
                .param("account", account.value())
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(until))
                .param("early", early)
                .update();
    }

    boolean mayEndEarly(AccountId account, Instant now) {
        return jdbc.sql("""
                SELECT EXISTS (SELECT FROM withdrawal_lock WHERE account_id = :account AND until > :now AND early)
                """)
                .param("account", account.value())
                .param("now", Timestamp.from(now))
                .query(Boolean.class)
                .single();
    }

    /// The holder ends what he has allowed himself to end; of many at once one does.
    boolean endWithdrawals(AccountId account, Instant now) {
        return jdbc.sql("""
                UPDATE withdrawal_lock SET until = :now WHERE account_id = :account AND until > :now AND early
                """)
                        .param("account", account.value())
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /// The holder opens his settings with his master key; of many at once one does.
    boolean openSettings(AccountId account, Instant now) {
        return jdbc.sql("""
                UPDATE settings_lock SET release_at = :now
                WHERE account_id = :account AND (release_at IS NULL OR release_at > :now)
                """)
                        .param("account", account.value())
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    void erase(AccountId account) {
        jdbc.sql("DELETE FROM settings_lock WHERE account_id = :account")
                .param("account", account.value())
                .update();
        jdbc.sql("DELETE FROM withdrawal_lock WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }
}
