package dev.sallyport.account;

import dev.sallyport.base.who.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class AllowListStore {
    private final JdbcClient jdbc;

    AllowListStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<AllowList> find(AccountId account) {
        return jdbc.sql("""
                SELECT is_on, wait_hours, next_on, next_wait_hours, next_at FROM account_allow_list
                WHERE account_id = :account
                """)
                .param("account", account.value())
                .query(AllowListStore::row)
                .optional();
    }

    private static AllowList row(ResultSet row, int n) throws SQLException {
        Timestamp at = row.getTimestamp("next_at");
        AllowList.Change next = at == null
                ? null
                : new AllowList.Change(
                        row.getBoolean("next_on"), Duration.ofHours(row.getInt("next_wait_hours")), at.toInstant());
        return new AllowList(row.getBoolean("is_on"), Duration.ofHours(row.getInt("wait_hours")), next);
    }

    void put(AccountId account, AllowList list) {
        AllowList.Change next = list.next();
        jdbc.sql("""
                INSERT INTO account_allow_list (account_id, is_on, wait_hours, next_on, next_wait_hours, next_at)
                VALUES (:account, :on, :wait, :nextOn, :nextWait, :nextAt)
                ON CONFLICT (account_id) DO UPDATE
                SET is_on = excluded.is_on, wait_hours = excluded.wait_hours, next_on = excluded.next_on,
                    next_wait_hours = excluded.next_wait_hours, next_at = excluded.next_at
                """)
                .param("account", account.value())
                .param("on", list.on())
                .param("wait", list.delay().toHours())
                .param("nextOn", next == null ? null : next.on(), Types.BOOLEAN)
                .param("nextWait", next == null ? null : next.delay().toHours(), Types.INTEGER)
                .param("nextAt", next == null ? null : Timestamp.from(next.at()), Types.TIMESTAMP)
                .update();
    }

    /// Takes back what does not count yet.
    boolean keep(AccountId account, Instant now) {
        return jdbc.sql("""
                UPDATE account_allow_list SET next_on = NULL, next_wait_hours = NULL, next_at = NULL
                WHERE account_id = :account AND next_at > :now
                """)
                        .param("account", account.value())
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    void erase(AccountId account) {
        jdbc.sql("DELETE FROM account_allow_list WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }
}
