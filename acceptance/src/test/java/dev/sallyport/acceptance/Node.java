package dev.sallyport.acceptance;

import static org.awaitility.Awaitility.await;

import dev.sallyport.base.db.FreePort;
import dev.sallyport.testing.ProvenDoc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One jar that serves, with its two ports.
///
/// @param origin what holders type; a second node on the same database has the same
/// @param outside where this node's door for holders is
record Node(Jar jar, Path folder, URI origin, int outside, int inside) implements AutoCloseable {
    /// What the service shows that asks for sessions.
    static final String SERVICE_TOKEN = "acceptance-service-token-9f31c2d8a4";

    static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static @Nullable Node demo;

    /// The demo, started once for all tests that need no more than a running one.
    static synchronized Node demo() {
        Node running = demo;
        if (running == null) {
            running = demo(temporary("demo"), FreePort.any(), FreePort.any());
            // Ended with its database in good order, however the tests end.
            Runtime.getRuntime().addShutdownHook(new Thread(running::close));
            demo = running;
            running.awaitReady();
        }
        return running;
    }

    static Node demo(Path folder, int outside, int inside) {
        return start(folder, outside, inside, outside, Map.of(), "demo");
    }

    /// With its trading site.
    ///
    /// @param exchange the site's port
    static Node demo(int exchange) throws IOException {
        return demo(temporary("demo"), exchange, Map.of());
    }

    /// @param more settings by their names in the environment
    static Node demo(Path folder, int exchange, Map<String, String> more) throws IOException {
        int port = FreePort.any();
        String jar = ProvenDoc.rootAround(Path.of(""))
                .resolve("demo-exchange/target/demo-exchange-exec.jar")
                .toString();
        var settings = new HashMap<>(more);
        settings.put("SALLYPORT_DEMO_EXCHANGE_JAR", jar);
        settings.put("SALLYPORT_DEMO_EXCHANGE_PORT", Integer.toString(exchange));
        return start(folder, port, FreePort.any(), port, settings, "demo");
    }

    /// A node in earnest: a database that it did not start, a key ring that was made before.
    ///
    /// @param settings by their names in the environment
    /// @param like a node on the same database, whose origin and keys this one shares
    static Node serve(Path folder, @Nullable Node like, Map<String, String> settings) {
        int port = FreePort.any();
        return start(folder, port, FreePort.any(), like == null ? port : like.origin.getPort(), settings, "serve");
    }

    private static Node start(
            Path folder, int outside, int inside, int origin, Map<String, String> settings, String command) {
        var environment = new HashMap<String, String>();
        environment.put("SALLYPORT_ORIGIN", "http://localhost:" + origin);
        environment.put("SALLYPORT_OUTSIDE_PORT", Integer.toString(outside));
        environment.put("SALLYPORT_INSIDE_PORT", Integer.toString(inside));
        environment.put("SALLYPORT_OUTSIDE_TRUSTED_PROXIES", "1");
        environment.put("SALLYPORT_DATA", folder.resolve("data").toString());
        environment.put("SALLYPORT_SERVICE_TOKENS", "exchange=" + sha256(SERVICE_TOKEN));
        environment.putAll(settings);
        return new Node(
                Jar.start(folder, environment, command),
                folder,
                URI.create("http://localhost:" + origin),
                outside,
                inside);
    }

    Node awaitReady() {
        await("a ready node")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    if (!jar.runs()) {
                        throw new AssertionError("The node ended; it said:\n" + jar.said());
                    }
                    return ready();
                });
        return this;
    }

    boolean ready() {
        try {
            return inside("/actuator/health/readiness").statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /// `GET` on the port for services, as the exchange would.
    HttpResponse<String> inside(String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + inside + path))
                .timeout(Duration.ofSeconds(10));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    /// `GET` on the port for holders, as a stranger.
    HttpResponse<String> outside(String path) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + outside + path))
                .timeout(Duration.ofSeconds(30))
                .header("Host", origin.getAuthority())
                .build());
    }

    /// What the exchange asks for each request of a holder: whether his session is good.
    boolean sessionIsGood(String sessionToken) {
        var answer = inside(
                "/v1/session-check", "Authorization", "Bearer " + SERVICE_TOKEN, "X-Session-Token", sessionToken);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return answer.body().contains("\"active\":true");
    }

    static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Path temporary(String name) {
        try {
            return Files.createTempDirectory("sallyport-" + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        jar.close();
    }
}
