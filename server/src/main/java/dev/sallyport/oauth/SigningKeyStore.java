package dev.sallyport.oauth;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class SigningKeyStore {
    record Row(String id, String publicJwk, byte[] privateClosed, String ringKey, Instant createdAt) {}

    private final JdbcClient jdbc;

    SigningKeyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Row row) {
        jdbc.sql("""
                INSERT INTO oauth_key (key_id, public_jwk, private_closed, ring_key, created_at)
                VALUES (:key, :public, :private, :ring, :now)
                """)
                .param("key", row.id())
                .param("public", row.publicJwk())
                .param("private", row.privateClosed())
                .param("ring", row.ringKey())
                .param("now", Timestamp.from(row.createdAt()))
                .update();
    }

    /// The newest first.
    List<Row> all() {
        return jdbc.sql("SELECT * FROM oauth_key ORDER BY created_at DESC, key_id")
                .query((row, n) -> new Row(
                        row.getString("key_id"),
                        row.getString("public_jwk"),
                        row.getBytes("private_closed"),
                        row.getString("ring_key"),
                        row.getTimestamp("created_at").toInstant()))
                .list();
    }

    /// Lets everybody who would make a key wait for each other until the transaction ends.
    void queueUp() {
        jdbc.sql("LOCK TABLE oauth_key IN SHARE ROW EXCLUSIVE MODE").update();
    }

    int forget(Instant before) {
        return jdbc.sql("DELETE FROM oauth_key WHERE created_at < :before")
                .param("before", Timestamp.from(before))
                .update();
    }
}
