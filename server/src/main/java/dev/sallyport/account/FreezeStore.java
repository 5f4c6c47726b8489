package dev.sallyport.account;

import dev.sallyport.base.who.AccountId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class FreezeStore {
    record Row(Instant frozenAt, @Nullable Instant thawedAt) {}

    private final JdbcClient jdbc;

    FreezeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Row> find(AccountId account) {
        return jdbc.sql("SELECT frozen_at, thawed_at FROM account_freeze WHERE account_id = :account")
                .param("account", account.value())
                .query((row, n) -> {
                    Timestamp thawed = row.getTimestamp("thawed_at");
                    return new Row(
                            row.getTimestamp("frozen_at").toInstant(), thawed == null ? null : thawed.toInstant());
                })
                .optional();
    }

    /// False when it is frozen already.
    boolean freeze(AccountId account, Instant now) {
        return jdbc.sql("""
                INSERT INTO account_freeze AS f (account_id, frozen_at) VALUES (:account, :now)
                ON CONFLICT (account_id) DO UPDATE SET frozen_at = excluded.frozen_at, thawed_at = NULL
                WHERE f.thawed_at IS NOT NULL
                """)
                        .param("account", account.value())
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /// False when it is not frozen.
    boolean thaw(AccountId account, Instant now) {
        return jdbc.sql("UPDATE account_freeze SET thawed_at = :now WHERE account_id = :account AND thawed_at IS NULL")
                        .param("account", account.value())
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /// Who opens something on the account waits here for whoever freezes it, and he for them.
    boolean isFrozenShared(AccountId account) {
        jdbc.sql("SELECT 1 FROM account WHERE account_id = :account FOR SHARE")
                .param("account", account.value())
                .query(Integer.class)
                .optional();
        return find(account).filter(row -> row.thawedAt() == null).isPresent();
    }

    void erase(AccountId account) {
        jdbc.sql("DELETE FROM account_freeze WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }
}
