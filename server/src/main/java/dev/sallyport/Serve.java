package dev.sallyport;

import dev.sallyport.base.config.Config;
import java.util.ArrayList;
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
        Optional<Config> read = settings.readOrTell(false);
        if (read.isEmpty()) {
            return SettingsOptions.wrong();
        }
        Config config = read.get();
        var obstacles = new ArrayList<>(Preflight.ports(config.ports()));
        obstacles.addAll(Preflight.backends(config));
        if (!obstacles.isEmpty()) {
            settings.tell(obstacles);
            return SettingsOptions.wrong();
        }
        Server.start(config, context -> {});
        return 0;
    }
}
