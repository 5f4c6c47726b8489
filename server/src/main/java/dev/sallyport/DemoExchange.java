package dev.sallyport;

import dev.sallyport.base.Closing;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.http.Doors;
import dev.sallyport.base.who.Secret;
import dev.sallyport.oauth.Clients;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/// The demo's trading site: a program of its own, registered like anybody's, which is told its clients' secrets and
/// nothing else. It is `verified` and not `own`, so that holders see who asks them for what, and find it among their
/// apps.
///
/// Its secrets are kept in the data folder, so that it stays the same app from one start to the next.
final class DemoExchange {
    private static final String AUDIENCE = "urn:demo-exchange:api";
    private static final String SITE = "site";
    private static final String API = "api";

    private final Path jar;
    private final int port;
    private final Config config;
    private final Doors doors;
    private final Clients clients;

    private DemoExchange(Path jar, int port, ApplicationContext server) {
        this.jar = jar;
        this.port = port;
        this.config = server.getBean(Config.class);
        this.doors = server.getBean(Doors.class);
        this.clients = server.getBean(Clients.class);
    }

    /// What came of it.
    sealed interface Started {
        record Runs(String address) implements Started {}

        /// @param why a sentence
        record Failed(String why) implements Started {}
    }

    static Started start(Path jar, int port, ApplicationContext server) throws IOException {
        var exchange = new DemoExchange(jar, port, server);
        Path file = exchange.config.data().resolve("demo-exchange.properties");
        Optional<String> obstacle = exchange.register(file);
        return obstacle.isPresent() ? new Started.Failed(obstacle.get()) : exchange.run(read(file));
    }

    private String origin() {
        return "http://127.0.0.1:" + port;
    }

    private static Properties read(Path file) throws IOException {
        var known = new Properties();
        if (Files.exists(file)) {
            try (var in = Files.newBufferedReader(file)) {
                known.load(in);
            }
        }
        return known;
    }

    /// The address for logout tokens is one, so that another port is another registration.
    private Optional<String> register(Path file) throws IOException {
        Properties known = read(file);
        List<String> ids = List.of(known.getProperty(SITE + ".id", ""), known.getProperty(API + ".id", ""));
        if (Integer.toString(port).equals(known.getProperty("port"))
                && ids.stream().allMatch(clients::has)) {
            return Optional.empty();
        }
        ids.stream().filter(clients::has).forEach(clients::remove);
        var fresh = new Properties();
        fresh.setProperty("port", Integer.toString(port));
        for (Map.Entry<String, Clients.Wanted> one :
                Map.of(SITE, site(), API, api()).entrySet()) {
            switch (clients.add(one.getValue())) {
                case Clients.Added.Done(String id, @Nullable Secret secret) -> {
                    fresh.setProperty(one.getKey() + ".id", id);
                    fresh.setProperty(one.getKey() + ".secret", secret == null ? "" : secret.reveal());
                }
                case Clients.Added.Refused refused -> {
                    return Optional.of(String.join(" ", refused.obstacles()));
                }
            }
        }
        write(file, fresh);
        return Optional.empty();
    }

    private static void write(Path file, Properties fresh) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (var out = Files.newBufferedWriter(file)) {
            fresh.store(out, null);
        }
    }

    private Clients.Wanted site() {
        return new Clients.Wanted(
                "Demo Exchange",
                "verified",
                false,
                false,
                false,
                null,
                List.of("authorization_code", "refresh_token"),
                List.of("openid", "email", "balances.read", "orders.read", "orders.write"),
                List.of(origin() + "/login/oauth2/code/sallyport"),
                List.of(origin() + "/signed-out"),
                origin() + "/sallyport/logout",
                List.of(AUDIENCE),
                List.of());
    }

    private static Clients.Wanted api() {
        return new Clients.Wanted(
                "Demo Exchange interface",
                "own",
                false,
                false,
                false,
                null,
                List.of("client_credentials"),
                List.of("revocations.read", "tokens.introspect"),
                List.of(),
                List.of(),
                null,
                List.of(AUDIENCE, Clients.INSIDE),
                List.of());
    }

    private Started run(Properties secrets) throws IOException {
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
                        "EXCHANGE_CLIENT_ID", secrets.getProperty(SITE + ".id"),
                        "EXCHANGE_CLIENT_SECRET", secrets.getProperty(SITE + ".secret"),
                        "EXCHANGE_API_CLIENT_ID", secrets.getProperty(API + ".id"),
                        "EXCHANGE_API_CLIENT_SECRET", secrets.getProperty(API + ".secret"),
                        "EXCHANGE_ENDS_WITH_INPUT", "true"));
        Process process = builder.start();
        Closing.atEnd(() -> end(process));
        return isReady(process.inputReader())
                ? new Started.Runs(origin())
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
