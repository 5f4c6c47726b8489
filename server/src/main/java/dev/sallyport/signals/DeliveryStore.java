package dev.sallyport.signals;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What is yet to be told. Of each account a receiver gets the first event alone, and the next when he
/// has taken it or it is given up: that is the order. Rows are claimed for a while by moving the time
/// at which they are due.
@Component
class DeliveryStore {
    /// An event that somebody here is to tell.
    ///
    /// @param attempts this one included
    /// @param since when it was to be told for the first time
    record Claimed(Event event, int attempts, Instant since) {}

    /// One that was given up.
    record Dead(String receiver, Event event, int attempts, Instant at, String error) {}

    private static final String BACKLOG = """
            count(*) FILTER (WHERE dead_at IS NULL) AS waiting,
            min(since) FILTER (WHERE dead_at IS NULL) AS oldest,
            count(*) FILTER (WHERE dead_at IS NOT NULL) AS dead
            """;

    private final JdbcClient jdbc;

    DeliveryStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Those who are to be sent something now.
    ///
    /// @param kafka whether this node can write to the topic
    List<UUID> waiting(Instant now, boolean kafka) {
        return jdbc.sql("""
                SELECT receiver_id FROM signal_receiver r
                WHERE kind <> 'poll' AND (kind <> 'kafka' OR :kafka) AND state = 'on' AND resume_at <= :now AND EXISTS (
                    SELECT 1 FROM signal_delivery d
                    WHERE d.receiver_id = r.receiver_id AND d.dead_at IS NULL AND d.due_at <= :now)
                """)
                .param("now", Timestamp.from(now))
                .param("kafka", kafka)
                .query((row, n) -> row.getObject("receiver_id", UUID.class))
                .list();
    }

    List<Claimed> claim(UUID receiver, Instant now, Instant until, int most) {
        return jdbc.sql("""
                WITH head AS (
                    SELECT account_id, seq FROM signal_delivery d
                    WHERE receiver_id = :receiver AND dead_at IS NULL AND due_at <= :now AND NOT EXISTS (
                        SELECT 1 FROM signal_delivery earlier
                        WHERE earlier.account_id = d.account_id AND earlier.receiver_id = d.receiver_id
                            AND earlier.seq < d.seq AND earlier.dead_at IS NULL)
                    ORDER BY due_at LIMIT :most FOR UPDATE SKIP LOCKED),
                claimed AS (
                    UPDATE signal_delivery d SET due_at = :until, attempts = attempts + 1 FROM head
                    WHERE d.receiver_id = :receiver AND d.account_id = head.account_id AND d.seq = head.seq
                    RETURNING d.account_id, d.seq, d.attempts, d.since)
                SELECT c.attempts, c.since, e.account_id, e.seq, e.event_id, e.type, e.at, e.data
                FROM claimed c JOIN signal_event e ON e.account_id = c.account_id AND e.seq = c.seq
                ORDER BY e.event_id
                """)
                .param("receiver", receiver)
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(until))
                .param("most", most)
                .query((row, n) -> new Claimed(
                        EventStore.event(row, n),
                        row.getInt("attempts"),
                        row.getTimestamp("since").toInstant()))
                .list();
    }

    /// For one who fetches: the first events that he has not taken, in the order of each account.
    List<Event> next(UUID receiver, int most) {
        return jdbc.sql("SELECT " + EventStore.COLUMNS + """
                 FROM signal_delivery d JOIN signal_event e ON e.account_id = d.account_id AND e.seq = d.seq
                WHERE d.receiver_id = :receiver AND d.dead_at IS NULL AND NOT EXISTS (
                    SELECT 1 FROM signal_delivery earlier
                    WHERE earlier.account_id = d.account_id AND earlier.receiver_id = d.receiver_id
                        AND earlier.seq < d.seq AND earlier.dead_at IS NULL AND earlier.due_at > d.due_at)
                ORDER BY d.due_at, d.account_id, d.seq LIMIT :most
                """)
                .param("receiver", receiver)
                .param("most", most)
                .query(EventStore::event)
                .list();
    }

    void taken(UUID receiver, Event event) {
        jdbc.sql("""
                DELETE FROM signal_delivery WHERE account_id = :account AND receiver_id = :receiver AND seq = :seq
                """)
                .param("account", event.account().value())
                .param("receiver", receiver)
                .param("seq", event.seq())
                .update();
    }

    /// The same for one who names the events by their ids.
    int taken(UUID receiver, List<UUID> events) {
        return jdbc.sql("""
                DELETE FROM signal_delivery d USING signal_event e
                WHERE d.receiver_id = :receiver AND e.account_id = d.account_id AND e.seq = d.seq
                    AND e.event_id = ANY (:events)
                """)
                .param("receiver", receiver)
                .param("events", events.toArray(UUID[]::new))
                .update();
    }

    /// One who fetches cannot use it.
    int refused(UUID receiver, UUID event, Instant now, String error) {
        return jdbc.sql("""
                UPDATE signal_delivery d SET dead_at = :now, error = :error, attempts = attempts + 1
                FROM signal_event e
                WHERE d.receiver_id = :receiver AND d.dead_at IS NULL
                    AND e.account_id = d.account_id AND e.seq = d.seq AND e.event_id = :event
                """)
                .param("receiver", receiver)
                .param("event", event)
                .param("now", Timestamp.from(now))
                .param("error", error)
                .update();
    }

    /// Another try later; what comes after it in the account waits with it.
    void later(UUID receiver, Event event, Instant due, String error) {
        jdbc.sql("""
                UPDATE signal_delivery SET due_at = :due, error = CASE WHEN seq = :seq THEN :error ELSE error END
                WHERE account_id = :account AND receiver_id = :receiver AND seq >= :seq AND dead_at IS NULL
                """)
                .param("account", event.account().value())
                .param("receiver", receiver)
                .param("seq", event.seq())
                .param("due", Timestamp.from(due))
                .param("error", error)
                .update();
    }

    /// Gives it up; what comes after it goes on at once.
    void die(UUID receiver, Event event, Instant now, String error) {
        jdbc.sql("""
                UPDATE signal_delivery SET due_at = :now,
                    dead_at = CASE WHEN seq = :seq THEN cast(:now AS timestamptz) END,
                    error = CASE WHEN seq = :seq THEN :error ELSE error END
                WHERE account_id = :account AND receiver_id = :receiver AND seq >= :seq AND dead_at IS NULL
                """)
                .param("account", event.account().value())
                .param("receiver", receiver)
                .param("seq", event.seq())
                .param("now", Timestamp.from(now))
                .param("error", error)
                .update();
    }

    /// What one receiver has yet to take.
    ///
    /// @param oldest since when the oldest of them waits; null for none
    record Backlog(long waiting, @Nullable Instant oldest, long dead) {
        static final Backlog NONE = new Backlog(0, null, 0);
    }

    Map<UUID, Backlog> backlogs() {
        var all = new HashMap<UUID, Backlog>();
        jdbc.sql("SELECT receiver_id, " + BACKLOG + " FROM signal_delivery GROUP BY receiver_id")
                .query((row, n) -> Map.entry(row.getObject("receiver_id", UUID.class), backlog(row, n)))
                .list()
                .forEach(one -> all.put(one.getKey(), one.getValue()));
        return all;
    }

    Backlog backlog(UUID receiver) {
        return jdbc.sql("SELECT " + BACKLOG + " FROM signal_delivery WHERE receiver_id = :receiver")
                .param("receiver", receiver)
                .query(DeliveryStore::backlog)
                .single();
    }

    private static Backlog backlog(ResultSet row, int n) throws SQLException {
        Timestamp oldest = row.getTimestamp("oldest");
        return new Backlog(row.getLong("waiting"), oldest == null ? null : oldest.toInstant(), row.getLong("dead"));
    }

    /// The event that has waited longest.
    Optional<UUID> longest(UUID receiver) {
        return jdbc.sql("""
                SELECT e.event_id FROM (
                    SELECT account_id, seq FROM signal_delivery
                    WHERE receiver_id = :receiver AND dead_at IS NULL
                    ORDER BY since, account_id, seq LIMIT 1) d
                JOIN signal_event e ON e.account_id = d.account_id AND e.seq = d.seq
                """)
                .param("receiver", receiver)
                .query((row, n) -> row.getObject("event_id", UUID.class))
                .optional();
    }

    /// @param receiver of this one alone; null for all
    /// @param after only those with greater ids; null for all
    List<Dead> dead(@Nullable UUID receiver, @Nullable UUID after, int most) {
        return jdbc.sql("SELECT r.name, d.attempts, d.dead_at, d.error, " + EventStore.COLUMNS + """
                 FROM signal_delivery d
                JOIN signal_receiver r ON r.receiver_id = d.receiver_id
                JOIN signal_event e ON e.account_id = d.account_id AND e.seq = d.seq
                WHERE d.dead_at IS NOT NULL AND (cast(:receiver AS uuid) IS NULL OR d.receiver_id = :receiver)
                    AND (cast(:after AS uuid) IS NULL OR e.event_id > :after)
                ORDER BY e.event_id, r.name LIMIT :most
                """)
                .param("receiver", receiver, java.sql.Types.OTHER)
                .param("after", after, java.sql.Types.OTHER)
                .param("most", most)
                .query((row, n) -> new Dead(
                        row.getString("name"),
                        EventStore.event(row, n),
                        row.getInt("attempts"),
                        row.getTimestamp("dead_at").toInstant(),
                        row.getString("error")))
                .list();
    }

    /// @param receiver of this one alone; null for all
    /// @param event only this one; null for all that the receiver has
    int replay(@Nullable UUID receiver, @Nullable UUID event, Instant now) {
        return jdbc.sql("""
                UPDATE signal_delivery d SET dead_at = NULL, attempts = 0, since = :now, due_at = :now
                FROM signal_event e
                WHERE (cast(:receiver AS uuid) IS NULL OR d.receiver_id = :receiver) AND d.dead_at IS NOT NULL
                    AND e.account_id = d.account_id AND e.seq = d.seq
                    AND (cast(:event AS uuid) IS NULL OR e.event_id = :event)
                """)
                .param("receiver", receiver, java.sql.Types.OTHER)
                .param("event", event, java.sql.Types.OTHER)
                .param("now", Timestamp.from(now))
                .update();
    }

    int forgetDead(Instant before) {
        return jdbc.sql("DELETE FROM signal_delivery WHERE dead_at < :before")
                .param("before", Timestamp.from(before))
                .update();
    }

    Optional<Instant> oldest() {
        return jdbc.sql("SELECT min(since) AS oldest FROM signal_delivery WHERE dead_at IS NULL")
                .query((row, n) -> Optional.ofNullable(row.getTimestamp("oldest")))
                .single()
                .map(Timestamp::toInstant);
    }
}
