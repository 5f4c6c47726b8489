package dev.sallyport.account;

import dev.sallyport.base.who.AccountId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class HoldStore {
    private final JdbcClient jdbc;

    HoldStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// What ends later stays; nothing here makes a hold shorter.
    void place(AccountId account, HoldCause cause, Instant now, Instant until) {
        jdbc.sql("""
                INSERT INTO hold AS h (account_id, cause, placed_at, until)
                VALUES (:account, :cause, :now, :until)
                ON CONFLICT (account_id, cause) DO UPDATE
                SET placed_at = excluded.placed_at, until = greatest(h.until, excluded.until)
                """)
                .param("account", account.value())
                .param("cause", cause.label())
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(until))
                .update();
    }

    /// Those in force, the one that ends last first.
    List<Holds.Reason> inForce(AccountId account, Instant now) {
        return jdbc.sql("""
                SELECT cause, until FROM hold WHERE account_id = :account AND until > :now ORDER BY until DESC, cause
                """)
                .param("account", account.value())
                .param("now", Timestamp.from(now))
                .query((row, n) -> new Holds.Reason(
                        HoldCause.of(row.getString("cause")),
                        row.getTimestamp("until").toInstant()))
                .list();
    }

    boolean wasOpenedBefore(AccountId account, Instant at) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM account WHERE account_id = :account AND created_at <= :at)")
                .param("account", account.value())
                .param("at", Timestamp.from(at))
                .query(Boolean.class)
                .single();
    }

    /// Waits for a hold or lock that commits now. In a serialisable transaction it fails to serialise where one has
    /// come since the snapshot.
    void takeTurn(AccountId account) {
        jdbc.sql("""
                INSERT INTO money_turn AS t (account_id, turns) VALUES (:account, 1)
                ON CONFLICT (account_id) DO UPDATE SET turns = t.turns + 1
                """).param("account", account.value()).update();
    }

    void erase(AccountId account) {
        jdbc.sql("DELETE FROM money_turn WHERE account_id = :account")
                .param("account", account.value())
                .update();
        jdbc.sql("DELETE FROM hold WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }
}
