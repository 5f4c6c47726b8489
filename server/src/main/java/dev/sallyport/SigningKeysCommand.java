package dev.sallyport;

import dev.sallyport.base.config.Config;
import dev.sallyport.oauth.SigningKeyDesk;
import dev.sallyport.oauth.SigningKeyDesk.Withdrawn;
import dev.sallyport.oauth.SigningKeys;
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

    @Command(
            name = "list",
            description = "List them, the newest first: id, algorithm, what it does and since when.",
            mixinStandardHelpOptions = true)
    int list(@Mixin RunningOptions settings) {
        return with(settings, desk -> {
            var keys = desk.list();
            if (keys.isEmpty()) {
                out().println("There is no key yet; the first node that runs makes one.");
            }
            keys.forEach(key -> out().println(
                            "%s  %s  %s since %s".formatted(key.id(), key.algorithm(), key.state(), key.since())));
            return CommandLine.ExitCode.OK;
        });
    }

    @Command(
            name = "withdraw",
            description = {
                "Take a key back that was stolen: nothing that it signed counts from now on, on any node or in any",
                "service that hears revocations. Where it is the only one, another is made first."
            },
            mixinStandardHelpOptions = true)
    int withdraw(
            @Mixin RunningOptions settings,
            @Parameters(paramLabel = "KEY", description = "As `signing-keys list` shows it.") String id) {
        return with(settings, desk -> switch (desk.withdraw(id)) {
            case Withdrawn.Unknown unknown -> refused("There is no key " + id + ".");
            case Withdrawn.Before before -> refused(id + " was withdrawn at " + before.since() + ".");
            case Withdrawn.Done done -> {
                if (done.made() != null) {
                    out().println("It was the only key: " + done.made() + " was made, and signs from now on.");
                }
                out().println(id + " is withdrawn. Nothing that it signed counts any more.");
                out().println("Purge " + SigningKeys.PUBLISHED_AT + " wherever something on the way keeps it.");
                yield CommandLine.ExitCode.OK;
            }
        });
    }

    private int refused(String why) {
        spec.commandLine().getErr().println(why + " Nothing was changed.");
        return CommandLine.ExitCode.SOFTWARE;
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
