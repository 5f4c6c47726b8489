package dev.sallyport.base.db;

import dev.sallyport.base.config.Config;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// News between nodes, by PostgreSQL's LISTEN/NOTIFY on one channel: a topic and a short text. What is told
/// inside a transaction reaches the other nodes when it commits, and never when it does not.
///
/// A node that cannot hear must not trust what it remembers: [#alive] is false from the moment the connection
/// is in doubt until it listens again, and whoever keeps a cache asks for it before each use and forgets all
/// when told [#onSilence]. The feed proves that it hears by a beat of its own several times a second.
@Component("revocationFeed")
public final class Feed implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    /// For a statement that tells of its own change by `pg_notify`: a topic, a blank, a text.
    public static final String CHANNEL = "sallyport";
    private static final Duration BEAT = Duration.ofMillis(250);
    /// Longer than this without a proof that the connection works, and the node counts as deaf.
    private static final Duration DEAF_AFTER = Duration.ofMillis(900);

    private final Config config;
    private final JdbcClient jdbc;
    private final Map<String, List<Consumer<String>>> listeners = new ConcurrentHashMap<>();
    private final List<Runnable> onSilence = new CopyOnWriteArrayList<>();
    private volatile long heardAt = Long.MIN_VALUE;
    private volatile boolean running;
    private volatile @Nullable Thread thread;

    Feed(Config config, JdbcClient jdbc) {
        this.config = config;
        this.jdbc = jdbc;
    }

    /// Tells every node, this one included, once the surrounding transaction commits.
    ///
    /// @param text at most 7,000 bytes
    public void tell(String topic, String text) {
        jdbc.sql("SELECT pg_notify('" + CHANNEL + "', :message)")
                .param("message", topic + " " + text)
                .query((row, n) -> true)
                .single();
    }

    public void on(String topic, Consumer<String> listener) {
        listeners.computeIfAbsent(topic, t -> new CopyOnWriteArrayList<>()).add(listener);
    }

    /// Called when the feed was lost: what was remembered may be stale.
    public void onSilence(Runnable listener) {
        onSilence.add(listener);
    }

    /// Whether news arrive at this moment.
    public boolean alive() {
        long at = heardAt;
        return at != Long.MIN_VALUE && System.nanoTime() - at < DEAF_AFTER.toNanos();
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().daemon().name("feed").start(this::listen);
    }

    @Override
    public void stop() {
        running = false;
        Thread t = thread;
        if (t != null) {
            t.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void listen() {
        long pause = 50;
        while (running) {
            try (Connection connection = connect()) {
                try (var statement = connection.createStatement()) {
                    statement.execute("LISTEN " + CHANNEL);
                }
                // From here on everything is heard; what was remembered before may have changed unheard.
                onSilence.forEach(Runnable::run);
                pause = 50;
                hear(connection);
            } catch (SQLException e) {
                silent(e);
            }
            LockSupport.parkNanos(Duration.ofMillis(pause).toNanos());
            pause = Math.min(2_000, pause * 2);
        }
    }

    private void silent(SQLException e) {
        heardAt = Long.MIN_VALUE;
        onSilence.forEach(Runnable::run);
        if (running) {
            LOG.warn("The feed between nodes is down; caches are not trusted until it is back: {}", e.getMessage());
        }
    }

    private Connection connect() throws SQLException {
        var d = config.database();
        String mark = d.url().contains("?") ? "&" : "?";
        return DriverManager.getConnection(
                d.url() + mark + "ApplicationName=sallyport-feed&socketTimeout=5&connectTimeout=5&loginTimeout=5",
                d.user(),
                d.password());
    }

    private void hear(Connection connection) throws SQLException {
        var notifications = connection.unwrap(PGConnection.class);
        try (var beat = connection.createStatement()) {
            while (running) {
                PGNotification[] news = notifications.getNotifications((int) BEAT.toMillis());
                if (news == null || news.length == 0) {
                    // Nothing came: ask the server itself, so that a dead connection is not taken for a
                    // quiet one.
                    beat.execute("SELECT 1");
                    news = notifications.getNotifications();
                }
                for (PGNotification one : news == null ? new PGNotification[0] : news) {
                    pass(one.getParameter());
                }
                heardAt = System.nanoTime();
            }
        }
    }

    private void pass(String message) {
        int space = message.indexOf(' ');
        String topic = space < 0 ? message : message.substring(0, space);
        String text = space < 0 ? "" : message.substring(space + 1);
        for (Consumer<String> listener : listeners.getOrDefault(topic, List.of())) {
            try {
                listener.accept(text);
            } catch (RuntimeException e) {
                // One listener's fault must not make the others deaf; and forgetting everything is always
                // safe.
                LOG.error("A listener to \"{}\" failed; caches are emptied.", topic, e);
                onSilence.forEach(Runnable::run);
            }
        }
    }
}
