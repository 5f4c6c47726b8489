package dev.sallyport;

import dev.sallyport.base.config.ConfigFile;
import dev.sallyport.base.crypto.KeyRingFile;
import dev.sallyport.base.db.EmbeddedDatabase;
import java.time.Instant;
import java.util.Map;

/// The command line.
public final class Sallyport {
    private Sallyport() {}

    public static void main(String[] args) {
        var outcome = ConfigFile.read(null, Map.copyOf(System.getenv()), true);
        switch (outcome) {
            case ConfigFile.Outcome.Wrong wrong -> wrong.mistakes().forEach(System.err::println);
            case ConfigFile.Outcome.Ready ready -> {
                var config = ready.config();
                var database = EmbeddedDatabase.start(config.data());
                var ring = new KeyRingFile(config.keys());
                if (!ring.exists()) {
                    ring.create(Instant.now());
                }
                Server.start(config.with(database.settings(config.database().pool())), context -> {});
            }
        }
    }
}
