package dev.sallyport.withdrawal;

import dev.sallyport.base.who.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class SecondStore {
    private final JdbcClient jdbc;

    SecondStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<SecondPerson> find(AccountId account) {
        return jdbc.sql("SELECT person_id, next_id, next_at FROM withdrawal_second WHERE account_id = :account")
                .param("account", account.value())
                .query((row, n) -> new SecondPerson(
                        account(row, "person_id"),
                        account(row, "next_id"),
                        row.getTimestamp("next_at") == null
                                ? null
                                : row.getTimestamp("next_at").toInstant()))
                .optional();
    }

    private static @Nullable AccountId account(ResultSet row, String column) throws SQLException {
        UUID id = row.getObject(column, UUID.class);
        return id == null ? null : new AccountId(id);
    }

    /// Begins a change; what counts now goes on counting until then.
    void change(AccountId account, @Nullable AccountId next, Instant now, Instant from) {
        jdbc.sql("""
                INSERT INTO withdrawal_second AS s (account_id, next_id, next_at) VALUES (:account, :next, :from)
                ON CONFLICT (account_id) DO UPDATE
                SET person_id = CASE WHEN s.next_at <= :now THEN s.next_id ELSE s.person_id END,
                    next_id = excluded.next_id, next_at = excluded.next_at
                """)
                .param("account", account.value())
                .param("next", next == null ? null : next.value(), Types.OTHER)
                .param("from", Timestamp.from(from))
                .param("now", Timestamp.from(now))
                .update();
    }

    /// Takes a change back that does not count yet.
    ///
    /// @param leaving whether it is one to nobody
    boolean keep(AccountId account, boolean leaving, Instant now) {
        return jdbc.sql("""
                UPDATE withdrawal_second SET next_id = NULL, next_at = NULL
                WHERE account_id = :account AND next_at > :now AND (next_id IS NULL) = :leaving
                """)
                        .param("account", account.value())
                        .param("leaving", leaving)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    void invite(AccountId account, byte[] tokenHash, Instant until) {
        jdbc.sql("""
                INSERT INTO withdrawal_invitation (account_id, token_hash, until) VALUES (:account, :token, :until)
                ON CONFLICT (account_id) DO UPDATE SET token_hash = excluded.token_hash, until = excluded.until
                """)
                .param("account", account.value())
                .param("token", tokenHash)
                .param("until", Timestamp.from(until))
                .update();
    }

    record Invitation(AccountId by, Instant until) {}

    Optional<Invitation> invitation(byte[] tokenHash, Instant now) {
        return jdbc.sql(
                        "SELECT account_id, until FROM withdrawal_invitation WHERE token_hash = :token AND until > :now")
                .param("token", tokenHash)
                .param("now", Timestamp.from(now))
                .query((row, n) -> new Invitation(
                        new AccountId(row.getObject("account_id", UUID.class)),
                        row.getTimestamp("until").toInstant()))
                .optional();
    }

    /// Uses an invitation up: of many that accept exactly one gets it, and never who has invited.
    Optional<AccountId> accept(byte[] tokenHash, AccountId by, Instant now) {
        return jdbc.sql("""
                DELETE FROM withdrawal_invitation WHERE token_hash = :token AND until > :now AND account_id <> :by
                RETURNING account_id
                """)
                .param("token", tokenHash)
                .param("by", by.value())
                .param("now", Timestamp.from(now))
                .query((row, n) -> new AccountId(row.getObject("account_id", UUID.class)))
                .optional();
    }

    /// The accounts that this one confirms for.
    List<AccountId> of(AccountId person, Instant now) {
        return jdbc.sql("""
                SELECT account_id FROM withdrawal_second
                WHERE person_id = :person AND (next_at IS NULL OR next_at > :now) OR next_id = :person AND next_at <= :now
                ORDER BY account_id
                """)
                .param("person", person.value())
                .param("now", Timestamp.from(now))
                .query((row, n) -> new AccountId(row.getObject("account_id", UUID.class)))
                .list();
    }

    int forget(Instant before) {
        return jdbc.sql("DELETE FROM withdrawal_invitation WHERE until < :before")
                .param("before", Timestamp.from(before))
                .update();
    }

    /// Whoever has chosen an account that is gone has nobody, and chooses anew.
    void erase(AccountId account) {
        for (String sql : List.of(
                "DELETE FROM withdrawal_invitation WHERE account_id = :account",
                "DELETE FROM withdrawal_second WHERE account_id = :account",
                "UPDATE withdrawal_second SET person_id = NULL WHERE person_id = :account",
                "UPDATE withdrawal_second SET next_id = NULL WHERE next_id = :account")) {
            jdbc.sql(sql).param("account", account.value()).update();
        }
    }
}
