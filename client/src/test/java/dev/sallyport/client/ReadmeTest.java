package dev.sallyport.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs what README.md says, as it says: with Java 17 where the machine has one, and with nothing on the
/// class path but this library.
class ReadmeTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\\n// (\\w+\\.java)\\n(.*?)```", Pattern.DOTALL);
    private static final Path JAVA_17 = Path.of("/usr/lib/jvm/java-17-openjdk-amd64/bin");

    /// Every environment can carry it.
    private static final String SECRET = "plain";

    @TempDir
    Path folder;

    /// An example that runs.
    private static final class Running implements AutoCloseable {
        private final Process process;
        private final List<String> lines = new CopyOnWriteArrayList<>();

        Running(Process process) {
            this.process = process;
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (var in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                in.lines().forEach(lines::add);
            } catch (IOException | java.io.UncheckedIOException e) {
                // It has ended.
            }
        }

        void awaitLine(String text) {
            TestTime.await(text, () -> {
                if (!process.isAlive()) {
                    throw new AssertionError(String.join("\n", lines));
                }
                return lines.stream().anyMatch(line -> line.contains(text));
            });
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private Running run(String name, Map<String, String> variables) throws IOException {
        var example = EXAMPLE.matcher(Files.readString(Path.of("README.md")))
                .results()
                .filter(found -> found.group(1).equals(name))
                .findFirst()
                .orElseThrow();
        Path source = Files.writeString(folder.resolve(name), example.group(2));
        boolean old = Files.exists(JAVA_17.resolve("javac"));
        Path java = (old ? JAVA_17 : Path.of(System.getProperty("java.home"), "bin")).resolve("java");
        var builder = new ProcessBuilder(java.toString(), "--source", "17", "-cp", "target/classes", source.toString());
        builder.redirectErrorStream(true).environment().putAll(variables);
        return new Running(builder.start());
    }

    private static Map<String, String> variables(Played server) {
        return Map.of(
                "SALLYPORT_ISSUER",
                server.origin().toString(),
                "SALLYPORT_INSIDE",
                server.origin().toString(),
                "AUDIENCE",
                Played.AUDIENCE,
                "CLIENT_ID",
                Played.CLIENT,
                "CLIENT_SECRET",
                SECRET,
                "LC_ALL",
                "C.UTF-8");
    }

    /// Below the range that outgoing connections take theirs from.
    private static String freePort() throws IOException {
        for (int i = 0; i < 100; i++) {
            int port = ThreadLocalRandom.current().nextInt(12_000, 32_000);
            try (var socket = new ServerSocket(port)) {
                return Integer.toString(socket.getLocalPort());
            } catch (BindException taken) {
                // Another one.
            }
        }
        throw new IOException("no free port");
    }

    @Test
    void theGatewayChecksRequests() throws IOException, InterruptedException {
        String port = freePort();
        try (var server = new Played(SECRET);
                var gateway = run("Gateway.java", both(variables(server), "PORT", port))) {
            gateway.awaitLine("listening");
            TestTime.await("the line", () -> server.lines() == 1);
            var claims = server.claims();
            String token = server.sign(claims);
            assertThat(get(port, "/orders", token).statusCode()).isEqualTo(200);
            assertThat(get(port, "/orders", token).body()).isEqualTo("hello " + claims.get("sub"));
            var forbidden = get(port, "/withdrawals", token);
            assertThat(forbidden.statusCode()).isEqualTo(403);
            assertThat(forbidden.headers().firstValue("WWW-Authenticate"))
                    .hasValueSatisfying(value -> assertThat(value).contains("insufficient_scope"));
            String key = token.substring(0, token.length() - 4) + "AAAA";
            assertThat(get(port, "/orders", key).statusCode()).isEqualTo(401);
            server.tell(
                    "session.ended", Map.of("account", Minted.of(claims, "sub"), "session", Minted.of(claims, "sid")));
            TestTime.await("its end", () -> status(port, token) == 401);
        }
    }

    @Test
    void requestsOfBotsAreChecked() throws IOException, InterruptedException {
        String port = freePort();
        Bot bot = Bot.ed25519();
        try (var server = new Played(SECRET);
                var bots = run("Bots.java", both(variables(server), "PORT", port))) {
            server.spends();
            server.service.put("GET /v1/api-keys/" + bot.id(), Map.entry(200, Minted.json(bot.description())));
            bots.awaitLine("listening");
            TestTime.await("the line", () -> server.lines() == 1);
            ApiRequest order = bot.signed("POST", "/orders", "{}", System.currentTimeMillis(), "nonce-0001");
            assertThat(post(port, order, "{}").body()).isEqualTo("taken from " + bot.account());
            assertThat(post(port, order, "{}").statusCode()).isEqualTo(401);
            assertThat(post(port, order, "{}").body()).isEqualTo("replayed");
            server.tell("apikey.revoked", Map.of("account", bot.account(), "key", bot.id(), "reason", "revoked"));
            TestTime.await("its end", () -> said(port, bot).equals("unknown-key"));
        }
    }

    private static String said(String port, Bot bot) {
        String nonce = "nonce-" + System.nanoTime();
        try {
            return post(port, bot.signed("POST", "/orders", "{}", System.currentTimeMillis(), nonce), "{}")
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> post(String port, ApiRequest signed, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/orders"));
        signed.headers().forEach((name, values) -> request.header(name, values.get(0)));
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    request.POST(HttpRequest.BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
        }
    }

    private static int status(String port, String token) {
        try {
            return get(port, "/orders", token).statusCode();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> get(String port, String path, String token)
            throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private static Map<String, String> both(Map<String, String> base, String name, String value) {
        var all = new java.util.HashMap<>(base);
        all.put(name, value);
        return all;
    }

    @Test
    void theNewsAreTold() throws IOException {
        try (var server = new Played(SECRET);
                var news = run("News.java", variables(server))) {
            TestTime.await("the line", () -> server.lines() == 1);
            server.tell("session.ended", Map.of("account", "a", "session", "s-77"));
            news.awaitLine("close the sockets of session s-77");
        }
    }

    @Test
    void theLettersAreTaken() throws IOException, InterruptedException, GeneralSecurityException {
        String port = freePort();
        byte[] key = new byte[32];
        String secret = "whsec_" + Base64.getEncoder().encodeToString(key);
        try (var letters = run("Letters.java", Map.of("WEBHOOK_SECRET", secret, "PORT", port));
                var http = HttpClient.newHttpClient()) {
            letters.awaitLine("listening");
            String body =
                    "{\"type\":\"session.ended\",\"timestamp\":\"2026-02-03T04:05:06Z\",\"data\":{\"session\":\"s\"}}";
            String time = Long.toString(System.currentTimeMillis() / 1000);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            String signature = Base64.getEncoder()
                    .encodeToString(mac.doFinal(("id-1." + time + "." + body).getBytes(StandardCharsets.UTF_8)));
            var letter = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/sallyport"))
                    .header("webhook-id", "id-1")
                    .header("webhook-timestamp", time);
            var right = letter.copy()
                    .header("webhook-signature", "v1," + signature)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            assertThat(http.send(right, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
            letters.awaitLine("session.ended {session=s}");
            var forged = letter.copy()
                    .header("webhook-signature", "v1,AAAA")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            assertThat(http.send(forged, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void everyExampleIsRunByATest() throws IOException {
        assertThat(EXAMPLE.matcher(Files.readString(Path.of("README.md")))
                        .results()
                        .map(found -> found.group(1)))
                .containsExactly("Gateway.java", "Bots.java", "News.java", "Letters.java");
    }
}
