package dev.sallyport;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.config.ConfigFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The options by which a command finds its settings. What is given here beats the environment, and that
/// beats the file.
final class SettingsOptions {
    private static final Path USUAL = Path.of("sallyport.yaml");

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Option(names = "--config", paramLabel = "FILE", description = "The settings file (default: ./sallyport.yaml).")
    private @Nullable Path file;

    @Option(names = "--data", paramLabel = "FOLDER", description = "Where data is kept (default: ./data).")
    private @Nullable Path data;

    @Option(names = "--outside-port", paramLabel = "PORT", description = "For holders (default: 8080).")
    private @Nullable String outsidePort;

    @Option(
            names = "--inside-port",
            paramLabel = "PORT",
            description = "For services, staff and operators (default: 8081).")
    private @Nullable String insidePort;

    ConfigFile.Outcome read(boolean demo) {
        return ConfigFile.read(file(demo), environment(System.getenv()), demo);
    }

    /// The demo needs no settings; a file of the real server that happens to lie here must not change it.
    private @Nullable Path file(boolean demo) {
        return file != null ? file : demo || !Files.exists(USUAL) ? null : USUAL;
    }

    private Map<String, String> environment(Map<String, String> process) {
        var all = new HashMap<>(process);
        put(all, "SALLYPORT_DATA", data);
        put(all, "SALLYPORT_OUTSIDE_PORT", outsidePort);
        put(all, "SALLYPORT_INSIDE_PORT", insidePort);
        return all;
    }

    private static void put(Map<String, String> all, String name, @Nullable Object value) {
        if (value != null) {
            all.put(name, value.toString());
        }
    }

    /// A look at what the settings point at.
    interface Look {
        /// @param wrong the settings that are wrong in themselves, where something usual stands in the place
        /// @return sentences
        List<String> obstacles(Config config, Set<String> wrong);
    }

    /// The settings, or nothing after all mistakes and obstacles have been told together.
    Optional<Config> readOrTell(boolean demo, Look look) {
        return switch (read(demo)) {
            case ConfigFile.Outcome.Ready ready -> {
                List<String> obstacles = look.obstacles(ready.config(), Set.of());
                tell(obstacles);
                yield obstacles.isEmpty() ? Optional.of(ready.config()) : Optional.empty();
            }
            case ConfigFile.Outcome.Wrong wrong -> {
                var all = new ArrayList<>(wrong.mistakes());
                Config rest = wrong.rest();
                if (rest != null) {
                    all.addAll(look.obstacles(rest, wrong.wrong()));
                }
                tell(all);
                yield Optional.empty();
            }
        };
    }

    /// The settings for a command that uses only these; what is wrong with the others is no matter for it.
    Optional<Config> partOrTell(boolean demo, Set<String> used) {
        return switch (read(demo)) {
            case ConfigFile.Outcome.Ready ready -> Optional.of(ready.config());
            case ConfigFile.Outcome.Wrong wrong -> {
                Config rest = wrong.rest();
                if (rest != null && wrong.wrong().stream().noneMatch(used::contains)) {
                    yield Optional.of(rest);
                }
                tell(
                        rest == null
                                ? wrong.mistakes()
                                : wrong.mistakes().stream()
                                        .filter(m -> used.stream().anyMatch(name -> m.startsWith("`" + name + "`")))
                                        .toList());
                yield Optional.empty();
            }
        };
    }

    private void tell(List<String> mistakes) {
        if (mistakes.isEmpty()) {
            return;
        }
        var err = command.commandLine().getErr();
        err.println(
                mistakes.size() == 1
                        ? "One setting must be mended; nothing was started."
                        : mistakes.size() + " settings must be mended; nothing was started.");
        mistakes.forEach(mistake -> err.println("- " + mistake));
    }

    static int wrong() {
        return CommandLine.ExitCode.USAGE;
    }
}
