package dev.sallyport.signals;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class SigningKeyStore {
    record Row(String id, String publicJwk, byte[] privateClosed, Instant createdAt) {}

    private final JdbcClient jdbc;

    SigningKeyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// One node at a time makes keys, until its transaction ends.
    void lock() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('signal key', 0))")
                .query((row, n) -> true)
                .single();
    }

    void insert(Row key) {
        jdbc.sql("""
                INSERT INTO signal_key (key_id, public_jwk, private_closed, created_at)
                VALUES (:id, :public, :private, :now)
                """)
                .param("id", key.id())
                .param("public", key.publicJwk())
                .param("private", key.privateClosed())
                .param("now", Timestamp.from(key.createdAt()))
                .update();
    }

    /// The newest first.
    List<Row> all() {
        return jdbc.sql("""
                SELECT key_id, public_jwk, private_closed, created_at FROM signal_key ORDER BY created_at DESC
                """)
                .query((row, n) -> new Row(
                        row.getString("key_id"),
                        row.getString("public_jwk"),
                        row.getBytes("private_closed"),
                        row.getTimestamp("created_at").toInstant()))
                .list();
    }

    int forget(Instant before) {
        return jdbc.sql("DELETE FROM signal_key WHERE created_at < :before")
                .param("before", Timestamp.from(before))
                .update();
    }
}
