package dev.sallyport.base.db;

import dev.sallyport.base.config.Config;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;

/// A real PostgreSQL from the jar, with its data under the data folder: the same engine on a laptop as in
/// production.
/// The starter that brings it switches fsync and synchronous commit off, for tests; both are switched on
/// here,
/// because
/// what was acknowledged must survive a power cut.
public final class EmbeddedDatabase implements AutoCloseable {
    private final EmbeddedPostgres postgres;

    private EmbeddedDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    public static EmbeddedDatabase start(Path data) {
        try {
            var postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(data.resolve("postgres"))
                    .setCleanDataDirectory(false)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .start();
            try (var connection = postgres.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("""
                        DO $$ BEGIN
                            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sallyport_app') THEN
                                CREATE ROLE sallyport_app LOGIN;
                                CREATE ROLE sallyport_owner LOGIN;
                                GRANT CREATE ON DATABASE postgres TO sallyport_owner;
                                GRANT CREATE ON SCHEMA public TO sallyport_owner;
                            END IF;
                        END $$
                        """);
            }
            return new EmbeddedDatabase(postgres);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("the embedded database does not take its users", e);
        }
    }

    public Config.Database settings(int pool) {
        return new Config.Database(
                "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
                "sallyport_app",
                "",
                "sallyport_owner",
                "",
                pool);
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
