package dev.sallyport;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.db.EmbeddedDatabase;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The options by which a command finds the database that nodes run on: by the settings, or that of a demo.
final class RunningOptions {
    @Mixin
    private final SettingsOptions settings = new SettingsOptions();

    @Option(names = "--demo", description = "Of the demo that runs on the folder of --data.")
    private boolean demo;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    /// The settings, or nothing after it was told what is wrong.
    Optional<Config> readOrTell() {
        Optional<Config> read = settings.readOrTell(demo, (settled, wrong) -> List.of());
        return demo ? read.flatMap(this::ofDemo) : read;
    }

    private Optional<Config> ofDemo(Config config) {
        Optional<Config.Database> running =
                EmbeddedDatabase.running(config.data(), config.database().pool());
        if (running.isEmpty()) {
            command.commandLine()
                    .getErr()
                    .println("No demo runs on " + config.data() + ": start one with `sallyport demo`, or name its"
                            + " folder with --data.");
        }
        return running.map(config::with);
    }
}
