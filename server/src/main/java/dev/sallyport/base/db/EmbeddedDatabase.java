package dev.sallyport.base.db;

import dev.sallyport.base.Closing;
import dev.sallyport.base.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A real PostgreSQL from the jar, with its data in `postgres` under the data folder: the same engine on a
/// laptop as in production. What was acknowledged survives a power cut; a server that was killed leaves its
/// database running, and the next start on the folder stops that one first. It listens on 127.0.0.1 only and
/// asks for a password. When it dies, it is started again.
///
/// The starter that usually comes with these binaries is made for tests: it trusts every local user, switches
/// fsync off, and unpacks programs into a temporary folder that all share. Hence our own.
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    /// How long a start may take; after a crash the journal is read first.
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final long MOST_LOG = 1_000_000;

    private final DataFolder held;
    private final PostgresCommand command;
    private final Path folder;
    private final Path log;
    private final DatabasePasswords passwords;
    private final int port;
    private volatile Process process;
    private volatile boolean closed;

    private EmbeddedDatabase(DataFolder held, Path data, Path programs) throws IOException {
        this.held = held;
        this.folder = data.resolve("postgres");
        this.log = data.resolve("postgres.log");
        this.passwords = DatabasePasswords.at(data.resolve("postgres.passwords"));
        this.command = PostgresCommand.of(PostgresFiles.unpacked(programs), data);
        if (Files.exists(folder)) {
            Postmaster.stopOrphan(folder);
            command.own(folder);
        } else {
            create(data);
        }
        if (Files.exists(log) && Files.size(log) > MOST_LOG) {
            Files.move(log, data.resolve("postgres.log.old"), StandardCopyOption.REPLACE_EXISTING);
        }
        this.port = FreePort.any();
        this.process = launch();
    }

    /// @param data the data folder, made if it is not there
    /// @throws DatabaseTrouble in one sentence, when another process holds the folder or PostgreSQL does not
    ///     start
    public static EmbeddedDatabase start(Path data) {
        return start(data, data.resolve("postgres-programs"));
    }

    /// @param programs where PostgreSQL's programs are unpacked to, or lie from an earlier start
    public static EmbeddedDatabase start(Path data, Path programs) {
        DataFolder held = DataFolder.hold(data);
        try {
            var database = new EmbeddedDatabase(held, data.toRealPath(), programs.toAbsolutePath());
            Closing.atEnd(database);
            database.awaitReady(database.process);
            Thread.ofPlatform().daemon().name("database-watch").start(database::watch);
            return database;
        } catch (IOException e) {
            release(held);
            throw new DatabaseTrouble("The embedded PostgreSQL in " + data + " does not start: " + e + ".", e);
        } catch (DatabaseTrouble e) {
            release(held);
            throw e;
        }
    }

    private static void release(DataFolder held) {
        try {
            held.close();
        } catch (IOException e) {
            LOG.warn("The lock of the data folder is released when the process ends.", e);
        }
    }

    /// Whole or not at all: it gets its name only when its users and their rights are in it.
    private void create(Path data) throws IOException {
        Path next = data.resolve("postgres.new");
        PostgresFiles.delete(next);
        Files.createDirectory(next);
        command.own(next);
        Path secret = Files.createTempFile(data, "initdb", ".secret");
        try {
            Files.writeString(secret, passwords.superuser());
            if (command.owner() >= 0) {
                Files.setAttribute(secret, "unix:uid", command.owner());
            }
            command.run(
                    "initdb",
                    "",
                    "--pgdata=" + next,
                    "--username=postgres",
                    "--pwfile=" + secret,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8");
        } finally {
            Files.delete(secret);
        }
        // One statement a line is how PostgreSQL reads them in this mode, in which it opens no port.
        command.run(
                "postgres",
                """
                        CREATE ROLE sallyport_owner LOGIN PASSWORD '%s'
                        CREATE ROLE sallyport_app LOGIN PASSWORD '%s'
                        CREATE DATABASE sallyport OWNER sallyport_owner
                        REVOKE ALL ON DATABASE sallyport FROM PUBLIC
                        GRANT CONNECT ON DATABASE sallyport TO sallyport_app
                        """.formatted(passwords.owner(), passwords.app()),
                "--single",
                "-D",
                next.toString(),
                "-c",
                "exit_on_error=on",
                "postgres");
        Files.move(next, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private Process launch() throws IOException {
        return command.start(
                log,
                "-D",
                folder.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=on",
                "-c",
                "synchronous_commit=on",
                "-c",
                "full_page_writes=on",
                "-c",
                "max_connections=300",
                "-c",
                "log_min_messages=warning",
                "-c",
                "TimeZone=UTC",
                "-c",
                "log_timezone=UTC");
    }

    private void awaitReady(Process started) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        var serving = settings(1);
        while (true) {
            try (var connection = DriverManager.getConnection(
                    serving.url() + "?loginTimeout=5&connectTimeout=5", serving.user(), serving.password())) {
                connection.isValid(5);
                return;
            } catch (SQLException e) {
                if (closed || !started.isAlive() || System.nanoTime() > end) {
                    started.destroyForcibly();
                    throw new IOException(e.getMessage() + "; the last lines of " + log + ": " + lastLines(), e);
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    /// Starts the database again when it has died, with longer and longer pauses.
    private void watch() {
        long pause = 100;
        while (!closed) {
            try {
                long begun = System.nanoTime();
                int code = process.waitFor();
                if (closed) {
                    return;
                }
                LOG.warn("The embedded database has ended ({}) and is started again.", code);
                // One that ran for a while gets a quick start again.
                pause = System.nanoTime() - begun > PATIENCE.toNanos() ? 100 : pause;
                TimeUnit.MILLISECONDS.sleep(pause);
                pause = Math.min(LONGEST_PAUSE.toMillis(), pause * 2);
                restart();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException e) {
                LOG.error("The embedded database does not start; the next try is in {} ms.", pause, e);
            }
        }
    }

    private synchronized void restart() throws IOException {
        if (!closed) {
            process = launch();
        }
    }

    public Config.Database settings(int pool) {
        return settings(port, passwords, pool);
    }

    /// How to reach the one that another process has started on this folder; empty when none runs there.
    public static Optional<Config.Database> running(Path data, int pool) {
        Path passwords = data.resolve("postgres.passwords");
        try {
            Optional<Integer> port = Postmaster.port(data.resolve("postgres"));
            return port.isEmpty() || !Files.exists(passwords)
                    ? Optional.empty()
                    : Optional.of(settings(port.get(), DatabasePasswords.at(passwords), pool));
        } catch (IOException e) {
            throw new DatabaseTrouble("The demo's files at " + data + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Config.Database settings(int port, DatabasePasswords passwords, int pool) {
        return new Config.Database(
                "jdbc:postgresql://127.0.0.1:" + port + "/sallyport",
                "sallyport_app",
                passwords.app(),
                "sallyport_owner",
                passwords.owner(),
                pool);
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        Closing.forget(this);
        try {
            if (process.isAlive()) {
                Postmaster.stop(process.toHandle());
            }
        } finally {
            held.close();
        }
    }

    @Override
    public String toString() {
        return "embedded database in " + folder;
    }
}
