package dev.sallyport;

import dev.sallyport.base.config.Config;
import dev.sallyport.oauth.SigningKeyDesk;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "signing-keys",
        description = "List the keys that tokens are signed with; withdraw one that was stolen.",
        mixinStandardHelpOptions = true)
final class SigningKeysCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
    }

    @Command(name = "list", description = "List them, the newest first.", mixinStandardHelpOptions = true)
    int list(@Mixin RunningOptions settings) {
        return with(settings, desk -> {
            desk.list().forEach(key -> out().println(key.id() + "  made " + key.createdAt()));
            return CommandLine.ExitCode.OK;
        });
    }

    @Command(
            name = "withdraw",
            description = "Take a key back: nothing that it signed counts from now on, and running nodes make another.",
            mixinStandardHelpOptions = true)
    int withdraw(
            @Mixin RunningOptions settings,
            @Parameters(paramLabel = "KEY", description = "As `signing-keys list` shows it.") String id) {
        return with(settings, desk -> {
            if (!desk.withdraw(id)) {
                out().println("There is no key " + id + " that counts.");
                return CommandLine.ExitCode.SOFTWARE;
            }
            out().println(id + " is withdrawn. We take nothing any more that it signed.");
            out().println("Services that check tokens by themselves have forgotten it in ten minutes at most.");
            return CommandLine.ExitCode.OK;
        });
    }

    private int with(RunningOptions settings, ToIntFunction<SigningKeyDesk> work) {
        Optional<Config> config = settings.readOrTell();
        return config.isEmpty()
                ? SettingsOptions.wrong()
                : SigningKeyDesk.<Integer>with(config.get(), Clock.systemUTC(), work::applyAsInt);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
