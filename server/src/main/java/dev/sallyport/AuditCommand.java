package dev.sallyport;

import dev.sallyport.audit.AuditVerification;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.KeyRingFile;
import dev.sallyport.base.db.EmbeddedDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "audit", description = "Verify the record of facts.", mixinStandardHelpOptions = true)
final class AuditCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
    }

    @Command(
            name = "verify",
            description = "Read every chain and checkpoint; name the first bad record, or say that all is whole.",
            mixinStandardHelpOptions = true)
    int verify(
            @Mixin SettingsOptions settings,
            @Option(names = "--demo", description = "The demo's own database, which must not be running.") boolean demo)
            throws IOException, SQLException {
        Optional<Config> read = settings.readOrTell(demo);
        if (read.isEmpty()) {
            return SettingsOptions.wrong();
        }
        Config config = read.get();
        if (!demo) {
            return verify(config);
        }
        try (var database = EmbeddedDatabase.start(config.data())) {
            return verify(config.with(database.settings(2)));
        }
    }

    private int verify(Config config) throws SQLException {
        Config.Database database = config.database();
        var outcome = AuditVerification.verify(
                database.url(),
                database.user(),
                database.password(),
                new KeyRingFile(config.keys()).read().signers(),
                List.of(config.audit().anchors()));
        spec.commandLine().getOut().println(outcome);
        return outcome instanceof AuditVerification.Outcome.Whole ? 0 : 1;
    }
}
