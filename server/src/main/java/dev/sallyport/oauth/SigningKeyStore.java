package dev.sallyport.oauth;

import dev.sallyport.base.db.Feed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class SigningKeyStore {
    /// @param withdrawnAt null while it counts
    record Row(
            String id,
            String publicJwk,
            byte[] privateClosed,
            String ringKey,
            Instant createdAt,
            @Nullable Instant withdrawnAt) {}

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
                .query(SigningKeyStore::row)
                .list();
    }

    /// With those that were withdrawn, the newest first.
    List<Row> allThereWere() {
        return jdbc.sql("SELECT * FROM oauth_key ORDER BY created_at DESC, key_id")
                .query(SigningKeyStore::row)
                .list();
    }

    private static Row row(ResultSet row, int n) throws SQLException {
        Timestamp withdrawn = row.getTimestamp("withdrawn_at");
        return new Row(
                row.getString("key_id"),
                row.getString("public_jwk"),
                row.getBytes("private_closed"),
                row.getString("ring_key"),
                row.getTimestamp("created_at").toInstant(),
                withdrawn == null ? null : withdrawn.toInstant());
    }

    /// By a command, while no node need run: so the statement itself tells those that do.
    boolean withdraw(Recall recall) {
        return jdbc.sql("""
                WITH gone AS (
                    UPDATE oauth_key SET withdrawn_at = :now, withdrawal_id = :id
                    WHERE key_id = :key AND withdrawn_at IS NULL
                    RETURNING key_id)
                SELECT pg_notify(:channel, :recall) FROM gone
                """)
                .param("key", recall.name())
                .param("id", recall.id())
                .param("now", Timestamp.from(recall.at()))
                .param("channel", Feed.CHANNEL)
                .param("recall", Recall.TOPIC + " " + recall.text())
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
