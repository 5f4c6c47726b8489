package dev.sallyport.lockdown;

import dev.sallyport.base.who.AccountId;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class LockdownStore {
    private final JdbcClient jdbc;

    LockdownStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Lockdown one) {
        jdbc.sql("""
                INSERT INTO lockdown (account_id, lockdown_id, way, locked_at, sessions, keys, apps, withdrawals)
                VALUES (:account, :id, :way, :now, :sessions, :keys, :apps, :withdrawals)
                """)
                .param("account", one.account().value())
                .param("id", one.id())
                .param("way", one.way().name())
                .param("now", Timestamp.from(one.lockedAt()))
                .param("sessions", one.closed().sessions())
                .param("keys", one.closed().keys())
                .param("apps", one.closed().apps())
                .param("withdrawals", one.closed().withdrawals())
                .update();
    }

    Optional<Lockdown> latest(AccountId account) {
        return list(account).stream().findFirst();
    }

    /// Newest first.
    List<Lockdown> list(AccountId account) {
        return jdbc.sql("""
                SELECT lockdown_id, way, locked_at, sessions, keys, apps, withdrawals FROM lockdown
                WHERE account_id = :account ORDER BY lockdown_id DESC
                """)
                .param("account", account.value())
                .query((row, n) -> new Lockdown(
                        account,
                        row.getObject("lockdown_id", UUID.class),
                        Lockdown.Way.valueOf(row.getString("way")),
                        row.getTimestamp("locked_at").toInstant(),
                        new Lockdown.Closed(
                                row.getInt("sessions"),
                                row.getInt("keys"),
                                row.getInt("apps"),
                                row.getInt("withdrawals"))))
                .list();
    }

    void answer(Lockdown one, long fact, boolean mine) {
        jdbc.sql("""
                INSERT INTO lockdown_answer (account_id, lockdown_id, fact, mine)
                VALUES (:account, :id, :fact, :mine)
                ON CONFLICT (account_id, lockdown_id, fact) DO UPDATE SET mine = excluded.mine
                """)
                .param("account", one.account().value())
                .param("id", one.id())
                .param("fact", fact)
                .param("mine", mine)
                .update();
    }

    private record Answer(long fact, boolean mine) {}

    /// By the facts' numbers.
    Map<Long, Boolean> answers(Lockdown one) {
        return jdbc
                .sql("""
                SELECT fact, mine FROM lockdown_answer WHERE account_id = :account AND lockdown_id = :id
                """)
                .param("account", one.account().value())
                .param("id", one.id())
                .query((row, n) -> new Answer(row.getLong("fact"), row.getBoolean("mine")))
                .list()
                .stream()
                .collect(Collectors.toMap(Answer::fact, Answer::mine));
    }

    void erase(AccountId account) {
        jdbc.sql("DELETE FROM lockdown_answer WHERE account_id = :account")
                .param("account", account.value())
                .update();
        jdbc.sql("DELETE FROM lockdown WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }
}
