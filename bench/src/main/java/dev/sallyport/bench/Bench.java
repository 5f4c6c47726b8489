package dev.sallyport.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// The command. It ends with 0 when every goal was met, with 1 on a miss or when something could not be
/// measured, and with 2 when it was called wrongly.
@Command(
        name = "bench",
        description = "Measure Sallyport against floors measured in the same run on this machine.",
        mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {
    private static final List<Scenario> SCENARIOS = List.of(
            new Argon2Scenario(),
            new ProofsScenario(),
            new SignaturesScenario(),
            new TokensScenario(),
            new SignInScenario(),
            new CheckScenario(),
            new IntrospectScenario(),
            new GrantsScenario(),
            new FloodScenario(),
            new StartScenario(),
            new ScaleScenario(),
            new RevokeScenario(),
            new EndScenario());

    @Parameters(
            paramLabel = "NAME",
            arity = "1..*",
            description = "Scenarios, `all` for each of them, or `list` for their names.")
    private List<String> names = List.of();

    @Option(names = "--json", description = "Print one JSON document a scenario, and nothing else.")
    private boolean json;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "21",
            description = "How long each contender of a comparison runs, over all its turns (default: 21).")
    private int seconds;

    @Option(names = "--smoke", description = "Only see whether it runs; the figures mean nothing.")
    private boolean smoke;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        var line = new CommandLine(new Bench());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof Unmeasurable unmeasurable) {
                command.getErr().println(unmeasurable.getMessage());
                return 1;
            }
            throw failure;
        });
        return line.execute(arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (names.contains("list")) {
            SCENARIOS.forEach(scenario -> out.printf("%-10s %s%n", scenario.name(), scenario.summary()));
            out.flush();
            return 0;
        }
        if (seconds < 1 || seconds > 600) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--seconds must be from 1 to 600");
        }
        boolean met = true;
        for (Scenario scenario : chosen()) {
            Report report = Report.of(scenario.name(), scenario.run(new Scenario.Setting(seconds, smoke)));
            out.println(
                    json
                            ? JsonMapper.shared()
                                    .writerWithDefaultPrettyPrinter()
                                    .writeValueAsString(report)
                            : report.text());
            out.flush();
            met &= report.met();
        }
        return met ? 0 : 1;
    }

    private List<Scenario> chosen() {
        if (names.contains("all")) {
            return SCENARIOS;
        }
        var chosen = new ArrayList<Scenario>();
        for (String name : names) {
            chosen.add(named(name)
                    .orElseThrow(() -> new CommandLine.ParameterException(
                            spec.commandLine(), "There is no scenario \"" + name + "\"; `bench list` names them")));
        }
        return chosen;
    }

    private static Optional<Scenario> named(String name) {
        return SCENARIOS.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst();
    }
}
