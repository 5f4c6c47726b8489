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
    record Row(Account account, byte @Nullable [] publicNameClosed, byte @Nullable [] phraseClosed) {}

    private final JdbcClient jdbc;

    AccountStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(AccountId account, @Nullable Language language, ZoneId zone, Instant now) {
        jdbc.sql("""
                INSERT INTO account (account_id, language, zone, created_at)
                VALUES (:account, :language, :zone, :now)
                """)
                .param("account", account.value())
                .param("language", language == null ? null : language.code(), java.sql.Types.VARCHAR)
                .param("zone", zone.getId())
                .param("now", Timestamp.from(now))
                .update();
    }

    Optional<Row> find(AccountId account) {
        return jdbc.sql("""
                SELECT account_id, language, zone, public_name_closed, phrase_closed, visible, created_at, erase_at
                FROM account WHERE account_id = :account
                """)
                .param("account", account.value())
                .query(AccountStore::row)
                .optional();
    }

    /// One row either way, and nothing to read in it.
    boolean exists(AccountId account) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM account WHERE account_id = :account)")
                .param("account", account.value())
                .query(Boolean.class)
                .single();
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

    void setPublic(AccountId account, byte @Nullable [] nameClosed, boolean visible) {
        jdbc.sql("""
                UPDATE account SET public_name_closed = :name, visible = :visible WHERE account_id = :account
                """)
                .param("account", account.value())
                .param("name", nameClosed)
                .param("visible", visible)
                .update();
    }

    /// Lets changes of the phrase wait for each other, so that each is told under the one before it.
    void lock(AccountId account) {
        jdbc.sql("SELECT account_id FROM account WHERE account_id = :account FOR NO KEY UPDATE")
                .param("account", account.value())
                .query(UUID.class)
                .optional();
    }

    void setPhrase(AccountId account, byte @Nullable [] phraseClosed) {
        jdbc.sql("UPDATE account SET phrase_closed = :phrase WHERE account_id = :account")
                .param("account", account.value())
                .param("phrase", phraseClosed)
                .update();
    }

    /// False when it is closing already.
    boolean close(AccountId account, Instant eraseAt) {
        return jdbc.sql("""
                UPDATE account SET erase_at = :eraseAt WHERE account_id = :account AND erase_at IS NULL
                """)
                        .param("account", account.value())
                        .param("eraseAt", Timestamp.from(eraseAt))
                        .update()
                == 1;
    }

    boolean keep(AccountId account) {
        return jdbc.sql("""
                UPDATE account SET erase_at = NULL WHERE account_id = :account AND erase_at IS NOT NULL
                """).param("account", account.value()).update() == 1;
    }

    List<AccountId> due(Instant now, int most) {
        return jdbc.sql("SELECT account_id FROM account WHERE erase_at <= :now LIMIT :most")
                .param("now", Timestamp.from(now))
                .param("most", most)
                .query((row, n) -> new AccountId(row.getObject("account_id", UUID.class)))
                .list();
    }

    /// False when it was taken back meanwhile.
    boolean delete(AccountId account, Instant now) {
        return jdbc.sql("DELETE FROM account WHERE account_id = :account AND erase_at <= :now")
                        .param("account", account.value())
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    private static Row row(ResultSet row, int n) throws SQLException {
        return new Row(
                new Account(
                        new AccountId(row.getObject("account_id", UUID.class)),
                        Language.byCode(row.getString("language")).orElse(null),
                        Zones.kept(row.getString("zone")),
                        row.getBoolean("visible"),
                        row.getTimestamp("created_at").toInstant(),
                        row.getTimestamp("erase_at") == null
                                ? null
                                : row.getTimestamp("erase_at").toInstant()),
                row.getBytes("public_name_closed"),
                row.getBytes("phrase_closed"));
    }
}
