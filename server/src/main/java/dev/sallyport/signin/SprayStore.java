package dev.sallyport.signin;

import java.sql.Timestamp;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class SprayStore {
    record Counts(int sameTag, int all) {}

    private final JdbcClient jdbc;

    SprayStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Notes one failure and counts the recent ones, never further than the limits. A statement does not see what it
    /// writes itself (PostgreSQL, section 7.8.4), so the row of this failure is left out of the counts and added.
    Counts note(int tag, byte[] target, Instant now, Instant since, int mostTag, int mostAll) {
        return jdbc.sql("""
                WITH noted AS (
                    INSERT INTO spray_try (tag, target, at) VALUES (:tag, :target, :now)
                    ON CONFLICT (tag, target) DO UPDATE SET at = excluded.at
                )
                SELECT
                    1 + (SELECT count(*) FROM (SELECT FROM spray_try
                        WHERE tag = :tag AND target <> :target AND at > :since LIMIT :mostTag) t) AS same_tag,
                    1 + (SELECT count(*) FROM (SELECT FROM spray_try
                        WHERE (tag, target) <> (:tag, :target) AND at > :since LIMIT :mostAll) t) AS all_tries
                """)
                .param("tag", tag)
                .param("target", target)
                .param("now", Timestamp.from(now))
                .param("since", Timestamp.from(since))
                .param("mostTag", mostTag)
                .param("mostAll", mostAll)
                .query((row, n) -> new Counts(row.getInt("same_tag"), row.getInt("all_tries")))
                .single();
    }

    void raise(Instant until) {
        jdbc.sql("""
                INSERT INTO sign_in_alarm AS a (one, until) VALUES (true, :until)
                ON CONFLICT (one) DO UPDATE SET until = greatest(a.until, excluded.until)
                """).param("until", Timestamp.from(until)).update();
    }

    Instant alarmUntil() {
        return jdbc.sql("SELECT until FROM sign_in_alarm")
                .query((row, n) -> row.getTimestamp("until").toInstant())
                .optional()
                .orElse(Instant.EPOCH);
    }

    int forget(Instant before) {
        return jdbc.sql("DELETE FROM spray_try WHERE at < :before")
                .param("before", Timestamp.from(before))
                .update();
    }
}
