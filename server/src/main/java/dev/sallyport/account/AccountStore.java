package dev.sallyport.account;

import dev.sallyport.base.text.Language;
import dev.sallyport.base.who.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class AccountStore {
    record Row(Account account, byte @Nullable [] publicNameClosed) {}

    private final JdbcClient jdbc;

    AccountStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(AccountId account, @Nullable Language language, ZoneId zone, Instant now) {
        jdbc.sql("""
                INSERT INTO account (account_id, state, language, zone, created_at)
                VALUES (:account, 'open', :language, :zone, :now)
                """)
                .param("account", account.value())
                .param("language", language == null ? null : language.code(), java.sql.Types.VARCHAR)
                .param("zone", zone.getId())
                .param("now", Timestamp.from(now))
                .update();
    }

    Optional<Row> find(AccountId account) {
        return jdbc.sql("""
                SELECT account_id, state, language, zone, public_name_closed, shows_name, shows_since, created_at
                FROM account WHERE account_id = :account
                """)
                .param("account", account.value())
                .query(AccountStore::row)
                .optional();
    }

    void setLanguage(AccountId account, @Nullable Language language) {
        jdbc.sql("UPDATE account SET language = :language WHERE account_id = :account")
                .param("account", account.value())
                .param("language", language == null ? null : language.code(), java.sql.Types.VARCHAR)
                .update();
    }

    void setZone(AccountId account, ZoneId zone) {
        jdbc.sql("UPDATE account SET zone = :zone WHERE account_id = :account")
                .param("account", account.value())
                .param("zone", zone.getId())
                .update();
    }

    void setPublic(AccountId account, byte @Nullable [] nameClosed, boolean showsName, boolean showsSince) {
        jdbc.sql("""
                UPDATE account SET public_name_closed = :name, shows_name = :showsName, shows_since = :showsSince
                WHERE account_id = :account
                """)
                .param("account", account.value())
                .param("name", nameClosed)
                .param("showsName", showsName)
                .param("showsSince", showsSince)
                .update();
    }

    boolean close(AccountId account, Instant now) {
        return jdbc.sql("""
                UPDATE account SET state = 'closed', closed_at = :now
                WHERE account_id = :account AND state = 'open'
                """)
                        .param("account", account.value())
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    boolean reopen(AccountId account) {
        return jdbc.sql("""
                UPDATE account SET state = 'open', closed_at = NULL
                WHERE account_id = :account AND state = 'closed'
                """)
                        .param("account", account.value())
                        .update()
                == 1;
    }

    List<AccountId> closedBefore(Instant before, int most) {
        return jdbc.sql("""
                SELECT account_id FROM account WHERE state = 'closed' AND closed_at < :before LIMIT :most
                """)
                .param("before", Timestamp.from(before))
                .param("most", most)
                .query((row, n) -> new AccountId(row.getObject("account_id", UUID.class)))
                .list();
    }

    /// False when the account was opened again meanwhile.
    boolean deleteClosed(AccountId account) {
        return jdbc.sql("DELETE FROM account WHERE account_id = :account AND state = 'closed'")
                        .param("account", account.value())
                        .update()
                == 1;
    }

    private static Row row(ResultSet row, int n) throws SQLException {
        return new Row(
                new Account(
                        new AccountId(row.getObject("account_id", UUID.class)),
                        row.getString("state").equals("open"),
                        Language.byCode(row.getString("language")).orElse(null),
                        ZoneId.of(row.getString("zone")),
                        row.getBoolean("shows_name"),
                        row.getBoolean("shows_since"),
                        row.getTimestamp("created_at").toInstant()),
                row.getBytes("public_name_closed"));
    }
}
