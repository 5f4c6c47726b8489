package dev.sallyport.withdrawal;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.withdrawal.Sums.Grain;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class SumStore {
    private static final String LEFT = "state = 'REDEEMED' AND redeemed_at > :since";

    private final JdbcClient jdbc;

    SumStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// What was redeemed.
    Sums read(AccountId account, Instant now) {
        return new Sums(redeemed(account, now), young(account, now, LEFT));
    }

    /// @param which of those that have left or may leave
    private List<Sums.Part> young(AccountId account, Instant now, String which) {
        return jdbc.sql("""
                SELECT w.exit, w.asset, sum(w.value) AS value, count(*) AS times
                FROM (SELECT exit, asset, value, payee FROM withdrawal WHERE account_id = :account AND %s) w
                WHERE NOT EXISTS (
                    SELECT FROM withdrawal f
                    WHERE f.account_id = :account AND f.payee = w.payee AND f.state = 'REDEEMED' AND f.redeemed_at <= :since)
                GROUP BY w.exit, w.asset
                """.formatted(which))
                .param("account", account.value())
                .param("since", Timestamp.from(now.minus(Sums.YOUNG)))
                .param("now", Timestamp.from(now))
                .query((row, n) -> new Sums.Part(
                        Grain.HOUR,
                        Exit.valueOf(row.getString("exit")),
                        row.getString("asset"),
                        row.getBigDecimal("value"),
                        row.getLong("times")))
                .list();
    }

    private List<Sums.Part> redeemed(AccountId account, Instant now) {
        return jdbc.sql("""
                SELECT grain, exit, asset, sum(value) AS value, sum(times) AS times FROM withdrawal_sum
                WHERE account_id = :account AND (
                    grain = 'MINUTES' AND start > :minutes OR grain = 'HOUR' AND start > :hour OR grain = 'DAY' AND start > :day)
                GROUP BY grain, exit, asset
                """)
                .param("account", account.value())
                .param("minutes", Timestamp.from(Grain.MINUTES.since(now)))
                .param("hour", Timestamp.from(Grain.HOUR.since(now)))
                .param("day", Timestamp.from(Grain.DAY.since(now)))
                .query((row, n) -> new Sums.Part(
                        Grain.valueOf(row.getString("grain")),
                        Exit.valueOf(row.getString("exit")),
                        row.getString("asset"),
                        row.getBigDecimal("value"),
                        row.getLong("times")))
                .list();
    }

    /// The same with what is open and could still be redeemed, so that nobody is led to confirm what
    /// would be refused.
    Sums readWithOpen(AccountId account, Instant now) {
        var parts = new ArrayList<>(redeemed(account, now));
        jdbc.sql("""
                SELECT exit, asset, value FROM withdrawal
                WHERE account_id = :account AND state IN ('CONFIRM', 'SECOND', 'APPROVED') AND until > :now
                """)
                .param("account", account.value())
                .param("now", Timestamp.from(now))
                .query(row -> {
                    for (Grain grain : Grain.values()) {
                        parts.add(new Sums.Part(
                                grain,
                                Exit.valueOf(row.getString("exit")),
                                row.getString("asset"),
                                row.getBigDecimal("value"),
                                1));
                    }
                });
        var young = new ArrayList<>(young(account, now, LEFT));
        young.addAll(young(account, now, "state IN ('CONFIRM', 'SECOND', 'APPROVED') AND until > :now"));
        return new Sums(parts, young);
    }

    /// Counts what is redeemed now, in the caller's transaction.
    void add(Withdrawal one, Instant now) {
        for (Grain grain : Grain.values()) {
            jdbc.sql("""
                    INSERT INTO withdrawal_sum (account_id, grain, start, exit, asset, value, times)
                    VALUES (:account, :grain, :start, :exit, :asset, :value, 1)
                    ON CONFLICT (account_id, grain, start, exit, asset) DO UPDATE
                    SET value = withdrawal_sum.value + excluded.value, times = withdrawal_sum.times + 1
                    """)
                    .param("account", one.account().value())
                    .param("grain", grain.name())
                    .param("start", Timestamp.from(grain.start(now)))
                    .param("exit", one.exit().name())
                    .param("asset", one.asset())
                    .param("value", one.value())
                    .update();
        }
    }

    /// What no window reaches any more.
    int forget(Instant now) {
        return jdbc.sql("""
                DELETE FROM withdrawal_sum
                WHERE grain = 'MINUTES' AND start < :minutes OR grain = 'HOUR' AND start < :hour OR start < :day
                """)
                .param("minutes", Timestamp.from(Grain.MINUTES.since(now)))
                .param("hour", Timestamp.from(Grain.HOUR.since(now)))
                .param("day", Timestamp.from(Grain.DAY.since(now)))
                .update();
    }

    void erase(AccountId account) {
        jdbc.sql("DELETE FROM withdrawal_sum WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }
}
