package dev.sallyport.bench;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.db.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/// A node in a process of its own, started by the launcher as an operator would start it, on free ports of
/// 127.0.0.1. Closing it ends the process and the database that it brought along.
final class Node implements AutoCloseable {
    /// What services show on the inside port.
    static final String SERVICE_TOKEN = Tokens.create();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    final int outside;
    final int inside;
    /// From the command to the first answer of a page.
    final Duration firstAnswer;

    private final Path data;
    private final Process process;

    private Node(Path data, int outside, int inside, URI first, Process process, long begun) throws IOException {
        this.data = data;
        this.outside = outside;
        this.inside = inside;
        this.process = process;
        awaitAnswer(first);
        this.firstAnswer = Duration.ofNanos(System.nanoTime() - begun);
    }

    /// The demo with its own database in `data`, which is made if it is not there.
    ///
    /// @param settings by their names in the environment
    static Node demo(Path data, Map<String, String> settings) throws IOException {
        return start("demo", data, settings, ports -> "http://localhost:" + ports.outside() + "/sign-in");
    }

    /// Another node on the database and the key ring of a demo.
    static Node beside(Node first, Path data, Map<String, String> settings) throws IOException {
        Database database = first.database();
        var all = new java.util.HashMap<>(settings);
        all.put("SALLYPORT_ORIGIN", "http://localhost:" + first.outside);
        all.put("SALLYPORT_DATABASE_URL", database.url());
        all.put("SALLYPORT_DATABASE_USER", "sallyport_app");
        all.put("SALLYPORT_DATABASE_PASSWORD", database.appPassword());
        all.put("SALLYPORT_DATABASE_OWNER_USER", "sallyport_owner");
        all.put("SALLYPORT_DATABASE_OWNER_PASSWORD", database.ownerPassword());
        all.put("SALLYPORT_KEYS_FILE", first.data.resolve("keys/ring.json").toString());
        // Nothing is sent: the first node's mailbox takes what there is.
        all.put("SALLYPORT_MAIL_HOST", "127.0.0.1");
        all.put("SALLYPORT_MAIL_FROM", "no-reply@examplex.com");
        // Pages answer to the first node's name only.
        return start("serve", data, all, ports -> "http://127.0.0.1:" + ports.inside() + "/actuator/health/readiness");
    }

    private record Ports(int outside, int inside) {}

    private static Node start(String command, Path data, Map<String, String> settings, Function<Ports, String> first)
            throws IOException {
        int outside = FreePort.any();
        int inside = FreePort.any();
        Files.createDirectories(data);
        Path empty = Files.writeString(data.resolve("none.yaml"), "");
        List<String> words =
                new ArrayList<>(List.of(Home.folder().resolve("sallyport").toString(), command));
        words.addAll(List.of("--config", empty.toString(), "--data", data.toString()));
        words.addAll(List.of("--outside-port", Integer.toString(outside), "--inside-port", Integer.toString(inside)));
        var builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(data.resolve(command + ".log").toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("SALLYPORT_"));
        environment.put("SALLYPORT_OUTSIDE_TRUSTED_PROXIES", "1");
        environment.put("SALLYPORT_SERVICE_TOKENS", "bench=" + HexFormat.of().formatHex(Tokens.hash(SERVICE_TOKEN)));
        environment.putAll(settings);
        long begun = System.nanoTime();
        Process process = Leftovers.started(builder.start());
        try {
            var answer = URI.create(first.apply(new Ports(outside, inside)));
            return new Node(data, outside, inside, answer, process, begun);
        } catch (IOException | RuntimeException e) {
            process.destroy();
            throw e;
        }
    }

    private void awaitAnswer(URI first) throws IOException {
        // A first start may have to build; a later one is measured in seconds.
        long end = System.nanoTime() + PATIENCE.toNanos() * 10;
        while (System.nanoTime() < end) {
            if (!process.isAlive()) {
                throw new Unmeasurable("A node did not start: " + tail());
            }
            try {
                if (get(first).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        }
        throw new Unmeasurable("A node did not answer in time: " + tail());
    }

    private String tail() throws IOException {
        try (var files = Files.list(data)) {
            var text = new StringBuilder();
            for (Path log : files.filter(f -> f.toString().endsWith(".log")).toList()) {
                List<String> lines = Files.readAllLines(log);
                text.append(String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size())));
            }
            return text.toString();
        }
    }

    private static HttpResponse<String> get(URI page) throws IOException {
        try {
            var request =
                    HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(10)).build();
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    Duration processor() {
        return Processes.processor(process.toHandle());
    }

    long residentBytes() throws IOException {
        return Processes.residentBytes(process.toHandle());
    }

    /// How the database can be reached, from the files that the demo keeps it by.
    ///
    record Database(String url, String ownerPassword, String appPassword, ProcessHandle postmaster) {
        /// Of all its processes that run now; one that has ended takes its time with it.
        Duration processor() {
            return postmaster.descendants().map(Processes::processor).reduce(Duration.ZERO, Duration::plus);
        }
    }

    Database database() throws IOException {
        List<String> lines = Files.readAllLines(data.resolve("postgres/postmaster.pid"));
        var passwords = new Properties();
        try (var reader = Files.newBufferedReader(data.resolve("postgres.passwords"))) {
            passwords.load(reader);
        }
        return new Database(
                "jdbc:postgresql://127.0.0.1:" + lines.get(3).strip() + "/sallyport",
                passwords.getProperty("sallyport_owner"),
                passwords.getProperty("sallyport_app"),
                ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).orElseThrow());
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
