package dev.sallyport.signals;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class ReceiverStore {
    private static final String COLUMNS = """
            receiver_id, name, kind, url, types, requested, state, owner, audience, description, reason, failures,
            failing_since, resume_at, created_at
            """;

    private final JdbcClient jdbc;

    ReceiverStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// False when the name is taken.
    boolean insert(Receiver receiver, byte[] secretsClosed) {
        return jdbc.sql("""
                INSERT INTO signal_receiver (receiver_id, name, kind, url, types, requested, state, secrets_closed, owner, audience,
                    description, resume_at, created_at)
                VALUES (:id, :name, :kind, :url, :types, :requested, :state, :secrets, :owner, :audience, :description, :now, :now)
                ON CONFLICT (name) DO NOTHING
                """)
                        .param("id", receiver.id())
                        .param("name", receiver.name())
                        .param("kind", receiver.way().stored())
                        .param("url", receiver.url())
                        .param("types", receiver.types().toArray(String[]::new))
                        .param("requested", receiver.requested().toArray(String[]::new))
                        .param("state", receiver.state().stored())
                        .param("secrets", secretsClosed)
                        .param("owner", receiver.owner())
                        .param("audience", receiver.audience())
                        .param("description", receiver.description())
                        .param("now", Timestamp.from(receiver.createdAt()))
                        .update()
                == 1;
    }

    List<Receiver> all() {
        return jdbc.sql("SELECT " + COLUMNS + " FROM signal_receiver ORDER BY name")
                .query(ReceiverStore::row)
                .list();
    }

    List<Receiver> of(String owner) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM signal_receiver WHERE owner = :owner ORDER BY receiver_id")
                .param("owner", owner)
                .query(ReceiverStore::row)
                .list();
    }

    Optional<Receiver> find(UUID id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM signal_receiver WHERE receiver_id = :id")
                .param("id", id)
                .query(ReceiverStore::row)
                .optional();
    }

    Optional<Receiver> named(String name) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM signal_receiver WHERE name = :name")
                .param("name", name)
                .query(ReceiverStore::row)
                .optional();
    }

    byte[] secrets(UUID id) {
        return jdbc.sql("SELECT secrets_closed FROM signal_receiver WHERE receiver_id = :id")
                .param("id", id)
                .query((row, n) -> row.getBytes("secrets_closed"))
                .single();
    }

    /// Where a stream is pushed to, and what it shows there.
    record Target(String url, byte[] closed) {}

    /// Both by one statement: a header never goes to the address that came before or after its own.
    Target target(UUID id) {
        return jdbc.sql("SELECT url, secrets_closed FROM signal_receiver WHERE receiver_id = :id")
                .param("id", id)
                .query((row, n) -> new Target(row.getString("url"), row.getBytes("secrets_closed")))
                .single();
    }

    /// The secrets, and nobody else changes them until the transaction ends.
    Optional<byte[]> secretsToChange(UUID id) {
        return jdbc.sql("SELECT secrets_closed FROM signal_receiver WHERE receiver_id = :id FOR UPDATE")
                .param("id", id)
                .query((row, n) -> row.getBytes("secrets_closed"))
                .optional();
    }

    void keepSecrets(UUID id, byte[] secretsClosed) {
        jdbc.sql("UPDATE signal_receiver SET secrets_closed = :secrets WHERE receiver_id = :id")
                .param("id", id)
                .param("secrets", secretsClosed)
                .update();
    }

    boolean change(Receiver to) {
        return jdbc.sql("""
                UPDATE signal_receiver SET kind = :kind, url = :url, types = :types, requested = :requested,
                    description = :description
                WHERE receiver_id = :id
                """)
                        .param("id", to.id())
                        .param("kind", to.way().stored())
                        .param("url", to.url())
                        .param("types", to.types().toArray(String[]::new))
                        .param("requested", to.requested().toArray(String[]::new))
                        .param("description", to.description())
                        .update()
                == 1;
    }

    boolean setState(UUID id, Receiver.State state, String reason, Instant now) {
        return jdbc.sql("""
                UPDATE signal_receiver SET state = :state, reason = :reason, failures = 0, failing_since = NULL, resume_at = :now
                WHERE receiver_id = :id
                """)
                        .param("id", id)
                        .param("state", state.stored())
                        .param("reason", reason)
                        .param("now", Timestamp.from(now))
                        .update()
                == 1;
    }

    boolean remove(UUID id) {
        return jdbc.sql("DELETE FROM signal_receiver WHERE receiver_id = :id")
                        .param("id", id)
                        .update()
                == 1;
    }

    /// He took something: whatever was wrong is over.
    ///
    /// @return whether anything was wrong until now
    boolean took(UUID id, Instant now) {
        return jdbc.sql("""
                UPDATE signal_receiver SET failures = 0, failing_since = NULL, resume_at = :now
                WHERE receiver_id = :id AND failures > 0
                """).param("id", id).param("now", Timestamp.from(now)).update() == 1;
    }

    /// How many have failed so often in a row.
    int failing(int inARow) {
        return jdbc.sql("SELECT count(*) FROM signal_receiver WHERE failures >= :failures AND state = 'on'")
                .param("failures", inARow)
                .query(Integer.class)
                .single();
    }

    /// @return how many tries in a row have come to nothing
    int failed(UUID id, Instant now) {
        return jdbc.sql("""
                UPDATE signal_receiver SET failures = failures + 1, failing_since = coalesce(failing_since, :now)
                WHERE receiver_id = :id RETURNING failures
                """)
                .param("id", id)
                .param("now", Timestamp.from(now))
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    void rest(UUID id, Instant until) {
        jdbc.sql("UPDATE signal_receiver SET resume_at = :until WHERE receiver_id = :id AND resume_at < :until")
                .param("id", id)
                .param("until", Timestamp.from(until))
                .update();
    }

    private static Receiver row(ResultSet row, int n) throws SQLException {
        return new Receiver(
                row.getObject("receiver_id", UUID.class),
                row.getString("name"),
                Receiver.Way.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("url"),
                List.of((String[]) row.getArray("types").getArray()),
                List.of((String[]) row.getArray("requested").getArray()),
                Receiver.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("owner"),
                row.getString("audience"),
                row.getString("description"),
                row.getString("reason"),
                row.getInt("failures"),
                row.getTimestamp("failing_since") == null
                        ? null
                        : row.getTimestamp("failing_since").toInstant(),
                row.getTimestamp("resume_at").toInstant(),
                row.getTimestamp("created_at").toInstant());
    }
}
