package dev.sallyport.acceptance;

import static org.awaitility.Awaitility.await;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.db.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/// A real PostgreSQL beside the nodes. It can be killed; it is then started again on the same files and port.
final class Postgres implements AutoCloseable {
    private final Path folder;
    private final EmbeddedDatabase database;
    final Config.Database settings;

    private Postgres(Path folder, EmbeddedDatabase database) {
        this.folder = folder;
        this.database = database;
        this.settings = database.settings(10);
    }

    static Postgres start() {
        Path folder = Node.temporary("postgres");
        return new Postgres(folder, EmbeddedDatabase.start(folder, Path.of("target/postgres-programs")));
    }

    /// As settings of a node.
    Map<String, String> environment() {
        return Map.of(
                "SALLYPORT_DATABASE_URL", settings.url(),
                "SALLYPORT_DATABASE_USER", settings.user(),
                "SALLYPORT_DATABASE_PASSWORD", settings.password(),
                "SALLYPORT_DATABASE_OWNER_USER", settings.ownerUser(),
                "SALLYPORT_DATABASE_OWNER_PASSWORD", settings.ownerPassword());
    }

    /// As somebody who may do everything, such as the thief of the whole database.
    Connection superuser() throws SQLException {
        var passwords = new Properties();
        try (var in = Files.newBufferedReader(folder.resolve("postgres.passwords"))) {
            passwords.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return DriverManager.getConnection(settings.url(), "postgres", passwords.getProperty("postgres"));
    }

    void execute(String sql) {
        try (var connection = superuser();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    long count(String sql) {
        try (var connection = superuser();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /// The database's files and journal, as they lie on the disk, and what it wrote to its log.
    List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("postgres"))) {
            return Stream.concat(all.filter(Files::isRegularFile), Stream.of(folder.resolve("postgres.log")))
                    .toList();
        }
    }

    /// `kill -9` for all its processes at once, and the wait until it is back.
    void kill() {
        long first = postmaster();
        ProcessHandle process = ProcessHandle.of(first).orElseThrow();
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        await("the database is back")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> {
                    try (var connection = superuser()) {
                        return connection.isValid(5) && postmaster() != first;
                    }
                });
    }

    private long postmaster() {
        try {
            return Long.parseLong(Files.readAllLines(folder.resolve("postgres/postmaster.pid"))
                    .getFirst()
                    .strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            database.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
