package dev.sallyport.oauth;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class LogoutStore {
    /// @param nextAt when it may be tried; until then it waits, or somebody tries it
    record Row(
            AccountId account,
            UUID id,
            String client,
            SessionId session,
            Instant createdAt,
            Instant nextAt,
            int tries) {}

    private final JdbcClient jdbc;

    LogoutStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Row row) {
        jdbc.sql("""
                INSERT INTO oauth_logout (account_id, logout_id, client_id, session_id, created_at, next_at, tries)
                VALUES (:account, :logout, :client, :session, :now, :next, 0)
                """)
                .param("account", row.account().value())
                .param("logout", row.id())
                .param("client", row.client())
                .param("session", row.session().value())
                .param("now", Timestamp.from(row.createdAt()))
                .param("next", Timestamp.from(row.nextAt()))
                .update();
    }

    /// One that is still to be delivered.
    Optional<Row> find(AccountId account, UUID id) {
        return jdbc.sql("SELECT * FROM oauth_logout WHERE account_id = :account AND logout_id = :id AND done_at IS NULL"
                        + " AND given_up_at IS NULL")
                .param("account", account.value())
                .param("id", id)
                .query(LogoutStore::row)
                .optional();
    }

    /// The oldest that waits for the same client and account.
    Optional<Row> oldest(AccountId account, String client) {
        return jdbc.sql("""
                SELECT * FROM oauth_logout
                WHERE account_id = :account AND client_id = :client AND done_at IS NULL AND given_up_at IS NULL
                ORDER BY logout_id LIMIT 1
                """)
                .param("account", account.value())
                .param("client", client)
                .query(LogoutStore::row)
                .optional();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getObject("logout_id", UUID.class),
                row.getString("client_id"),
                new SessionId(row.getObject("session_id", UUID.class)),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("next_at").toInstant(),
                row.getInt("tries"));
    }

    /// Nobody else tries it until then.
    ///
    /// @return whether it is due, the oldest, and nobody else tries it now
    boolean claim(Row row, Instant now, Instant until) {
        return jdbc.sql("""
                UPDATE oauth_logout l SET next_at = :until
                WHERE account_id = :account AND logout_id = :id AND next_at <= :now
                    AND done_at IS NULL AND given_up_at IS NULL
                    AND NOT EXISTS (
                        SELECT 1 FROM oauth_logout o
                        WHERE o.account_id = l.account_id AND o.client_id = l.client_id AND o.logout_id < l.logout_id
                            AND o.done_at IS NULL AND o.given_up_at IS NULL)
                """)
                        .param("account", row.account().value())
                        .param("id", row.id())
                        .param("now", Timestamp.from(now))
                        .param("until", Timestamp.from(until))
                        .update()
                == 1;
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
