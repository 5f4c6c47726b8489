package dev.sallyport.base.limit;

import java.sql.Timestamp;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class PuzzleStore {
    private final JdbcClient jdbc;

    PuzzleStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Of many that bring the same solution exactly one may use it.
    boolean use(byte[] hash, Instant until) {
        return jdbc.sql("""
                INSERT INTO puzzle_used (puzzle_hash, until) VALUES (:hash, :until) ON CONFLICT DO NOTHING
                """)
                        .param("hash", hash)
                        .param("until", Timestamp.from(until))
                        .update()
                == 1;
    }

    int forget(Instant before) {
        return jdbc.sql("DELETE FROM puzzle_used WHERE until < :before")
                .param("before", Timestamp.from(before))
                .update();
    }
}
