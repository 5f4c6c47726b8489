package dev.sallyport;

import dev.sallyport.base.DemoHolder;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.KeyRingFile;
import dev.sallyport.base.db.EmbeddedDatabase;
import dev.sallyport.base.http.Doors;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = "Start a database, the server and everything to try out, on this machine alone.",
        mixinStandardHelpOptions = true)
final class Demo implements Callable<Integer> {
    @Mixin
    private final SettingsOptions settings = new SettingsOptions();

    @Option(
            names = "--rehearsal",
            hidden = true,
            description = "Start on a new temporary folder and free ports, ask for a few pages, and end.")
    private boolean rehearsal;

    @Option(
            names = "--exchange-port",
            paramLabel = "PORT",
            defaultValue = "${env:SALLYPORT_DEMO_EXCHANGE_PORT:-8090}",
            description = "For the trading site (default: 8090).")
    private int exchangePort;

    @Option(
            names = "--exchange-jar",
            hidden = true,
            defaultValue = "${env:SALLYPORT_DEMO_EXCHANGE_JAR}",
            description = "The trading site; the launcher names it.")
    private @Nullable Path exchangeJar;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rehearsal) {
            Rehearsal.run();
            return 0;
        }
        Optional<Config> read = settings.readOrTell(true, this::obstacles);
        if (read.isEmpty()) {
            return SettingsOptions.wrong();
        }
        ApplicationContext server = start(read.get());
        PrintWriter out = spec.commandLine().getOut();
        out.println(welcome(server, exchange(server)));
        out.flush();
        return 0;
    }

    private List<String> obstacles(Config config, Set<String> wrong) {
        var all = new ArrayList<>(Preflight.machine(config, wrong));
        if (exchangeJar != null) {
            all.addAll(Preflight.exchange(exchangePort));
        }
        return all;
    }

    /// A line of the welcome; the demo goes on without it.
    private String exchange(ApplicationContext server) throws IOException {
        if (exchangeJar == null) {
            return "";
        }
        return switch (DemoExchange.start(exchangeJar, exchangePort, server)) {
            case DemoExchange.Started.Runs runs ->
                "  Exchange       " + runs.address() + "   (a trading site that signs in here)\n"
                        + (runs.without().isEmpty() ? "" : "                 " + runs.without() + "\n");
            case DemoExchange.Started.Failed failed -> "  Exchange       does not run: " + failed.why() + "\n";
        };
    }

    static ApplicationContext start(Config config) throws IOException {
        var database = EmbeddedDatabase.start(config.data());
        try {
            var ring = new KeyRingFile(config.keys());
            if (!ring.exists()) {
                ring.create(Instant.now());
            }
            return Server.start(config.with(database.settings(config.database().pool())), context -> {});
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static String welcome(ApplicationContext server, String exchange) {
        Config config = server.getBean(Config.class);
        Doors doors = server.getBean(Doors.class);
        String sample = server.getBeanProvider(DemoHolder.class).stream()
                .findFirst()
                .map(DemoHolder::sample)
                .map(holder -> "  Sample holder  " + holder.email() + "   password  " + holder.password() + "\n")
                .orElse("");
        return """

                The demo of Sallyport runs. Nothing leaves this machine.

                  Holders        %s
                  Mailbox        %s   (mails and texts land there)
                %s%s  Inside         http://%s:%d   (services, staff, /actuator/health)
                  Data           %s

                Ctrl-C ends it; the data stays.
                """.formatted(
                        config.origin(),
                        config.link("/demo/mailbox"),
                        sample,
                        exchange,
                        config.ports().insideAddress(),
                        doors.inside(),
                        config.data());
    }
}
