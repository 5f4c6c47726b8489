package dev.sallyport.notices;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class SmsStopStore {
    private static final Duration PIECE = Duration.ofMinutes(10);

    record Counts(long sent, long verified) {}

    record Stop(
            String place,
            String cause,
            Instant since,
            @Nullable Instant until) {}

    private final JdbcClient jdbc;

    SmsStopStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void count(String place, int sent, int verified, Instant now) {
        Instant piece = Instant.ofEpochSecond(now.getEpochSecond() / PIECE.toSeconds() * PIECE.toSeconds());
        jdbc.sql("""
                INSERT INTO notice_sms_count AS c (place, at, sent, verified) VALUES (:place, :at, :sent, :verified)
                ON CONFLICT (place, at) DO UPDATE
                SET sent = c.sent + excluded.sent, verified = c.verified + excluded.verified
                """)
                .param("place", place)
                .param("at", Timestamp.from(piece))
                .param("sent", sent)
                .param("verified", verified)
                .update();
    }

    Counts since(String place, Instant since) {
        return jdbc.sql("""
                SELECT coalesce(sum(sent), 0) AS sent, coalesce(sum(verified), 0) AS verified
                FROM notice_sms_count WHERE place = :place AND at > :since
                """)
                .param("place", place)
                .param("since", Timestamp.from(since))
                .query((row, n) -> new Counts(row.getLong("sent"), row.getLong("verified")))
                .single();
    }

    /// Of many at once, and of many nodes, exactly one gets true: it is the one that tells.
    boolean stop(String place, String cause, Instant now, @Nullable Instant until) {
        return jdbc.sql("""
                INSERT INTO notice_sms_stop AS s (place, cause, since, until) VALUES (:place, :cause, :now, :until)
                ON CONFLICT (place, cause) DO UPDATE SET since = excluded.since, until = excluded.until
                WHERE s.until <= excluded.since
                """)
                        .param("place", place)
                        .param("cause", cause)
                        .param("now", Timestamp.from(now))
                        .param("until", until == null ? null : Timestamp.from(until), java.sql.Types.TIMESTAMP)
                        .update()
                == 1;
    }

    /// Takes every stop of a country away, those of its ranges too.
    int start(String country) {
        return jdbc.sql("DELETE FROM notice_sms_stop WHERE place = :country OR place LIKE :ranges")
                .param("country", country)
                .param("ranges", country + ":%")
                .update();
    }

    /// What was counted before a country was let go on must not stop it again.
    void forgetCounts(String country) {
        jdbc.sql("DELETE FROM notice_sms_count WHERE place = :country OR place LIKE :ranges")
                .param("country", country)
                .param("ranges", country + ":%")
                .update();
    }

    List<Stop> stops(Instant now) {
        return jdbc.sql("""
                SELECT place, cause, since, until FROM notice_sms_stop
                WHERE until IS NULL OR until > :now ORDER BY place, cause
                """)
                .param("now", Timestamp.from(now))
                .query((row, n) -> new Stop(
                        row.getString("place"),
                        row.getString("cause"),
                        row.getTimestamp("since").toInstant(),
                        Optional.ofNullable(row.getTimestamp("until"))
                                .map(Timestamp::toInstant)
                                .orElse(null)))
                .list();
    }

    int forget(Instant before) {
        return jdbc.sql("DELETE FROM notice_sms_count WHERE at < :before")
                        .param("before", Timestamp.from(before))
                        .update()
                + jdbc.sql("DELETE FROM notice_sms_stop WHERE until < :before")
                        .param("before", Timestamp.from(before))
                        .update();
    }
}
