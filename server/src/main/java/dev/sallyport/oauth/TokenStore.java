package dev.sallyport.oauth;

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

/// Refresh tokens, access tokens that were given back, and proofs that were seen: by their hashes.
@Component
class TokenStore {
    /// @param usedAt null while it is good
    /// @param nextClosed what came after it, while its program may ask for that again
    record Refresh(
            Instant issuedAt, Instant until, @Nullable Instant usedAt, byte @Nullable [] nextClosed) {
        boolean used() {
            return usedAt != null;
        }
    }

    private final JdbcClient jdbc;

    TokenStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(GrantToken token, Instant issued, Instant until) {
        jdbc.sql("""
                INSERT INTO oauth_refresh (account_id, grant_id, token_hash, issued_at, until)
                VALUES (:account, :grant, :hash, :issued, :until)
                """)
                .param("account", token.account().value())
                .param("grant", token.grant())
                .param("hash", token.hash())
                .param("issued", Timestamp.from(issued))
                .param("until", Timestamp.from(until))
                .update();
    }

    Optional<Refresh> find(GrantToken token) {
        return jdbc.sql("""
                SELECT issued_at, until, used_at, next_closed FROM oauth_refresh
                WHERE account_id = :account AND grant_id = :grant AND token_hash = :hash
                """)
                .param("account", token.account().value())
                .param("grant", token.grant())
                .param("hash", token.hash())
                .query(TokenStore::refresh)
                .optional();
    }

    private static Refresh refresh(ResultSet row, int n) throws SQLException {
        Timestamp used = row.getTimestamp("used_at");
        return new Refresh(
                row.getTimestamp("issued_at").toInstant(),
                row.getTimestamp("until").toInstant(),
                used == null ? null : used.toInstant(),
                row.getBytes("next_closed"));
    }

    /// Uses a refresh token up. Of many that bring it one is told that it did.
    ///
    /// @param nextClosed what comes after it; null where nobody may ask for that again
    boolean use(GrantToken token, byte @Nullable [] nextClosed, Instant now) {
        return jdbc.sql("""
                UPDATE oauth_refresh SET used_at = :now, next_closed = :next
                WHERE account_id = :account AND grant_id = :grant AND token_hash = :hash
                    AND used_at IS NULL AND until > :now
                """)
                        .param("account", token.account().value())
                        .param("grant", token.grant())
                        .param("hash", token.hash())
                        .param("next", nextClosed, Types.BINARY)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /// Whether a refresh token is good, and nobody uses it up before the caller's transaction ends.
    boolean pin(GrantToken token, Instant now) {
        return jdbc.sql("""
                SELECT 1 FROM oauth_refresh
                WHERE account_id = :account AND grant_id = :grant AND token_hash = :hash
                    AND used_at IS NULL AND until > :now
                FOR UPDATE
                """)
                .param("account", token.account().value())
                .param("grant", token.grant())
                .param("hash", token.hash())
                .param("now", Timestamp.from(now))
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /// Nobody asks for the successor of one whose successor was used.
    void forgetNext(GrantToken used) {
        jdbc.sql("""
                UPDATE oauth_refresh SET next_closed = NULL
                WHERE account_id = :account AND grant_id = :grant AND token_hash <> :hash AND next_closed IS NOT NULL
                """)
                .param("account", used.account().value())
                .param("grant", used.grant())
                .param("hash", used.hash())
                .update();
    }

    /// @param before whoever was used up before that has no successor to ask for any more
    int forgetNext(Instant before) {
        return jdbc.sql("""
                UPDATE oauth_refresh SET next_closed = NULL WHERE next_closed IS NOT NULL AND used_at <= :before
                """).param("before", Timestamp.from(before)).update();
    }

    void revoke(AccountId account, UUID token, Instant until) {
        jdbc.sql("""
                INSERT INTO oauth_revoked (account_id, token_id, until) VALUES (:account, :token, :until)
                ON CONFLICT DO NOTHING
                """)
                .param("account", account.value())
                .param("token", token)
                .param("until", Timestamp.from(until))
                .update();
    }

    boolean isRevoked(AccountId account, UUID token) {
        return jdbc.sql("SELECT 1 FROM oauth_revoked WHERE account_id = :account AND token_id = :token")
                .param("account", account.value())
                .param("token", token)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /// Of many that bring the same proof one is told that it is the first.
    boolean isFirst(byte[] proof, Instant until) {
        return jdbc.sql("INSERT INTO oauth_once (proof_hash, until) VALUES (:hash, :until) ON CONFLICT DO NOTHING")
                        .param("hash", proof)
                        .param("until", Timestamp.from(until))
                        .update()
                == 1;
    }

    /// What is over is of no use any more.
    int forget(Instant now) {
        int gone = 0;
        for (String table : List.of("oauth_refresh", "oauth_revoked", "oauth_once", "oauth_request", "oauth_device")) {
            gone += jdbc.sql("DELETE FROM " + table + " WHERE until < :now")
                    .param("now", Timestamp.from(now))
                    .update();
        }
        return gone;
    }

    /// Grants that nothing can be done with any more; the record of facts keeps that they were.
    int forgetGrants(Instant before) {
        return jdbc.sql("DELETE FROM oauth_grant WHERE last_used_at < :before")
                .param("before", Timestamp.from(before))
                .update();
    }
}
