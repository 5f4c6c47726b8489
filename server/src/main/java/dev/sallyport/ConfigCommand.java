package dev.sallyport;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "config", description = "Look at the settings.", mixinStandardHelpOptions = true)
final class ConfigCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
    }

    @Command(
            name = "check",
            description = "Say everything that is wrong with the settings of `serve`, and start nothing.",
            mixinStandardHelpOptions = true)
    int check(@Mixin SettingsOptions settings) {
        if (settings.readOrTell(false, (config, wrong) -> List.of()).isEmpty()) {
            return SettingsOptions.wrong();
        }
        spec.commandLine().getOut().println("The settings are in order.");
        return 0;
    }
}
