package dev.sallyport;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.text.Plain;
import dev.sallyport.base.who.Secret;
import dev.sallyport.signals.Receiver;
import dev.sallyport.signals.Receivers;
import dev.sallyport.signals.Receivers.Added;
import dev.sallyport.signals.Receivers.DeadLetter;
import dev.sallyport.signals.Receivers.Standing;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "signals",
        description = "Who is told of events; list and replay what could not be told. Running nodes obey at once.",
        mixinStandardHelpOptions = true)
final class SignalsCommand implements Runnable {
    private static final String NAME = "As `signals list` shows it.";
    private static final String WHY = "Why; kept, and shown to staff.";
    private static final String BY_COMMAND = "by the operator's command";
    private static final String AS_JSON = "As one JSON array, for programs.";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /// What a command has to say, and whether it was done.
    private record Said(boolean done, List<String> lines) {
        static Said done(String... lines) {
            return new Said(true, List.of(lines));
        }

        static Said json(Object all) {
            return done(JSON.writeValueAsString(all));
        }

        static Said not(String line) {
            return new Said(false, List.of(line));
        }
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
    }

    @Command(name = "list", description = "List who is told.", mixinStandardHelpOptions = true)
    int list(@Mixin RunningOptions settings, @Option(names = "--json", description = AS_JSON) boolean json) {
        return with(settings, receivers -> {
            List<Standing> all = receivers.standings();
            if (json) {
                return Said.json(all.stream().map(Row::of).toList());
            }
            return all.isEmpty()
                    ? Said.done("Nobody is told of events.")
                    : new Said(true, all.stream().map(SignalsCommand::line).toList());
        });
    }

    /// A receiver as JSON.
    private record Row(
            String name,
            String kind,
            String state,
            String address,
            List<String> types,
            String reason,
            int failures,
            @Nullable Instant failingSince,
            Instant nextTry,
            long waiting,
            @Nullable Instant oldest,
            long dead) {
        static Row of(Standing s) {
            Receiver r = s.receiver();
            return new Row(
                    r.name(),
                    word(r.way()),
                    word(r.state()),
                    r.url(),
                    r.types(),
                    r.reason(),
                    r.failures(),
                    r.failingSince(),
                    r.resumeAt(),
                    s.waiting(),
                    s.oldest(),
                    s.dead());
        }

        private static String word(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
    }

    private static String line(Standing s) {
        Receiver r = s.receiver();
        var line = new StringBuilder("%-20s %-8s %-7s %s %s"
                .formatted(
                        r.name(),
                        r.way(),
                        r.state(),
                        r.url().isEmpty() ? "(fetches)" : r.url(),
                        r.types().isEmpty() ? "all events" : String.join(",", r.types())));
        Instant oldest = s.oldest();
        if (oldest != null) {
            line.append("; ")
                    .append(s.waiting())
                    .append(" wait, the oldest since ")
                    .append(seconds(oldest));
        }
        if (s.dead() > 0) {
            line.append("; ").append(s.dead()).append(" given up");
        }
        if (r.state() != Receiver.State.ON && !r.reason().isEmpty()) {
            line.append("; ").append(r.reason());
        }
        if (r.failures() > 0) {
            line.append("; failed ").append(r.failures()).append(" times in a row, next try after ");
            line.append(seconds(r.resumeAt()));
        }
        return line.toString();
    }

    private static Instant seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    @Command(name = "add", description = "Tell a webhook of events.", mixinStandardHelpOptions = true)
    int add(
            @Mixin RunningOptions settings,
            @Parameters(paramLabel = "NAME", description = "Small letters, digits and hyphens.") String name,
            @Parameters(paramLabel = "ADDRESS", description = "Where it takes events, https://…") String url,
            @Option(
                            names = "--types",
                            split = ",",
                            paramLabel = "TYPE",
                            description = "Only these types of events, such as session.ended; see docs/events.md.")
                    @Nullable
                    List<String> types) {
        return with(settings, receivers -> switch (receivers.add(name, url, types == null ? List.of() : types)) {
            case Added.Done(Receiver receiver, Secret secret) ->
                secret(receiver.name() + " is told from now on.", secret);
            case Added.Taken() -> Said.not("There is a receiver called " + name + " already.");
            case Added.Wrong(String sentence) -> Said.not(sentence);
        });
    }

    @Command(
            name = "rotate",
            description = "Give a webhook a new secret; the one before signs beside it for 24 hours.",
            mixinStandardHelpOptions = true)
    int rotate(@Mixin RunningOptions settings, @Parameters(paramLabel = "NAME", description = NAME) String name) {
        return with(
                settings,
                receivers -> receivers
                        .rotate(name)
                        .map(secret -> secret("Both secrets sign for 24 hours.", secret))
                        .orElseGet(() -> unknown(name)));
    }

    private static Said secret(String line, Secret secret) {
        return Said.done(line, "It checks signatures with this secret, shown only now:", "  " + secret.reveal());
    }

    @Command(
            name = "remove",
            description = "Tell somebody nothing any more; what he has not been told is forgotten.",
            mixinStandardHelpOptions = true)
    int remove(@Mixin RunningOptions settings, @Parameters(paramLabel = "NAME", description = NAME) String name) {
        return with(
                settings, receivers -> receivers.remove(name) ? Said.done(name + " is told no more.") : unknown(name));
    }

    @Command(name = "pause", description = "Keep events for somebody until `resume`.", mixinStandardHelpOptions = true)
    int pause(
            @Mixin RunningOptions settings,
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Option(names = "--reason", description = WHY, defaultValue = BY_COMMAND) String reason) {
        return with(
                settings,
                receivers -> receivers.turn(name, Receiver.State.PAUSED, line(reason))
                        ? Said.done("Events for " + name + " are kept.")
                        : unknown(name));
    }

    @Command(name = "resume", description = "Tell somebody again, at once.", mixinStandardHelpOptions = true)
    int resume(
            @Mixin RunningOptions settings,
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Option(names = "--reason", description = WHY, defaultValue = BY_COMMAND) String reason) {
        return with(
                settings,
                receivers -> receivers.turn(name, Receiver.State.ON, line(reason))
                        ? Said.done(name + " is told again.")
                        : unknown(name));
    }

    private static String line(String reason) {
        return Plain.oneLine(reason, 200);
    }

    @Command(name = "dead", description = "List what was given up.", mixinStandardHelpOptions = true)
    int dead(
            @Mixin RunningOptions settings,
            @Parameters(paramLabel = "NAME", arity = "0..1", description = "Of this receiver alone.") @Nullable
                    String name,
            @Option(names = "--json", description = AS_JSON) boolean json) {
        return with(settings, receivers -> {
            Optional<List<DeadLetter>> found = name == null ? Optional.of(receivers.dead()) : receivers.dead(name);
            return found.map(dead -> json ? Said.json(dead) : lines(dead)).orElseGet(() -> unknown(name));
        });
    }

    private static Said lines(List<DeadLetter> dead) {
        return dead.isEmpty()
                ? Said.done("Nothing was given up.")
                : new Said(
                        true,
                        dead.stream()
                                .map(d -> "%s  %s  %s  account %s  given up %s after %d tries: %s"
                                        .formatted(
                                                d.receiver(),
                                                d.event(),
                                                d.type(),
                                                d.account(),
                                                seconds(d.at()),
                                                d.attempts(),
                                                d.error()))
                                .toList());
    }

    @Command(
            name = "replay",
            description = "Tell somebody, or everybody, again what was given up, with the same ids.",
            mixinStandardHelpOptions = true)
    int replay(
            @Mixin RunningOptions settings,
            @Parameters(paramLabel = "NAME", arity = "0..1", description = "This receiver alone; otherwise all.")
                    @Nullable
                    String name,
            @Option(names = "--event", paramLabel = "ID", description = "Only this one.") @Nullable UUID event) {
        return with(
                settings,
                receivers -> (name == null ? Optional.of(receivers.replay(event)) : receivers.replay(name, event))
                        .map(count -> told(count, event))
                        .orElseGet(() -> unknown(name)));
    }

    private static Said told(int count, @Nullable UUID event) {
        if (count == 0) {
            return event == null
                    ? Said.done("Nothing was given up.")
                    : Said.not("No such event was given up: " + event + ".");
        }
        return Said.done(count == 1 ? "1 event is told again." : count + " events are told again.");
    }

    private static Said unknown(@Nullable String name) {
        return Said.not("There is no such receiver: " + name + ".");
    }

    private int with(RunningOptions settings, Function<Receivers, Said> work) {
        Optional<Config> config = settings.readOrTell();
        if (config.isEmpty()) {
            return SettingsOptions.wrong();
        }
        Said said = Receivers.with(config.get(), Clock.systemUTC(), work);
        PrintWriter to =
                said.done() ? spec.commandLine().getOut() : spec.commandLine().getErr();
        said.lines().forEach(to::println);
        to.flush();
        return said.done() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
