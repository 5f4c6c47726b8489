package dev.sallyport.oauth;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.SessionId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class LogoutStore {
    record Row(AccountId account, UUID id, String client, SessionId session, Instant createdAt, int tries) {}

    private final JdbcClient jdbc;

    LogoutStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Row row) {
        jdbc.sql("""
                INSERT INTO oauth_logout (account_id, logout_id, client_id, session_id, created_at, next_at, tries)
                VALUES (:account, :logout, :client, :session, :now, :now, 0)
                """)
                .param("account", row.account().value())
                .param("logout", row.id())
                .param("client", row.client())
                .param("session", row.session().value())
                .param("now", Timestamp.from(row.createdAt()))
                .update();
    }

    /// One that is still to be delivered.
    Optional<Row> find(AccountId account, UUID id) {
        return rows("account_id = :account AND logout_id = :id", account, id).stream()
                .findFirst();
    }

    /// Whether an older one for the same client and account waits.
    boolean hasOlder(Row row) {
        return jdbc.sql("""
                SELECT 1 FROM oauth_logout
                WHERE account_id = :account AND client_id = :client AND logout_id < :id
                    AND done_at IS NULL AND given_up_at IS NULL
                LIMIT 1
                """)
                .param("account", row.account().value())
                .param("client", row.client())
                .param("id", row.id())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    private List<Row> rows(String where, AccountId account, UUID id) {
        return jdbc.sql("SELECT * FROM oauth_logout WHERE " + where + " AND done_at IS NULL AND given_up_at IS NULL")
                .param("account", account.value())
                .param("id", id)
                .query((row, n) -> new Row(
                        new AccountId(row.getObject("account_id", UUID.class)),
                        row.getObject("logout_id", UUID.class),
                        row.getString("client_id"),
                        new SessionId(row.getObject("session_id", UUID.class)),
                        row.getTimestamp("created_at").toInstant(),
                        row.getInt("tries")))
                .list();
    }

    void done(Row row, Instant now) {
        jdbc.sql("UPDATE oauth_logout SET done_at = :now WHERE account_id = :account AND logout_id = :id")
                .param("account", row.account().value())
                .param("id", row.id())
                .param("now", Timestamp.from(now))
                .update();
    }

    void failed(Row row, Instant next) {
        jdbc.sql("""
                UPDATE oauth_logout SET tries = tries + 1, next_at = :next
                WHERE account_id = :account AND logout_id = :id
                """)
                .param("account", row.account().value())
                .param("id", row.id())
                .param("next", Timestamp.from(next))
                .update();
    }

    void giveUp(Row row, Instant now) {
        jdbc.sql("UPDATE oauth_logout SET given_up_at = :now WHERE account_id = :account AND logout_id = :id")
                .param("account", row.account().value())
                .param("id", row.id())
                .param("now", Timestamp.from(now))
                .update();
    }

    int forget(Instant before) {
        return jdbc.sql("DELETE FROM oauth_logout WHERE created_at < :before")
                .param("before", Timestamp.from(before))
                .update();
    }
}
