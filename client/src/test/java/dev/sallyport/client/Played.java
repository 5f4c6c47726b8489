package dev.sallyport.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Plays Sallyport over real connections, with its formats: keys, tokens, introspection, and the stream
/// of revocations.
final class Played implements AutoCloseable {
    static final String AUDIENCE = "https://api.examplex.com";
    static final String CLIENT = "trading api";
    static final String SECRET = "s3cret/+&ü";
    static final String SERVICE_TOKEN = "service-token";
    private static final Set<String> SCOPES =
            Set.of("revocations.read", "api-requests.check", "api-requests.check apikeys.secrets");

    private record Told(String id, String type, String data) {}

    final TestTime time = new TestTime();
    final KeyPair key = Minted.p256();
    final Map<String, KeyPair> keys = new ConcurrentHashMap<>(Map.of("s-1", key));
    final Set<String> inactive = ConcurrentHashMap.newKeySet();
    final AtomicInteger keyReads = new AtomicInteger();
    final AtomicInteger questions = new AtomicInteger();
    final AtomicInteger strangers = new AtomicInteger();
    final List<String> cursors = new CopyOnWriteArrayList<>();
    /// What is answered to a service's question: `GET /v1/withdrawals/…` to status and body.
    final Map<String, Map.Entry<Integer, String>> service = new ConcurrentHashMap<>();
    /// What services sent: method, path, key and body.
    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<String> assertions = new CopyOnWriteArrayList<>();
    private final List<HttpExchange> lines = new CopyOnWriteArrayList<>();
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final String secret;
    private volatile boolean frozen;
    private volatile @Nullable Set<String> spent;
    volatile boolean forgetsCursors;
    volatile int streamStatus = 200;

    Played() {
        this(SECRET);
    }

    Played(String secret) {
        this.secret = secret;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/oauth2/jwks", exchange -> {
            keyReads.incrementAndGet();
            answer(exchange, 200, jwks());
        });
        server.createContext("/oauth2/token", this::token);
        server.createContext("/oauth2/introspect", this::introspect);
        server.createContext("/v1/revocations", this::stream);
        server.createContext("/v1/withdrawals", this::service);
        server.createContext("/v1/api-keys", this::service);
        server.createContext("/v1/api-requests", this::service);
        server.createContext("/", exchange -> {
            strangers.incrementAndGet();
            answer(exchange, 404, "{}");
        });
        server.start();
    }

    URI origin() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    Settings settings() {
        return Settings.of(origin(), origin(), AUDIENCE, Credentials.secret(CLIENT, SECRET))
                .time(time, time::nanos)
                .timeout(Duration.ofMillis(500));
    }

    /// One that has heard all.
    Verifier verifier() throws InterruptedException {
        var verifier = Verifier.open(settings());
        if (!verifier.awaitReady(Duration.ofSeconds(20))) {
            throw new AssertionError("not ready");
        }
        return verifier;
    }

    Map<String, Object> header() {
        return Map.of("typ", "at+jwt", "alg", "ES256", "kid", "s-1");
    }

    /// As the server's access tokens are (RFC 9068), five minutes long.
    Map<String, Object> claims() {
        long now = time.instant().getEpochSecond();
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", origin().toString());
        claims.put("sub", UUID.randomUUID().toString());
        claims.put("aud", List.of(AUDIENCE, origin().toString()));
        claims.put("exp", now + 300);
        claims.put("iat", now);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("client_id", "chart-app");
        claims.put("scope", "balances.read orders.read");
        claims.put("gid", UUID.randomUUID().toString());
        claims.put("sid", UUID.randomUUID().toString());
        claims.put("auth_time", now - 60);
        claims.put("acr", "urn:sallyport:acr:2fa");
        claims.put("amr", List.of("pwd", "otp"));
        return claims;
    }

    String sign(Map<String, Object> claims) {
        return sign(header(), claims);
    }

    String sign(Map<String, Object> header, Map<String, Object> claims) {
        return Minted.sign(header, claims, key.getPrivate());
    }

    private String jwks() {
        var all = keys.entrySet().stream()
                .map(e -> Minted.with(Minted.jwk(e.getValue()), "kid", e.getKey(), "use", "sig", "alg", "ES256"))
                .toList();
        return Minted.json(Map.of("keys", all));
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(exchange);
        boolean right = isClient(exchange, form)
                && "client_credentials".equals(form.get("grant_type"))
                && SCOPES.contains(form.get("scope"));
        answer(
                exchange,
                right ? 200 : 401,
                right
                        ? "{\"access_token\":\"" + SERVICE_TOKEN + "\",\"token_type\":\"Bearer\",\"expires_in\":300}"
                        : "{\"error\":\"invalid_client\"}");
    }

    private void introspect(HttpExchange exchange) throws IOException {
        questions.incrementAndGet();
        Map<String, String> form = form(exchange);
        if (!isClient(exchange, form)) {
            answer(exchange, 401, "{\"error\":\"invalid_client\"}");
            return;
        }
        answer(exchange, 200, "{\"active\":" + !inactive.contains(form.get("token")) + "}");
    }

    /// Remembers nonces from now on, as the server does.
    void spends() {
        spent = ConcurrentHashMap.newKeySet();
    }

    private static String spend(Set<String> nonces, String body) {
        String answers = Pattern.compile("\"nonce\":\"([^\"]+)\"")
                .matcher(body)
                .results()
                .map(nonce -> nonces.add(nonce.group(1)) ? "\"accepted\"" : "\"replayed\"")
                .collect(Collectors.joining(","));
        return "{\"answers\":[" + answers + "]}";
    }

    private void service(HttpExchange exchange) throws IOException {
        String question = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(question + " " + exchange.getRequestHeaders().getFirst("Idempotency-Key") + " " + body);
        boolean known =
                ("Bearer " + SERVICE_TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        Set<String> nonces = spent;
        if (known && nonces != null && question.endsWith("/uses")) {
            answer(exchange, 200, spend(nonces, body));
            return;
        }
        var answer = known
                ? service.getOrDefault(question, Map.entry(404, "{\"code\":\"not-found\"}"))
                : Map.entry(401, "{}");
        answer(exchange, answer.getKey(), answer.getValue());
    }

    private boolean isClient(HttpExchange exchange, Map<String, String> form) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        if (header == null) {
            assertions.add(form.getOrDefault("client_assertion", ""));
            return form.containsKey("client_assertion");
        }
        String pair =
                new String(Base64.getDecoder().decode(header.substring("Basic ".length())), StandardCharsets.UTF_8);
        String[] both = pair.split(":", 2);
        return decode(both[0]).equals(CLIENT) && decode(both[1]).equals(secret);
    }

    private static Map<String, String> form(HttpExchange exchange) throws IOException {
        var form = new LinkedHashMap<String, String>();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        for (String pair : body.split("&")) {
            String[] both = pair.split("=", 2);
            form.put(decode(both[0]), decode(both[1]));
        }
        return form;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        freezeIfFrozen();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private void freezeIfFrozen() {
        if (frozen) {
            sleepUntilOver();
        }
    }

    private void sleepUntilOver() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// As `RevocationApi` of the server does it: what was missed, then "ready", then the news.
    private void stream(HttpExchange exchange) throws IOException {
        String cursor = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        cursors.add(String.valueOf(cursor));
        boolean known =
                ("Bearer " + SERVICE_TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!known || streamStatus != 200) {
            answer(exchange, known ? streamStatus : 401, "{}");
            return;
        }
        freezeIfFrozen();
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream;charset=UTF-8");
        exchange.sendResponseHeaders(200, 0);
        synchronized (lines) {
            if (forgetsCursors) {
                write(exchange, new Told(id(), "reset", "{}"));
            } else {
                resume(exchange, cursor);
            }
            write(exchange, new Told(id(), "ready", "{\"heartbeatSeconds\":3}"));
            lines.add(exchange);
        }
    }

    private void resume(HttpExchange exchange, String cursor) {
        try {
            long from = Cursor.millis(cursor) - Duration.ofMinutes(5).toMillis();
            for (Told one : told) {
                if (Cursor.millis(one.id) >= from) {
                    write(exchange, one);
                }
            }
        } catch (Json.Malformed e) {
            throw new AssertionError(e);
        }
    }

    private static void write(HttpExchange exchange, Told piece) {
        try {
            var out = exchange.getResponseBody();
            String text = "id: " + piece.id + "\nevent: " + piece.type + "\ndata: " + piece.data + "\n\n";
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            // It has hung up.
        }
    }

    private String id() {
        long millis = time.millis();
        return new UUID(
                        (millis << 16) | 0x7000L | ThreadLocalRandom.current().nextLong(0x1000),
                        0x8000_0000_0000_0000L | (ThreadLocalRandom.current().nextLong() >>> 2))
                .toString();
    }

    /// Revokes something, and tells whoever listens.
    void tell(String type, Map<String, Object> data) {
        String payload =
                Minted.json(Map.of("type", type, "timestamp", time.instant().toString(), "data", data));
        synchronized (lines) {
            var piece = new Told(id(), type, payload);
            told.add(piece);
            lines.forEach(line -> write(line, piece));
        }
    }

    /// Writes bytes as they are.
    void write(String text) {
        for (HttpExchange line : lines) {
            try {
                line.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
                line.getResponseBody().flush();
            } catch (IOException e) {
                // It has hung up.
            }
        }
    }

    void heartbeat() {
        heartbeatFrom(id());
    }

    void heartbeatFrom(String id) {
        lines.forEach(line -> write(line, new Told(id, "heartbeat", "{}")));
    }

    int lines() {
        return lines.size();
    }

    /// Ends every connection.
    void cut() {
        synchronized (lines) {
            lines.forEach(HttpExchange::close);
            lines.clear();
        }
    }

    /// From here on it takes connections and answers nothing.
    void freeze() {
        frozen = true;
    }

    void thaw() {
        frozen = false;
    }

    @Override
    public void close() {
        over.countDown();
        cut();
        server.stop(0);
        threads.shutdownNow();
    }
}
