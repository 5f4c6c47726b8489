package dev.sallyport.recovery;

import dev.sallyport.base.who.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class RecoveryStore {
    private static final String COLUMNS =
            "SELECT account_id, recovery_id, unlocks, alone, began_at, ready_at, until FROM recovery ";

    private final JdbcClient jdbc;

    RecoveryStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The one that waits or is ready; there is one at most.
    Optional<Recovery> open(AccountId account, Instant now) {
        return jdbc.sql(COLUMNS + "WHERE account_id = :account AND state = 'WAITING' AND until > :now")
                .param("account", account.value())
                .param("now", Timestamp.from(now))
                .query(RecoveryStore::row)
                .optional();
    }

    /// False when another one was begun at the same moment.
    boolean insert(Recovery one, byte[] cancelHash) {
        return jdbc.sql("""
                INSERT INTO recovery
                    (account_id, recovery_id, state, unlocks, alone, began_at, ready_at, until, cancel_hash)
                VALUES (:account, :id, 'WAITING', :unlocks, :alone, :began, :ready, :until, :cancel)
                ON CONFLICT (account_id) WHERE state = 'WAITING' DO NOTHING
                """)
                        .param("account", one.account().value())
                        .param("id", one.id())
                        .param("unlocks", one.unlocks())
                        .param("alone", one.alone())
                        .param("began", Timestamp.from(one.beganAt()))
                        .param("ready", Timestamp.from(one.readyAt()))
                        .param("until", Timestamp.from(one.until()))
                        .param("cancel", cancelHash)
                        .update()
                == 1;
    }

    Optional<Recovery> byCancellation(AccountId account, byte[] cancelHash, Instant now) {
        return jdbc.sql(COLUMNS + """
                WHERE account_id = :account AND cancel_hash = :cancel AND state = 'WAITING' AND until > :now
                """)
                .param("account", account.value())
                .param("cancel", cancelHash)
                .param("now", Timestamp.from(now))
                .query(RecoveryStore::row)
                .optional();
    }

    /// Uses it up: of many at once exactly one gets true.
    boolean finish(Recovery one, Instant now) {
        return jdbc.sql("""
                UPDATE recovery SET state = 'DONE'
                WHERE account_id = :account AND recovery_id = :id AND state = 'WAITING' AND ready_at <= :now
                    AND until > :now
                """)
                        .param("account", one.account().value())
                        .param("id", one.id())
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /// Of many at once exactly one gets true.
    boolean cancel(Recovery one) {
        return jdbc.sql("""
                UPDATE recovery SET state = 'CANCELLED'
                WHERE account_id = :account AND recovery_id = :id AND state = 'WAITING'
                """)
                        .param("account", one.account().value())
                        .param("id", one.id())
                        .update()
                == 1;
    }

    /// Those whose time is over make room for another, and so do those from before the doors were closed.
    void endOld(AccountId account, Instant now, boolean frozen) {
        jdbc.sql("""
                UPDATE recovery SET state = 'CANCELLED'
                WHERE account_id = :account AND state = 'WAITING' AND (until <= :now OR unlocks <> :frozen)
                """)
                .param("account", account.value())
                .param("now", Timestamp.from(now))
                .param("frozen", frozen)
                .update();
    }

    int forget(Instant before) {
        return jdbc.sql("DELETE FROM recovery WHERE until < :before")
                .param("before", Timestamp.from(before))
                .update();
    }

    /// Newest first.
    List<Recovery> list(AccountId account) {
        return jdbc.sql(COLUMNS + "WHERE account_id = :account ORDER BY recovery_id DESC")
                .param("account", account.value())
                .query(RecoveryStore::row)
                .list();
    }

    void erase(AccountId account) {
        jdbc.sql("DELETE FROM recovery WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }

    private static Recovery row(ResultSet row, int n) throws SQLException {
        return new Recovery(
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getObject("recovery_id", UUID.class),
                row.getBoolean("unlocks"),
                row.getBoolean("alone"),
                row.getTimestamp("began_at").toInstant(),
                row.getTimestamp("ready_at").toInstant(),
                row.getTimestamp("until").toInstant());
    }
}
