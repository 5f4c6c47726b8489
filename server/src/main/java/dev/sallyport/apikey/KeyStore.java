package dev.sallyport.apikey;

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

/// SQL of `api_key`.
@Component
class KeyStore {
    private final JdbcClient jdbc;

    KeyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A row as it is stored, its personal parts closed.
    record Row(
            UUID account,
            UUID key,
            String kind,
            String algorithm,
            String scheme,
            String scopes,
            byte[] nameClosed,
            byte[] addressesClosed,
            byte[] destinationsClosed,
            boolean open,
            byte @Nullable [] publicKey,
            byte @Nullable [] secretClosed,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,
            byte @Nullable [] lastAddressClosed,
            long uses,
            @Nullable Instant frozenAt,
            @Nullable Instant endedAt,
            @Nullable String endReason) {}

    void insert(Row row) {
        jdbc.sql("""
                INSERT INTO api_key (account_id, key_id, kind, algorithm, scheme, scopes, name_closed, addresses_closed,
                    destinations_closed, open, public_key, secret_closed, created_at, expires_at)
                VALUES (:account, :key, :kind, :algorithm, :scheme, :scopes, :name, :addresses, :destinations, :open,
                    :public, :secret, :created, :expires)
                """)
                .param("account", row.account())
                .param("key", row.key())
                .param("kind", row.kind())
                .param("algorithm", row.algorithm())
                .param("scheme", row.scheme())
                .param("scopes", row.scopes())
                .param("name", row.nameClosed())
                .param("addresses", row.addressesClosed())
                .param("destinations", row.destinationsClosed())
                .param("open", row.open())
                .param("public", row.publicKey(), Types.BINARY)
                .param("secret", row.secretClosed(), Types.BINARY)
                .param("created", Timestamp.from(row.createdAt()))
                .param("expires", timestamp(row.expiresAt()), Types.TIMESTAMP)
                .update();
    }

    Optional<Row> find(ApiKeyId id) {
        return jdbc.sql("SELECT * FROM api_key WHERE account_id = :account AND key_id = :key")
                .param("account", id.account().value())
                .param("key", id.key())
                .query(KeyStore::row)
                .optional();
    }

    /// The same, which nobody changes until the caller's transaction ends.
    Optional<Row> lock(ApiKeyId id) {
        return jdbc.sql("SELECT * FROM api_key WHERE account_id = :account AND key_id = :key FOR UPDATE")
                .param("account", id.account().value())
                .param("key", id.key())
                .query(KeyStore::row)
                .optional();
    }

    /// The newest first.
    List<Row> list(AccountId account) {
        return jdbc.sql("SELECT * FROM api_key WHERE account_id = :account ORDER BY key_id DESC")
                .param("account", account.value())
                .query(KeyStore::row)
                .list();
    }

    boolean rename(ApiKeyId id, byte[] nameClosed) {
        return jdbc.sql("""
                UPDATE api_key SET name_closed = :name
                WHERE account_id = :account AND key_id = :key AND ended_at IS NULL
                """)
                        .param("account", id.account().value())
                        .param("key", id.key())
                        .param("name", nameClosed)
                        .update()
                == 1;
    }

    /// Kind, algorithm and scheme are not among what can be changed.
    boolean change(Row row) {
        return jdbc.sql("""
                UPDATE api_key SET scopes = :scopes, addresses_closed = :addresses, destinations_closed = :destinations,
                    open = :open, expires_at = :expires
                WHERE account_id = :account AND key_id = :key AND ended_at IS NULL
                """)
                        .param("account", row.account())
                        .param("key", row.key())
                        .param("scopes", row.scopes())
                        .param("addresses", row.addressesClosed())
                        .param("destinations", row.destinationsClosed())
                        .param("open", row.open())
                        .param("expires", timestamp(row.expiresAt()), Types.TIMESTAMP)
                        .update()
                == 1;
    }

    /// False when it had ended before: of many that end it at once one does.
    boolean end(ApiKeyId id, String reason, Instant now) {
        return jdbc.sql("""
                UPDATE api_key SET ended_at = :now, end_reason = :reason, secret_closed =
                    CASE WHEN secret_closed IS NULL THEN NULL ELSE ''::bytea END
                WHERE account_id = :account AND key_id = :key AND ended_at IS NULL
                """)
                        .param("account", id.account().value())
                        .param("key", id.key())
                        .param("now", Timestamp.from(now))
                        .param("reason", reason)
                        .update()
                == 1;
    }

    /// @param at null to thaw
    boolean freeze(ApiKeyId id, @Nullable Instant at) {
        return jdbc.sql("""
                UPDATE api_key SET frozen_at = :at
                WHERE account_id = :account AND key_id = :key AND ended_at IS NULL
                    AND (frozen_at IS NULL) <> (CAST(:at AS timestamptz) IS NULL)
                """)
                        .param("account", id.account().value())
                        .param("key", id.key())
                        .param("at", timestamp(at), Types.TIMESTAMP)
                        .update()
                == 1;
    }

    /// Keys that work from anywhere end by then, if they do not end before.
    ///
    /// @return whose end moved
    List<UUID> endOpenBy(AccountId account, Instant end) {
        return jdbc.sql("""
                UPDATE api_key SET expires_at = :end
                WHERE account_id = :account AND open AND ended_at IS NULL AND (expires_at IS NULL OR expires_at > :end)
                RETURNING key_id
                """)
                .param("account", account.value())
                .param("end", Timestamp.from(end))
                .query((row, n) -> row.getObject("key_id", UUID.class))
                .list();
    }

    void used(ApiKeyId id, long times, Instant at, byte[] addressClosed) {
        jdbc.sql("""
                UPDATE api_key SET uses = uses + :times, warned_at = NULL, last_used_at = greatest(last_used_at, :at),
                    last_address_closed = :address
                WHERE account_id = :account AND key_id = :key
                """)
                .param("account", id.account().value())
                .param("key", id.key())
                .param("times", times)
                .param("at", Timestamp.from(at))
                .param("address", addressClosed)
                .update();
    }

    List<ApiKeyId> expired(Instant now) {
        return ids("expires_at <= :before", now);
    }

    /// Keys that move money from anywhere and lie unused since then.
    List<ApiKeyId> idle(Instant before) {
        return ids("open AND kind <> 'READ' AND COALESCE(last_used_at, created_at) <= :before", before);
    }

    List<ApiKeyId> unused(Instant before) {
        return ids("warned_at IS NULL AND COALESCE(last_used_at, created_at) <= :before", before);
    }

    private List<ApiKeyId> ids(String which, Instant before) {
        return jdbc.sql("SELECT account_id, key_id FROM api_key WHERE ended_at IS NULL AND " + which + " LIMIT 500")
                .param("before", Timestamp.from(before))
                .query((row, n) -> new ApiKeyId(
                        new AccountId(row.getObject("account_id", UUID.class)), row.getObject("key_id", UUID.class)))
                .list();
    }

    boolean warned(ApiKeyId id, Instant now) {
        return jdbc.sql("""
                UPDATE api_key SET warned_at = :now
                WHERE account_id = :account AND key_id = :key AND ended_at IS NULL AND warned_at IS NULL
                """)
                        .param("account", id.account().value())
                        .param("key", id.key())
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    void erase(AccountId account) {
        jdbc.sql("DELETE FROM api_key WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static Row row(ResultSet row, int n) throws SQLException {
        return new Row(
                row.getObject("account_id", UUID.class),
                row.getObject("key_id", UUID.class),
                row.getString("kind"),
                row.getString("algorithm"),
                row.getString("scheme"),
                row.getString("scopes"),
                row.getBytes("name_closed"),
                row.getBytes("addresses_closed"),
                row.getBytes("destinations_closed"),
                row.getBoolean("open"),
                row.getBytes("public_key"),
                row.getBytes("secret_closed"),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "expires_at"),
                instant(row, "last_used_at"),
                row.getBytes("last_address_closed"),
                row.getLong("uses"),
                instant(row, "frozen_at"),
                instant(row, "ended_at"),
                row.getString("end_reason"));
    }
}
