package dev.sallyport;

import dev.sallyport.base.Closing;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.http.Doors;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.springframework.context.ApplicationContext;

/// The demo's trading site: a program of its own, which is told its clients' secrets and nothing else.
final class DemoExchange {
    private final Path jar;
    private final int port;
    private final Config config;
    private final Doors doors;

    private DemoExchange(Path jar, int port, ApplicationContext server) {
        this.jar = jar;
        this.port = port;
        this.config = server.getBean(Config.class);
        this.doors = server.getBean(Doors.class);
    }

    /// What came of it.
    sealed interface Started {
        /// @param without what it has to do without, in a sentence; empty for nothing
        record Runs(String address, String without) implements Started {}

        /// @param why a sentence
        record Failed(String why) implements Started {}
    }

    static Started start(Path jar, int port, ApplicationContext server) throws IOException {
        var exchange = new DemoExchange(jar, port, server);
        return switch (DemoRegistration.of(port, server)) {
            case DemoRegistration.Made.Refused refused -> new Started.Failed(refused.why());
            case DemoRegistration.Made.Done made -> exchange.run(made.secrets(), made.without());
        };
    }

    private Started run(Properties secrets, String without) throws IOException {
        Path log = config.data().resolve("demo-exchange.log");
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-jar",
                        jar.toAbsolutePath().toString())
                .redirectError(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SALLYPORT_"));
        builder.environment()
                .putAll(Map.of(
                        "EXCHANGE_PORT", Integer.toString(port),
                        "EXCHANGE_ISSUER", config.origin().toString(),
                        "EXCHANGE_INSIDE", "http://" + config.ports().insideAddress() + ":" + doors.inside(),
                        "EXCHANGE_CLIENT_ID", secrets.getProperty(DemoRegistration.SITE + ".id"),
                        "EXCHANGE_CLIENT_SECRET", secrets.getProperty(DemoRegistration.SITE + ".secret"),
                        "EXCHANGE_API_CLIENT_ID", secrets.getProperty(DemoRegistration.API + ".id"),
                        "EXCHANGE_API_CLIENT_SECRET", secrets.getProperty(DemoRegistration.API + ".secret"),
                        "EXCHANGE_WEBHOOK_SECRET", secrets.getProperty(DemoRegistration.WEBHOOK, ""),
                        "EXCHANGE_ENDS_WITH_INPUT", "true"));
        Process process = builder.start();
        Closing.atEnd(() -> end(process));
        return isReady(process.inputReader())
                ? new Started.Runs(DemoRegistration.origin(port), without)
                : new Started.Failed("it ended at once; what it said is in " + log + ".");
    }

    /// The last line of its start; what it says later is read and dropped, or it would stand still.
    private static boolean isReady(BufferedReader said) throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.equals("ready")) {
                Thread.ofVirtual().start(() -> said.lines().forEach(dropped -> {}));
                return true;
            }
        }
        return false;
    }

    /// It ends with its input, also when this process is killed.
    private static void end(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
