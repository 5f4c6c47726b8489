package dev.sallyport.base.db;

import dev.sallyport.base.config.Config.Database;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;

/// Brings the tables to this version's shape, as their owner. However many nodes start together, the work is
/// done
/// once:
/// Flyway takes a lock in the database. Who serves afterwards is another user, named `app` in the scripts,
/// who
/// gets no
/// right to change or delete what the record of facts holds.
public final class Migrations {
    private Migrations() {}

    /// @return how many scripts ran
    public static int run(Database database) {
        MigrateResult result = Flyway.configure()
                .dataSource(database.url(), database.ownerUser(), database.ownerPassword())
                .locations("classpath:db")
                .placeholders(Map.of("app", database.user()))
                .validateMigrationNaming(true)
                .cleanDisabled(true)
                .load()
                .migrate();
        return result.migrationsExecuted;
    }
}
