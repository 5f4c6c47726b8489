package dev.sallyport.signals;

import dev.sallyport.base.who.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

@Component
class EventStore {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<TreeMap<String, String>> DATA = new TypeReference<>() {};

    /// Columns of `signal_event`, as `e`.
    static final String COLUMNS = "e.account_id, e.seq, e.event_id, e.type, e.at, e.data";

    private final JdbcClient jdbc;

    EventStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Keeps an event, and for everybody who is to be told of it that he has yet to be.
    void insert(Event event) {
        jdbc.sql("""
                WITH event AS (
                    INSERT INTO signal_event (account_id, seq, event_id, type, at, data)
                    VALUES (:account, :seq, :id, :type, :at, :data))
                INSERT INTO signal_delivery (account_id, seq, receiver_id, since, due_at)
                SELECT :account, :seq, receiver_id, :at, :at FROM signal_receiver
                WHERE state <> 'off' AND (cardinality(types) = 0 OR :type = ANY (types))
                """)
                .param("account", event.account().value())
                .param("seq", event.seq())
                .param("id", event.id())
                .param("type", event.kind().type())
                .param("at", Timestamp.from(event.at()))
                .param("data", JSON.writeValueAsString(event.data()))
                .update();
    }

    /// The same for what is about a stream, and told to it alone. False when its place is taken.
    boolean insertFor(UUID receiver, Event event) {
        return jdbc.sql("""
                WITH event AS (
                    INSERT INTO signal_event (account_id, seq, event_id, type, at, data)
                    VALUES (:account, :seq, :id, :type, :at, :data)
                    ON CONFLICT (account_id, seq) DO NOTHING RETURNING seq)
                INSERT INTO signal_delivery (account_id, seq, receiver_id, since, due_at)
                SELECT :account, seq, :receiver, :at, :at FROM event
                """)
                        .param("receiver", receiver)
                        .param("account", event.account().value())
                        .param("seq", event.seq())
                        .param("id", event.id())
                        .param("type", event.kind().type())
                        .param("at", Timestamp.from(event.at()))
                        .param("data", JSON.writeValueAsString(event.data()))
                        .update()
                == 1;
    }

    /// Events of some types from an id on, by id.
    List<Event> since(UUID from, List<String> types, int most) {
        return jdbc.sql("SELECT " + COLUMNS + """
                 FROM signal_event e WHERE e.event_id > :from AND e.type = ANY (:types)
                ORDER BY e.event_id LIMIT :most
                """)
                .param("from", from)
                .param("types", types.toArray(String[]::new))
                .param("most", most)
                .query(EventStore::event)
                .list();
    }

    /// What is old and awaited by nobody.
    int forget(Instant before, int most) {
        return jdbc.sql("""
                DELETE FROM signal_event e USING (
                    SELECT account_id, seq FROM signal_event o
                    WHERE at < :before AND NOT EXISTS (
                        SELECT 1 FROM signal_delivery d WHERE d.account_id = o.account_id AND d.seq = o.seq)
                    ORDER BY event_id LIMIT :most) old
                WHERE e.account_id = old.account_id AND e.seq = old.seq
                """)
                .param("before", Timestamp.from(before))
                .param("most", most)
                .update();
    }

    static Event event(ResultSet row, int n) throws SQLException {
        return new Event(
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getLong("seq"),
                row.getObject("event_id", UUID.class),
                Kind.of(row.getString("type")).orElseThrow(),
                row.getTimestamp("at").toInstant(),
                data(row.getString("data")));
    }

    private static Map<String, String> data(String json) {
        return JSON.readValue(json, DATA);
    }
}
