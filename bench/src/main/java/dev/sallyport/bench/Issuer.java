package dev.sallyport.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sallyport.base.crypto.Jws;
import dev.sallyport.base.who.Uuid7;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Plays the addresses that a verifier needs, keys and the stream of revocations, in which nothing happens, and
/// signs access tokens like a node's. What a verifier costs in its own process does not ask for more.
final class Issuer implements AutoCloseable {
    static final String AUDIENCE = "https://api.examplex.com";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ECKey key;
    private final Map<String, String> apiKeys = new ConcurrentHashMap<>();

    private Issuer() throws IOException {
        try {
            key = new ECKeyGenerator(Curve.P_256).keyID("s-1").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/oauth2/jwks", this::keys);
        server.createContext("/v1/revocations", this::stream);
        server.createContext("/v1/api-keys/", this::apiKey);
        server.createContext("/v1/api-requests/uses", this::uses);
        server.start();
    }

    static Issuer start() throws IOException {
        return new Issuer();
    }

    URI origin() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    ECKey publicKey() {
        return key.toPublicJWK();
    }

    /// Another one at each call.
    String token() {
        Instant now = Instant.now();
        var claims = new JWTClaimsSet.Builder()
                .issuer(origin().toString())
                .subject(UUID.randomUUID().toString())
                .audience(List.of(AUDIENCE, origin().toString()))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(59))))
                .jwtID(UUID.randomUUID().toString())
                .claim("client_id", "app-bench")
                .claim("scope", "balances.read orders.read")
                .claim("gid", UUID.randomUUID().toString())
                .claim("sid", UUID.randomUUID().toString())
                .claim("auth_time", now.getEpochSecond() - 60)
                .claim("acr", "urn:sallyport:acr:2fa")
                .claim("amr", List.of("pwd", "otp"))
                .build();
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(key.getKeyID())
                .build();
        try {
            var token = new SignedJWT(header, claims);
            token.sign(Jws.signer(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void keys(HttpExchange exchange) throws IOException {
        answer(exchange, 200, new JWKSet(publicKey()).toString());
    }

    /// Lets a holder's key be known, and its secret when it has one.
    void add(SigningKey signing) {
        apiKeys.put("/v1/api-keys/" + signing.id(), signing.description());
        apiKeys.put("/v1/api-keys/" + signing.id() + "/secret", "{\"secret\":\"" + signing.secret() + "\"}");
    }

    private void apiKey(HttpExchange exchange) throws IOException {
        String found = apiKeys.get(exchange.getRequestURI().getPath());
        answer(exchange, found == null ? 404 : 200, found == null ? "{}" : found);
    }

    /// Nothing was spent before.
    private void uses(HttpExchange exchange) throws IOException {
        String told = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int count = told.split("\"key\":", -1).length - 1;
        String all = "\"accepted\",".repeat(count);
        answer(exchange, 200, "{\"answers\":[" + all.substring(0, Math.max(0, all.length() - 1)) + "]}");
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream;charset=UTF-8");
        exchange.sendResponseHeaders(200, 0);
        try (exchange) {
            say(exchange, "ready", "{\"heartbeatSeconds\":3}");
            while (!over.await(1, TimeUnit.SECONDS)) {
                say(exchange, "heartbeat", "{}");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(HttpExchange exchange, String event, String data) throws IOException {
        String id = Uuid7.at(System.currentTimeMillis()).toString();
        exchange.getResponseBody()
                .write(("id: " + id + "\nevent: " + event + "\ndata: " + data + "\n\n")
                        .getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
