package dev.sallyport.oauth;

import dev.sallyport.base.who.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component("oauthDeviceStore")
class DeviceStore {
    enum State {
        OPEN,
        ALLOWED,
        REFUSED,
        USED
    }

    /// @param account, grant of whoever has allowed it
    record Row(
            byte[] hash,
            byte[] userCodeHash,
            String client,
            Set<String> scopes,
            State state,
            @Nullable AccountId account,
            @Nullable UUID grant,
            @Nullable Instant polledAt,
            Instant createdAt,
            Instant until) {}

    private final JdbcClient jdbc;

    DeviceStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Row row) {
        jdbc.sql("""
                INSERT INTO oauth_device (device_hash, user_code_hash, client_id, scopes, state, created_at, until)
                VALUES (:device, :user, :client, :scopes, 'OPEN', :now, :until)
                """)
                .param("device", row.hash())
                .param("user", row.userCodeHash())
                .param("client", row.client())
                .param("scopes", ClientStore.join(row.scopes()))
                .param("now", Timestamp.from(row.createdAt()))
                .param("until", Timestamp.from(row.until()))
                .update();
    }

    Optional<Row> find(byte[] hash) {
        return jdbc.sql("SELECT * FROM oauth_device WHERE device_hash = :device")
                .param("device", hash)
                .query(DeviceStore::row)
                .optional();
    }

    Optional<Row> byUserCode(List<byte[]> hashes, Instant now) {
        return jdbc.sql("""
                SELECT * FROM oauth_device WHERE user_code_hash IN (:hashes) AND state = 'OPEN' AND until > :now
                """)
                .param("hashes", hashes)
                .param("now", Timestamp.from(now))
                .query(DeviceStore::row)
                .optional();
    }

    /// Notes that the device asked; false when it asks too often.
    boolean poll(byte[] hash, Instant now, Instant before) {
        return jdbc.sql("""
                UPDATE oauth_device SET polled_at = :now
                WHERE device_hash = :device AND (polled_at IS NULL OR polled_at <= :before)
                """)
                        .param("device", hash)
                        .param("now", Timestamp.from(now))
                        .param("before", Timestamp.from(before))
                        .update()
                == 1;
    }

    boolean allow(byte[] hash, AccountId account, UUID grant, Instant now) {
        return jdbc.sql("""
                UPDATE oauth_device SET state = 'ALLOWED', account_id = :account, grant_id = :grant
                WHERE device_hash = :device AND state = 'OPEN' AND until > :now
                """)
                        .param("device", hash)
                        .param("account", account.value())
                        .param("grant", grant)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    boolean move(byte[] hash, State from, State to) {
        return jdbc.sql("UPDATE oauth_device SET state = :to WHERE device_hash = :device AND state = :from")
                        .param("device", hash)
                        .param("from", from.name())
                        .param("to", to.name())
                        .update()
                == 1;
    }

    private static Row row(ResultSet row, int n) throws SQLException {
        UUID account = row.getObject("account_id", UUID.class);
        Timestamp polled = row.getTimestamp("polled_at");
        return new Row(
                row.getBytes("device_hash"),
                row.getBytes("user_code_hash"),
                row.getString("client_id"),
                new LinkedHashSet<>(ClientStore.split(row.getString("scopes"))),
                State.valueOf(row.getString("state")),
                account == null ? null : new AccountId(account),
                row.getObject("grant_id", UUID.class),
                polled == null ? null : polled.toInstant(),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("until").toInstant());
    }
}
