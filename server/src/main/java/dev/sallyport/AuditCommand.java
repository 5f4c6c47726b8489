package dev.sallyport;

import dev.sallyport.audit.AuditVerification;
import dev.sallyport.audit.AuditVerification.Outcome;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.KeyRingFile;
import dev.sallyport.base.crypto.KeyTrouble;
import dev.sallyport.base.crypto.PublicKeys;
import dev.sallyport.base.crypto.Signing;
import dev.sallyport.base.db.DatabaseTrouble;
import dev.sallyport.base.db.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "audit", description = "Verify the record of facts.", mixinStandardHelpOptions = true)
final class AuditCommand implements Runnable {
    private static final int WHOLE = 0;
    private static final int BROKEN = 1;
    /// Not to be taken for a broken record by whoever watches a daily run.
    private static final int NOT_LOOKED_AT = 2;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
    }

    @Command(
            name = "verify",
            description = {
                "Read every chain and checkpoint; name the first bad record, or say that all is whole.",
                "Ends with 0 when it is whole, 1 when it is not, 2 when it could not be looked at."
            },
            mixinStandardHelpOptions = true)
    int verify(
            @Mixin SettingsOptions settings,
            @Option(
                            names = "--anchors",
                            paramLabel = "FILE",
                            description =
                                    "A node's anchor file; once for each node (default: the one that the settings name).")
                    @Nullable
                    List<Path> anchors,
            @Option(
                            names = "--public-keys",
                            paramLabel = "FILE",
                            description = "What `keys public` printed, where the key ring is not.")
                    @Nullable
                    Path publicKeys,
            @Option(names = "--demo", description = "The demo's own database, which must not be running.")
                    boolean demo) {
        Optional<Config> read = settings.partOrTell(demo, used(anchors, publicKeys));
        if (read.isEmpty()) {
            return NOT_LOOKED_AT;
        }
        Config config = read.get();
        Signing.chooseSilently(config.keys().signatures());
        try {
            Outcome outcome = demo ? ofDemo(config, anchors, publicKeys) : verify(config, anchors, publicKeys);
            spec.commandLine().getOut().println(outcome);
            return outcome instanceof Outcome.Whole ? WHOLE : BROKEN;
        } catch (SQLException | IOException | UncheckedIOException | KeyTrouble | DatabaseTrouble e) {
            String message = String.valueOf(e.getMessage()).strip();
            spec.commandLine()
                    .getErr()
                    .println("The record was not looked at: " + message + (message.endsWith(".") ? "" : "."));
            return NOT_LOOKED_AT;
        }
    }

    /// Who verifies elsewhere has no other settings than these.
    private static Set<String> used(@Nullable List<Path> anchors, @Nullable Path publicKeys) {
        var used = new HashSet<>(Set.of("database.url", "database.user", "database.password", "keys.signatures"));
        if (anchors == null) {
            used.addAll(Set.of("data", "audit.anchors"));
        }
        if (publicKeys == null) {
            used.addAll(KeysCommand.USED);
        }
        return used;
    }

    private static Outcome ofDemo(Config config, @Nullable List<Path> anchors, @Nullable Path publicKeys)
            throws IOException, SQLException {
        try (var database = EmbeddedDatabase.start(config.data())) {
            return verify(config.with(database.settings(2)), anchors, publicKeys);
        }
    }

    private static Outcome verify(Config config, @Nullable List<Path> anchors, @Nullable Path publicKeys)
            throws SQLException {
        Config.Database database = config.database();
        return AuditVerification.verify(
                database.url(),
                database.user(),
                database.password(),
                publicKeys == null ? new KeyRingFile(config.keys()).read().signers() : PublicKeys.read(publicKeys),
                anchors == null ? List.of(config.audit().anchors()) : anchors);
    }
}
