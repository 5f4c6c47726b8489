package dev.sallyport.harness;

import dev.sallyport.Server;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.config.ConfigFile;
import dev.sallyport.base.crypto.KeyRingFile;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.db.DatabaseClock;
import dev.sallyport.base.db.EmbeddedDatabase;
import dev.sallyport.base.db.FreePort;
import dev.sallyport.base.http.Doors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A running node. [#shared] is started once for all tests of a JVM; its clock only ever moves forward. A
/// test that needs other settings, or a second node on the same database, starts its own with [#start].
public final class TestNode implements AutoCloseable {
    private static @Nullable TestNode shared;
    private static @Nullable EmbeddedDatabase database;
    private static @Nullable Path data;

    /// The plain text of the service token that every test node knows, with all scopes.
    public static final String SERVICE_TOKEN = "test-service-token-0123456789abcdef";

    public final TestClock clock;
    public final Config config;
    private final Map<String, String> settings;
    private final ConfigurableApplicationContext context;

    private TestNode(
            TestClock clock, Config config, Map<String, String> settings, ConfigurableApplicationContext context) {
        this.clock = clock;
        this.config = config;
        this.settings = settings;
        this.context = context;
    }

    public static synchronized TestNode shared() {
        TestNode node = shared;
        if (node == null) {
            node = start(new TestClock(), Map.of());
            shared = node;
        }
        return node;
    }

    /// Starts a node on the common database.
    ///
    /// @param settings by their names in the settings file
    public static synchronized TestNode start(TestClock clock, Map<String, String> settings) {
        return start(clock, settings, "sallyport");
    }

    /// Starts a node on a database of its own in the same PostgreSQL, so that no other node does its jobs.
    public static synchronized TestNode startAlone(TestClock clock, Map<String, String> settings) {
        database();
        String name = "alone_" + Long.toString(System.nanoTime(), 36);
        asSuperuser("CREATE DATABASE " + name, "postgres");
        asSuperuser(
                "GRANT CREATE ON DATABASE " + name
                        + " TO sallyport_owner; GRANT CREATE ON SCHEMA public TO sallyport_owner",
                name);
        var own = new HashMap<>(settings);
        own.put("audit.anchors", data + "/" + name + "/anchors.jsonl");
        return start(clock, own, name);
    }

    /// Starts a second node beside this one, with the same settings on the same database.
    public TestNode beside() {
        synchronized (TestNode.class) {
            return start(clock, settings, databaseName());
        }
    }

    /// Another node behind the same address, as of a cluster: what one has signed the other believes. Holders' browsers
    /// reach the first one only, since each listens on a port of its own; services reach both.
    public TestNode twin() {
        return twin(Map.of());
    }

    /// The same with settings of its own besides.
    public TestNode twin(Map<String, String> more) {
        synchronized (TestNode.class) {
            var all = new HashMap<>(settings);
            all.put("origin", config.origin().toString());
            all.putAll(more);
            return start(clock, all, databaseName());
        }
    }

    /// The same with its own clock set wrong, as somebody with a hand on the machine would: the
    /// database's stays right.
    public TestNode besideWithItsClock(Duration off) {
        synchronized (TestNode.class) {
            return start(clock, TestClock.wrong(off), settings, databaseName());
        }
    }

    /// How often transactions of its database have waited for each other in a circle.
    public long deadlocks() {
        return bean(JdbcClient.class)
                .sql("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
                .query(Long.class)
                .single();
    }

    private String databaseName() {
        return config.database().url().replaceAll("^.*/", "");
    }

    private static TestNode start(TestClock clock, Map<String, String> settings, String databaseName) {
        return start(clock, clock, settings, databaseName);
    }

    private static TestNode start(TestClock clock, Clock own, Map<String, String> settings, String databaseName) {
        EmbeddedDatabase postgres = database();
        var environment = new HashMap<String, String>();
        int port = FreePort.any();
        environment.put("SALLYPORT_OUTSIDE_PORT", Integer.toString(port));
        environment.put("SALLYPORT_INSIDE_PORT", Integer.toString(FreePort.any()));
        environment.put("SALLYPORT_OUTSIDE_TRUSTED_PROXIES", "1");
        environment.put("SALLYPORT_DATA", String.valueOf(data));
        environment.put("SALLYPORT_SERVICE_TOKENS", "test=" + HexFormat.of().formatHex(Tokens.hash(SERVICE_TOKEN)));
        settings.forEach((name, value) -> environment.put(
                "SALLYPORT_"
                        + name.toUpperCase(java.util.Locale.ROOT)
                                .replace('.', '_')
                                .replace('-', '_'),
                value));
        var outcome = ConfigFile.read(null, environment, true);
        Config config = switch (outcome) {
            case ConfigFile.Outcome.Ready ready ->
                ready.config()
                        .with(named(postgres.settings(ready.config().database().pool()), databaseName));
            case ConfigFile.Outcome.Wrong wrong ->
                throw new IllegalArgumentException(wrong.mistakes().toString());
        };
        var ring = new KeyRingFile(config.keys());
        if (!ring.exists()) {
            ring.create(Instant.now());
        }
        var context = Server.start(config, c -> {
            c.registerBean("clock", Clock.class, () -> own);
            c.registerBean("databaseClock", DatabaseClock.class, () -> ahead(c.getBean(JdbcClient.class), own));
        });
        return new TestNode(clock, config, settings, context);
    }

    /// The database's time moves on as the nodes' does.
    private static DatabaseClock ahead(JdbcClient jdbc, Clock clock) {
        return new DatabaseClock(jdbc, clock) {
            @Override
            public Instant told(Instant byStatement) {
                return super.told(byStatement).plus(TestClock.ahead());
            }
        };
    }

    public static synchronized EmbeddedDatabase database() {
        EmbeddedDatabase running = database;
        if (running == null) {
            try {
                Path folder = Files.createTempDirectory("sallyport-test");
                data = folder;
                running = EmbeddedDatabase.start(folder, Path.of("target/postgres-programs"));
                database = running;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return running;
    }

    private static Config.Database named(Config.Database settings, String name) {
        return new Config.Database(
                settings.url().replaceAll("/[^/]+$", "/" + name),
                settings.user(),
                settings.password(),
                settings.ownerUser(),
                settings.ownerPassword(),
                settings.pool());
    }

    /// Does what an attacker with the whole database in his hands could do.
    public void asSuperuser(String sql) {
        asSuperuser(sql, databaseName());
    }

    /// It is written down where only the user who runs the node can read it.
    private static String superuserPassword() {
        try (var written = Files.newBufferedReader(Objects.requireNonNull(data).resolve("postgres.passwords"))) {
            var passwords = new Properties();
            passwords.load(written);
            return passwords.getProperty("postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void asSuperuser(String sql, String databaseName) {
        String url = named(database().settings(2), databaseName).url();
        try (var connection = DriverManager.getConnection(url, "postgres", superuserPassword());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    public URI outside(String path) {
        return URI.create("http://localhost:" + bean(Doors.class).outside() + path);
    }

    public URI inside(String path) {
        return URI.create("http://127.0.0.1:" + bean(Doors.class).inside() + path);
    }

    @Override
    public void close() {
        context.close();
    }
}
