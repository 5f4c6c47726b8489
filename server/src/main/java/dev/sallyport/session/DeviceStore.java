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

    /// Whether the account has known it at that time.
    boolean isKnownSince(AccountId account, byte[] tokenHash, Instant then) {
        return jdbc.sql("""
                SELECT EXISTS (
                    SELECT 1 FROM device
                    WHERE account_id = :account AND token_hash = :hash AND first_seen_at <= :then)
                """)
                .param("account", account.value())
                .param("hash", tokenHash)
                .param("then", Timestamp.from(then))
                .query(Boolean.class)
                .single();
    }

    boolean isSettled(AccountId account, DeviceId device, Instant then) {
        return jdbc.sql("""
                SELECT EXISTS (
                    SELECT 1 FROM device
                    WHERE account_id = :account AND device_id = :device
                        AND coalesce(settling_since, first_seen_at) <= :then)
                """)
                .param("account", account.value())
                .param("device", device.value())
                .param("then", Timestamp.from(then))
                .query(Boolean.class)
                .single();
    }

    void settle(AccountId account, DeviceId device, Instant since) {
        jdbc.sql("""
                UPDATE device SET settling_since = :since WHERE account_id = :account AND device_id = :device
                """)
                .param("account", account.value())
                .param("device", device.value())
                .param("since", Timestamp.from(since))
                .update();
    }

    void unsettleAllBut(AccountId account, @Nullable DeviceId keep, Instant now) {
        jdbc.sql("""
                UPDATE device SET settling_since = :now
                WHERE account_id = :account AND device_id IS DISTINCT FROM :keep
                """)
                .param("account", account.value())
                .param("keep", keep == null ? null : keep.value(), java.sql.Types.OTHER)
                .param("now", Timestamp.from(now))
                .update();
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

    boolean trust(AccountId account, DeviceId device, byte[] trustHash, Instant until) {
        return jdbc.sql("""
                UPDATE device SET trusted_until = :until, trust_hash = :trust
                WHERE account_id = :account AND device_id = :device
                """)
                        .param("account", account.value())
                        .param("device", device.value())
                        .param("trust", trustHash)
                        .param("until", Timestamp.from(until))
                        .update()
                == 1;
    }

    /// Uses a token up and puts the next in its place: of many with the same one exactly one gets true.
    boolean renewTrust(AccountId account, DeviceId device, byte[] from, byte[] to, Instant now) {
        return jdbc.sql("""
                UPDATE device SET trust_hash = :to
                WHERE account_id = :account AND device_id = :device AND trust_hash = :from AND trusted_until > :now
                """)
                        .param("account", account.value())
                        .param("device", device.value())
                        .param("from", from)
                        .param("to", to)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    /// False for a device that is not there, or that was not trusted.
    boolean distrust(AccountId account, DeviceId device) {
        return jdbc.sql("""
                UPDATE device SET trusted_until = NULL, trust_hash = NULL
                WHERE account_id = :account AND device_id = :device AND trusted_until IS NOT NULL
                """)
                        .param("account", account.value())
                        .param("device", device.value())
                        .update()
                == 1;
    }

    /// What was last seen of a device that is trusted now.
    Optional<byte[]> trusted(AccountId account, DeviceId device, Instant now) {
        return jdbc.sql("""
                SELECT seen_closed FROM device
                WHERE account_id = :account AND device_id = :device AND trusted_until > :now
                """)
                .param("account", account.value())
                .param("device", device.value())
                .param("now", Timestamp.from(now))
                .query((row, n) -> row.getBytes("seen_closed"))
                .optional();
    }

    /// @param keep null for none
    /// @return those that were trusted
    List<DeviceId> distrustAllBut(AccountId account, @Nullable DeviceId keep) {
        return jdbc.sql("""
                UPDATE device SET trusted_until = NULL, trust_hash = NULL
                WHERE account_id = :account AND trusted_until IS NOT NULL AND device_id IS DISTINCT FROM :keep
                RETURNING device_id
                """)
                .param("account", account.value())
                .param("keep", keep == null ? null : keep.value(), java.sql.Types.OTHER)
                .query((row, n) -> new DeviceId(row.getObject("device_id", UUID.class)))
                .list();
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
