package dev.sallyport;

import dev.sallyport.base.config.Config;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "serve",
        description = "Start a node for real use, by sallyport.yaml and the environment.",
        mixinStandardHelpOptions = true)
final class Serve implements Callable<Integer> {
    @Mixin
    private final SettingsOptions settings = new SettingsOptions();

    @Override
    public Integer call() {
        Optional<Config> read = settings.readOrTell(false, Preflight::all);
        if (read.isEmpty()) {
            return SettingsOptions.wrong();
        }
        Server.start(read.get(), context -> {});
        return 0;
    }
}
