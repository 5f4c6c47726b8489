package dev.sallyport.oauth;

import dev.sallyport.base.db.Feed;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class SigningKeyStore {
    record Row(String id, String publicJwk, byte[] privateClosed, String ringKey, Instant createdAt) {}

    /// News of keys that were withdrawn, by their ids.
    static final String TOPIC = "oauth-key";

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

    /// Those that count, the newest first.
    List<Row> all() {
        return jdbc.sql("SELECT * FROM oauth_key WHERE withdrawn_at IS NULL ORDER BY created_at DESC, key_id")
                .query((row, n) -> new Row(
                        row.getString("key_id"),
                        row.getString("public_jwk"),
                        row.getBytes("private_closed"),
                        row.getString("ring_key"),
                        row.getTimestamp("created_at").toInstant()))
                .list();
    }

    /// By a command, mostly: so the statement itself tells the nodes that run.
    boolean withdraw(String id, Instant now) {
        return jdbc.sql("""
                WITH gone AS (
                    UPDATE oauth_key SET withdrawn_at = :now WHERE key_id = :key AND withdrawn_at IS NULL
                    RETURNING key_id)
                SELECT pg_notify(:channel, :topic || ' ' || key_id) FROM gone
                """)
                .param("key", id)
                .param("now", Timestamp.from(now))
                .param("channel", Feed.CHANNEL)
                .param("topic", TOPIC)
                .query((row, n) -> true)
                .optional()
                .isPresent();
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
