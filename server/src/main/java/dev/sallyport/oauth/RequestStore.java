package dev.sallyport.oauth;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class RequestStore {
    record Row(byte[] hash, String client, byte[] askedClosed, Instant createdAt, Instant until) {}

    private final JdbcClient jdbc;

    RequestStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Row row, boolean pushed) {
        jdbc.sql("""
                INSERT INTO oauth_request (request_hash, client_id, pushed, asked_closed, created_at, until)
                VALUES (:hash, :client, :pushed, :asked, :now, :until)
                """)
                .param("hash", row.hash())
                .param("client", row.client())
                .param("pushed", pushed)
                .param("asked", row.askedClosed())
                .param("now", Timestamp.from(row.createdAt()))
                .param("until", Timestamp.from(row.until()))
                .update();
    }

    Optional<Row> find(byte[] hash, Instant now) {
        return jdbc.sql("""
                SELECT * FROM oauth_request WHERE request_hash = :hash AND NOT pushed AND until > :now
                """)
                .param("hash", hash)
                .param("now", Timestamp.from(now))
                .query((row, n) -> new Row(
                        row.getBytes("request_hash"),
                        row.getString("client_id"),
                        row.getBytes("asked_closed"),
                        row.getTimestamp("created_at").toInstant(),
                        row.getTimestamp("until").toInstant()))
                .optional();
    }

    /// Takes it away. Of many that bring its name one gets it.
    Optional<Row> take(byte[] hash, boolean pushed, Instant now) {
        return jdbc.sql("""
                DELETE FROM oauth_request WHERE request_hash = :hash AND pushed = :pushed
                RETURNING *
                """)
                .param("hash", hash)
                .param("pushed", pushed)
                .query((row, n) -> new Row(
                        row.getBytes("request_hash"),
                        row.getString("client_id"),
                        row.getBytes("asked_closed"),
                        row.getTimestamp("created_at").toInstant(),
                        row.getTimestamp("until").toInstant()))
                .optional()
                .filter(row -> row.until().isAfter(now));
    }
}
