package dev.sallyport.base.db;

import dev.sallyport.base.config.Config.Database;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// Brings the tables to this version's shape, as their owner. However many nodes start together, the work is
/// done once: Flyway takes a lock in the database. Who serves afterwards is another user, named `app` in the
/// scripts, who gets no right to change or delete what the record of facts holds.
public final class Migrations {
    private final CompletableFuture<Integer> done;

    private Migrations(CompletableFuture<Integer> done) {
        this.done = done;
    }

    /// Starts the work, which goes on beside the rest of the start.
    public static Migrations begin(Database database) {
        var done = new CompletableFuture<Integer>();
        Thread.ofPlatform().daemon().name("migrations").start(() -> {
            try {
                done.complete(run(database));
            } catch (FlywayException e) {
                done.completeExceptionally(new DatabaseTrouble(
                        "The tables cannot be brought to this version's shape: "
                                + String.valueOf(e.getMessage()).strip(),
                        e));
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        return new Migrations(done);
    }

    /// @throws DatabaseTrouble when a script did not run
    void await() {
        try {
            done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DatabaseTrouble trouble) {
                throw trouble;
            }
            throw e;
        }
    }

    /// @return how many scripts ran
    public static int run(Database database) {
        return Flyway.configure()
                .dataSource(database.url(), database.ownerUser(), database.ownerPassword())
                .locations("classpath:db")
                .placeholders(Map.of("app", database.user()))
                .validateMigrationNaming(true)
                .cleanDisabled(true)
                .load()
                .migrate()
                .migrationsExecuted;
    }
}
