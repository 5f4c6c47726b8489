package dev.sallyport.base.limit;

import java.sql.Timestamp;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class LimitStore {
    private final JdbcClient jdbc;

    LimitStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// One statement: the bucket is filled by the time that passed, and one token is taken if there is one.
    boolean take(Limit limit, byte[] key, Instant now) {
        double perSecond = limit.burst() / (double) limit.per().toSeconds();
        return jdbc.sql("""
                INSERT INTO limit_bucket AS b (name, key, tokens, updated_at)
                VALUES (:name, :key, :burst - 1, :now)
                ON CONFLICT (name, key) DO UPDATE
                SET tokens = least(:burst, b.tokens
                        + :rate * greatest(0, extract(epoch FROM excluded.updated_at - b.updated_at))) - 1,
                    updated_at = greatest(b.updated_at, excluded.updated_at)
                WHERE least(:burst, b.tokens
                        + :rate * greatest(0, extract(epoch FROM excluded.updated_at - b.updated_at))) >= 1
                """)
                        .param("name", limit.name())
                        .param("key", key)
                        .param("burst", (double) limit.burst())
                        .param("rate", perSecond)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    void giveBack(Limit limit, byte[] key) {
        jdbc.sql("""
                UPDATE limit_bucket SET tokens = least(:burst, tokens + 1) WHERE name = :name AND key = :key
                """)
                .param("name", limit.name())
                .param("key", key)
                .param("burst", (double) limit.burst())
                .update();
    }

    int forget(Instant before) {
        return jdbc.sql("DELETE FROM limit_bucket WHERE updated_at < :before")
                .param("before", Timestamp.from(before))
                .update();
    }
}
