package dev.sallyport.base.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sallyport.base.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
    private static final Path PROGRAMS = Path.of("target/postgres-programs");

    @TempDir
    Path folder;

    @Test
    void whatWasAcknowledgedIsOnTheDisk() throws Exception {
        try (var database = EmbeddedDatabase.start(data(), PROGRAMS)) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums")) {
                assertThat(ask(database, "SHOW " + setting)).as(setting).isEqualTo("on");
            }
        }
    }

    @Test
    void dataStaysFromOneStartToTheNext() throws Exception {
        try (var database = EmbeddedDatabase.start(data(), PROGRAMS)) {
            asOwner(
                    database,
                    "CREATE TABLE kept (what text); INSERT INTO kept VALUES ('this');"
                            + "GRANT SELECT ON kept TO sallyport_app");
        }
        try (var database = EmbeddedDatabase.start(data(), PROGRAMS)) {
            assertThat(ask(database, "SELECT what FROM kept")).isEqualTo("this");
        }
    }

    @Test
    void aSecondStartOnTheFolderSaysWhoHoldsIt() throws Exception {
        try (var database = EmbeddedDatabase.start(data(), PROGRAMS)) {
            assertThat(database).isNotNull();
            assertThatThrownBy(() -> EmbeddedDatabase.start(data(), PROGRAMS))
                    .isInstanceOf(DatabaseTrouble.class)
                    .hasMessageContaining(data().toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void theDatabaseOfAKilledServerIsStoppedFirst() throws Exception {
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        data().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(server.inputReader().readLine()).isEqualTo("acknowledged");
        ProcessHandle orphan = postmaster();
        server.destroyForcibly().waitFor();
        assertThat(orphan.isAlive()).isTrue();
        try (var second = EmbeddedDatabase.start(data(), PROGRAMS)) {
            assertThat(orphan.isAlive()).isFalse();
            assertThat(ask(second, "SELECT what FROM kept")).isEqualTo("this");
        }
    }

    /// A server that is killed in the middle of its work.
    static final class Killed {
        public static void main(String[] arguments) throws Exception {
            asOwner(
                    EmbeddedDatabase.start(Path.of(arguments[0]), PROGRAMS),
                    "CREATE TABLE kept (what text); INSERT INTO kept VALUES ('this');"
                            + "GRANT SELECT ON kept TO sallyport_app");
            System.out.println("acknowledged");
            new CountDownLatch(1).await();
        }
    }

    @Test
    void aStrangersProcessWithTheNumberInTheFolderIsLeftAlone() throws Exception {
        EmbeddedDatabase.start(data(), PROGRAMS).close();
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(
                    data().resolve("postgres/postmaster.pid"), stranger.pid() + "\n" + data() + "/postgres\n0\n");
            try (var database = EmbeddedDatabase.start(data(), PROGRAMS)) {
                assertThat(ask(database, "SELECT 'well'")).isEqualTo("well");
            }
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroy();
        }
    }

    @Test
    void aDatabaseThatDiesIsStartedAgain() throws Exception {
        try (var database = EmbeddedDatabase.start(data(), PROGRAMS)) {
            ProcessHandle first = postmaster();
            first.destroyForcibly();
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> ask(database, "SELECT 'well'").equals("well"));
            assertThat(postmaster().pid()).isNotEqualTo(first.pid());
        }
    }

    @Test
    void nobodyComesInWithoutAPassword() throws Exception {
        try (var database = EmbeddedDatabase.start(data(), PROGRAMS)) {
            String url = database.settings(1).url();
            for (String user : List.of("postgres", "sallyport_owner", "sallyport_app")) {
                for (String password :
                        List.of("", user, "postgres", database.settings(1).password() + "x")) {
                    assertThatThrownBy(() -> DriverManager.getConnection(url, user, password))
                            .as("%s with \"%s\"", user, password)
                            .isInstanceOf(SQLException.class);
                }
            }
            assertThat(Files.getPosixFilePermissions(data().resolve("postgres.passwords")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void whoServesCannotMakeOrChangeTables() throws Exception {
        try (var database = EmbeddedDatabase.start(data(), PROGRAMS)) {
            asOwner(database, "CREATE TABLE fact (what text); GRANT SELECT, INSERT ON fact TO sallyport_app");
            for (String forbidden : List.of(
                    "CREATE TABLE own (x int)", "DROP TABLE fact", "UPDATE fact SET what = ''", "DELETE FROM fact")) {
                assertThatThrownBy(() -> ask(database, forbidden))
                        .as(forbidden)
                        .isInstanceOf(SQLException.class)
                        .hasMessageMatching("(?s).*(permission denied|must be owner).*");
            }
        }
    }

    @Test
    void afterItsEndNothingRuns() throws Exception {
        var database = EmbeddedDatabase.start(data(), PROGRAMS);
        ProcessHandle postmaster = postmaster();
        database.close();
        assertThat(postmaster.isAlive()).isFalse();
        assertThat(data().resolve("postgres/postmaster.pid")).doesNotExist();
    }

    private Path data() {
        return folder.resolve("data with spaces");
    }

    private ProcessHandle postmaster() throws IOException {
        String first =
                Files.readAllLines(data().resolve("postgres/postmaster.pid")).getFirst();
        return Optional.of(Long.parseLong(first)).flatMap(ProcessHandle::of).orElseThrow();
    }

    private static String ask(EmbeddedDatabase database, String sql) throws SQLException {
        Config.Database settings = database.settings(1);
        try (var connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void asOwner(EmbeddedDatabase database, String sql) throws SQLException {
        Config.Database settings = database.settings(1);
        try (var connection =
                        DriverManager.getConnection(settings.url(), settings.ownerUser(), settings.ownerPassword());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
