package dev.sallyport.oauth;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class GrantStore {
    /// @param requestClosed nonce and authorization details
    record Row(
            Grant grant,
            byte[] requestClosed,
            byte @Nullable [] codeHash,
            @Nullable Instant codeUntil,
            boolean used) {}

    private final JdbcClient jdbc;

    GrantStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Row row) {
        Grant g = row.grant();
        Instant until = row.codeUntil();
        jdbc.sql("""
                INSERT INTO oauth_grant (account_id, grant_id, client_id, session_id, offline, scopes, audiences,
                    request_closed, redirect_uri, challenge, jkt, acr, amr, proven_at, money_from,
                    code_hash, code_until, created_at, last_used_at)
                VALUES (:account, :grant, :client, :session, :offline, :scopes, :audiences,
                    :request, :redirect, :challenge, :jkt, :acr, :amr, :proven, :money,
                    :hash, :until, :now, :now)
                """)
                .param("account", g.account().value())
                .param("grant", g.id())
                .param("client", g.client())
                .param("session", g.session().value())
                .param("offline", g.offline())
                .param("scopes", ClientStore.join(g.scopes()))
                .param("audiences", ClientStore.join(g.audiences()))
                .param("request", row.requestClosed())
                .param("redirect", g.redirectUri())
                .param("challenge", g.challenge())
                .param("jkt", g.jkt(), Types.VARCHAR)
                .param("acr", g.acr())
                .param("amr", ClientStore.join(g.amr()))
                .param("proven", Timestamp.from(g.provenAt()))
                .param("money", Timestamp.from(g.moneyFrom()))
                .param("hash", row.codeHash(), Types.BINARY)
                .param("until", until == null ? null : Timestamp.from(until), Types.TIMESTAMP)
                .param("now", Timestamp.from(g.createdAt()))
                .update();
    }

    /// Whoever removes the client now waits for the caller's transaction, and ends what it gives.
    ///
    /// @return false when he was first
    boolean pinClient(String client) {
        return jdbc.sql("SELECT 1 FROM oauth_client WHERE client_id = :client AND removed_at IS NULL FOR SHARE")
                .param("client", client)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    Optional<Row> find(AccountId account, UUID grant) {
        return jdbc.sql("SELECT * FROM oauth_grant WHERE account_id = :account AND grant_id = :grant")
                .param("account", account.value())
                .param("grant", grant)
                .query(GrantStore::row)
                .optional();
    }

    List<Grant> open(AccountId account) {
        return jdbc.sql("""
                SELECT * FROM oauth_grant WHERE account_id = :account AND ended_at IS NULL
                ORDER BY last_used_at DESC, grant_id
                """)
                .param("account", account.value())
                .query((row, n) -> row(row, n).grant())
                .list();
    }

    /// Uses the code up. Of many that bring it one is told that it did.
    ///
    /// @param jkt the key that the tokens are bound to from now on
    boolean useCode(Grant grant, byte[] codeHash, @Nullable String jkt, Instant now) {
        return jdbc.sql("""
                UPDATE oauth_grant SET code_used_at = :now, last_used_at = :now, jkt = coalesce(jkt, :jkt)
                WHERE account_id = :account AND grant_id = :grant AND code_hash = :hash
                    AND code_used_at IS NULL AND code_until > :now AND ended_at IS NULL
                """)
                        .param("account", grant.account().value())
                        .param("grant", grant.id())
                        .param("hash", codeHash)
                        .param("jkt", jkt, Types.VARCHAR)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /// Notes a use; false when it has ended meanwhile.
    boolean touch(Grant grant, @Nullable String jkt, Instant now) {
        return jdbc.sql("""
                UPDATE oauth_grant SET last_used_at = :now, jkt = coalesce(jkt, :jkt)
                WHERE account_id = :account AND grant_id = :grant AND ended_at IS NULL
                """)
                        .param("account", grant.account().value())
                        .param("grant", grant.id())
                        .param("jkt", jkt, Types.VARCHAR)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    boolean end(AccountId account, UUID grant, String reason, Instant now) {
        return jdbc.sql("""
                UPDATE oauth_grant SET ended_at = :now, end_reason = :reason
                WHERE account_id = :account AND grant_id = :grant AND ended_at IS NULL
                """)
                        .param("account", account.value())
                        .param("grant", grant)
                        .param("reason", reason)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /// Ends all that a client has of the account.
    List<Grant> endOfClient(AccountId account, String client, String reason, Instant now) {
        return jdbc.sql("""
                UPDATE oauth_grant SET ended_at = :now, end_reason = :reason
                WHERE account_id = :account AND client_id = :client AND ended_at IS NULL
                RETURNING *
                """)
                .param("account", account.value())
                .param("client", client)
                .param("reason", reason)
                .param("now", Timestamp.from(now))
                .query((row, n) -> row(row, n).grant())
                .list();
    }

    /// Ends some of all that a client has; what somebody else ends at this moment is left to him.
    List<Grant> endSomeOf(String client, String reason, Instant now, int most) {
        return jdbc.sql("""
                UPDATE oauth_grant g SET ended_at = :now, end_reason = :reason
                FROM (SELECT account_id, grant_id FROM oauth_grant
                    WHERE client_id = :client AND ended_at IS NULL
                    LIMIT :most FOR UPDATE SKIP LOCKED) portion
                WHERE g.account_id = portion.account_id AND g.grant_id = portion.grant_id
                RETURNING g.*
                """)
                .param("client", client)
                .param("reason", reason)
                .param("now", Timestamp.from(now))
                .param("most", most)
                .query((row, n) -> row(row, n).grant())
                .list();
    }

    /// Ends what was given in these sessions.
    ///
    /// @param offline whether also what was given for the holder's absence
    List<Grant> endOfSessions(
            AccountId account, Collection<SessionId> sessions, boolean offline, String reason, Instant now) {
        return jdbc.sql("""
                UPDATE oauth_grant SET ended_at = :now, end_reason = :reason
                WHERE account_id = :account AND session_id IN (:sessions) AND ended_at IS NULL
                    AND (:offline OR NOT offline)
                RETURNING *
                """)
                .param("account", account.value())
                .param("sessions", sessions.stream().map(SessionId::value).toList())
                .param("offline", offline)
                .param("reason", reason)
                .param("now", Timestamp.from(now))
                .query((row, n) -> row(row, n).grant())
                .list();
    }

    /// Ends all of the account but what was given in one session.
    List<Grant> endAllBut(AccountId account, UUID kept, String reason, Instant now) {
        return jdbc.sql("""
                UPDATE oauth_grant SET ended_at = :now, end_reason = :reason
                WHERE account_id = :account AND session_id <> :kept AND ended_at IS NULL
                RETURNING *
                """)
                .param("account", account.value())
                .param("kept", kept)
                .param("reason", reason)
                .param("now", Timestamp.from(now))
                .query((row, n) -> row(row, n).grant())
                .list();
    }

    /// Clients that know of these sessions, ended or not: each is told of their end.
    List<Known> known(AccountId account, Collection<SessionId> sessions) {
        return jdbc.sql("""
                SELECT DISTINCT client_id, session_id FROM oauth_grant
                WHERE account_id = :account AND session_id IN (:sessions) AND ' ' || scopes || ' ' LIKE '% openid %'
                ORDER BY client_id, session_id
                """)
                .param("account", account.value())
                .param("sessions", sessions.stream().map(SessionId::value).toList())
                .query((row, n) ->
                        new Known(row.getString("client_id"), new SessionId(row.getObject("session_id", UUID.class))))
                .list();
    }

    record Known(String client, SessionId session) {}

    void erase(AccountId account) {
        for (String table : List.of("oauth_grant", "oauth_refresh", "oauth_revoked", "oauth_consent", "oauth_logout")) {
            jdbc.sql("DELETE FROM " + table + " WHERE account_id = :account")
                    .param("account", account.value())
                    .update();
        }
    }

    private static Row row(ResultSet row, int n) throws SQLException {
        Timestamp ended = row.getTimestamp("ended_at");
        Timestamp until = row.getTimestamp("code_until");
        var grant = new Grant(
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getObject("grant_id", UUID.class),
                row.getString("client_id"),
                new SessionId(row.getObject("session_id", UUID.class)),
                row.getBoolean("offline"),
                new LinkedHashSet<>(ClientStore.split(row.getString("scopes"))),
                ClientStore.split(row.getString("audiences")),
                row.getString("redirect_uri"),
                row.getString("challenge"),
                row.getString("jkt"),
                row.getString("acr"),
                ClientStore.split(row.getString("amr")),
                row.getTimestamp("proven_at").toInstant(),
                row.getTimestamp("money_from").toInstant(),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("last_used_at").toInstant(),
                ended == null ? null : ended.toInstant());
        return new Row(
                grant,
                row.getBytes("request_closed"),
                row.getBytes("code_hash"),
                until == null ? null : until.toInstant(),
                row.getTimestamp("code_used_at") != null);
    }
}
