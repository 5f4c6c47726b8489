package dev.sallyport.oauth;

import dev.sallyport.base.who.AccountId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Refresh tokens, access tokens that were given back, and proofs that were seen: by their hashes.
@Component
class TokenStore {
    record Refresh(Instant issuedAt, Instant until, boolean used) {}

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
                SELECT issued_at, until, used_at FROM oauth_refresh
                WHERE account_id = :account AND grant_id = :grant AND token_hash = :hash
                """)
                .param("account", token.account().value())
                .param("grant", token.grant())
                .param("hash", token.hash())
                .query((row, n) -> new Refresh(
                        row.getTimestamp("issued_at").toInstant(),
                        row.getTimestamp("until").toInstant(),
                        row.getTimestamp("used_at") != null))
                .optional();
    }

    /// Uses a refresh token up. Of many that bring it one is told that it did.
    boolean use(GrantToken token, Instant now) {
        return jdbc.sql("""
                UPDATE oauth_refresh SET used_at = :now
                WHERE account_id = :account AND grant_id = :grant AND token_hash = :hash
                    AND used_at IS NULL AND until > :now
                """)
                        .param("account", token.account().value())
                        .param("grant", token.grant())
                        .param("hash", token.hash())
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
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
