package dev.sallyport.session;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.DeviceId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class DeviceStore {
    record Row(
            DeviceId id,
            byte @Nullable [] nameClosed,
            byte[] seenClosed,
            Instant firstSeenAt,
            Instant lastSeenAt,
            @Nullable Instant trustedUntil) {}

    private final JdbcClient jdbc;

    DeviceStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<DeviceId> find(AccountId account, byte[] tokenHash) {
        return jdbc.sql("SELECT device_id FROM device WHERE account_id = :account AND token_hash = :hash")
                .param("account", account.value())
                .param("hash", tokenHash)
                .query((row, n) -> new DeviceId(row.getObject("device_id", UUID.class)))
                .optional();
    }

    /// One of many that sign in with the same new cookie makes the device; the others find it.
    boolean insert(AccountId account, DeviceId device, byte[] tokenHash, byte[] seenClosed, Instant now) {
        return jdbc.sql("""
                INSERT INTO device (account_id, device_id, token_hash, seen_closed, first_seen_at, last_seen_at)
                VALUES (:account, :device, :hash, :seen, :now, :now)
                ON CONFLICT (account_id, token_hash) DO NOTHING
                """)
                        .param("account", account.value())
                        .param("device", device.value())
                        .param("hash", tokenHash)
                        .param("seen", seenClosed)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /// Notes that a known device is here again. Empty when the account knows no such device.
    Optional<DeviceId> seenAgain(AccountId account, byte[] tokenHash, byte[] seenClosed, Instant now) {
        return jdbc.sql("""
                UPDATE device SET seen_closed = :seen, last_seen_at = :now
                WHERE account_id = :account AND token_hash = :hash
                RETURNING device_id
                """)
                .param("account", account.value())
                .param("hash", tokenHash)
                .param("seen", seenClosed)
                .param("now", Timestamp.from(now))
                .query((row, n) -> new DeviceId(row.getObject("device_id", UUID.class)))
                .optional();
    }

    List<Row> list(AccountId account) {
        return jdbc.sql("""
                SELECT device_id, name_closed, seen_closed, first_seen_at, last_seen_at, trusted_until FROM device
                WHERE account_id = :account ORDER BY last_seen_at DESC, device_id
                """)
                .param("account", account.value())
                .query((row, n) -> new Row(
                        new DeviceId(row.getObject("device_id", UUID.class)),
                        row.getBytes("name_closed"),
                        row.getBytes("seen_closed"),
                        row.getTimestamp("first_seen_at").toInstant(),
                        row.getTimestamp("last_seen_at").toInstant(),
                        row.getTimestamp("trusted_until") == null
                                ? null
                                : row.getTimestamp("trusted_until").toInstant()))
                .list();
    }

    boolean rename(AccountId account, DeviceId device, byte @Nullable [] nameClosed) {
        return jdbc.sql("UPDATE device SET name_closed = :name WHERE account_id = :account AND device_id = :device")
                        .param("account", account.value())
                        .param("device", device.value())
                        .param("name", nameClosed)
                        .update()
                == 1;
    }

    boolean trust(AccountId account, DeviceId device, @Nullable Instant until) {
        return jdbc.sql("""
                UPDATE device SET trusted_until = :until WHERE account_id = :account AND device_id = :device
                """)
                        .param("account", account.value())
                        .param("device", device.value())
                        .param("until", until == null ? null : Timestamp.from(until), java.sql.Types.TIMESTAMP)
                        .update()
                == 1;
    }

    void distrustAll(AccountId account) {
        jdbc.sql("UPDATE device SET trusted_until = NULL WHERE account_id = :account AND trusted_until IS NOT NULL")
                .param("account", account.value())
                .update();
    }

    boolean delete(AccountId account, DeviceId device) {
        return jdbc.sql("DELETE FROM device WHERE account_id = :account AND device_id = :device")
                        .param("account", account.value())
                        .param("device", device.value())
                        .update()
                == 1;
    }

    void erase(AccountId account) {
        jdbc.sql("DELETE FROM device WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }
}
