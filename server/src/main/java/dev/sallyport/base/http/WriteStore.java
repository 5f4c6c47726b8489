package dev.sallyport.base.http;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class WriteStore {
    record Done(byte[] requestHash, String answer) {}

    private final JdbcClient jdbc;

    WriteStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// True for the first one with this key. Another one at the same moment waits here until the
    /// first one's transaction has ended.
    boolean begin(String service, byte[] keyHash, byte[] requestHash, Instant now) {
        return jdbc.sql("""
                INSERT INTO idempotent_write (service, key_hash, request_hash, at) VALUES (:service, :key, :request, :now)
                ON CONFLICT (service, key_hash) DO NOTHING
                """)
                        .param("service", service)
                        .param("key", keyHash)
                        .param("request", requestHash)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    void finish(String service, byte[] keyHash, String answer) {
        jdbc.sql("UPDATE idempotent_write SET answer = :answer WHERE service = :service AND key_hash = :key")
                .param("service", service)
                .param("key", keyHash)
                .param("answer", answer)
                .update();
    }

    Done find(String service, byte[] keyHash) {
        return jdbc.sql(
                        "SELECT request_hash, answer FROM idempotent_write WHERE service = :service AND key_hash = :key")
                .param("service", service)
                .param("key", keyHash)
                .query((row, n) ->
                        new Done(row.getBytes("request_hash"), Objects.requireNonNull(row.getString("answer"))))
                .single();
    }

    /// A key that is a day old is free again.
    void free(String service, byte[] keyHash, Instant before) {
        jdbc.sql("DELETE FROM idempotent_write WHERE service = :service AND key_hash = :key AND at < :before")
                .param("service", service)
                .param("key", keyHash)
                .param("before", Timestamp.from(before))
                .update();
    }

    int forget(Instant before) {
        return jdbc.sql("DELETE FROM idempotent_write WHERE at < :before")
                .param("before", Timestamp.from(before))
                .update();
    }
}
