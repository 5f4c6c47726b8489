package dev.sallyport.exchange;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// As much of Sallyport as the site sees, with a holder who has proven himself as the test wants it. It has no stream:
/// the interface asks it of each token.
final class PlayedSallyport implements AutoCloseable {
    static final String ACCOUNT = "0198f3a0-0000-7000-8000-000000000001";
    static final String SESSION = "0198f3a0-0000-7000-8000-000000000002";

    final String issuer;
    final ECKey key;
    volatile boolean away;
    /// Whether tokens count.
    volatile boolean active = true;
    /// What it says of programs' requests, and what it was asked about last.
    volatile String program = "";

    volatile String asked = "";
    volatile String nonce = "";
    volatile String scope = "openid balances.read orders.read";
    volatile String acr = "urn:sallyport:acr:1fa";
    volatile Instant provenAt = Instant.now();
    final PlayedWithdrawals withdrawals = new PlayedWithdrawals(this);
    private final HttpServer server;

    PlayedSallyport() throws IOException, JOSEException {
        key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        issuer = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/", this::answer);
        server.createContext("/v1/withdrawals", withdrawals::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] asked = exchange.getRequestBody().readAllBytes();
        String body =
                away ? null : answer(exchange.getRequestURI().getPath(), new String(asked, StandardCharsets.UTF_8));
        byte[] bytes = String.valueOf(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(away ? 503 : body == null ? 404 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private @Nullable String answer(String path, String form) {
        return switch (path) {
            case "/.well-known/openid-configuration" -> discovery();
            case "/oauth2/jwks" -> new JWKSet(key.toPublicJWK()).toString();
            case "/oauth2/introspect" -> "{\"active\":" + active + "}";
            case "/v1/api-requests/check" -> {
                asked = form;
                yield program;
            }
            case "/oauth2/token" -> form.contains("grant_type=authorization_code") ? tokens() : service(form);
            default -> null;
        };
    }

    private static @Nullable String service(String form) {
        return form.contains("grant_type=client_credentials")
                ? "{\"access_token\":\"service\",\"token_type\":\"Bearer\",\"expires_in\":600}"
                : null;
    }

    private String discovery() {
        return """
                {"issuer":"@","authorization_endpoint":"@/oauth2/authorize","token_endpoint":"@/oauth2/token",
                 "jwks_uri":"@/oauth2/jwks","end_session_endpoint":"@/oauth2/logout",
                 "response_types_supported":["code"],"subject_types_supported":["public"],
                 "id_token_signing_alg_values_supported":["ES256"]}
                """.replace("@", issuer);
    }

    private String tokens() {
        String id = sign("JWT", claims("site").claim("nonce", nonce));
        return "{\"access_token\":\"%s\",\"id_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":600,\"scope\":\"%s\"}"
                .formatted(access(), id, scope);
    }

    String access() {
        return sign("at+jwt", accessClaims());
    }

    JWTClaimsSet.Builder accessClaims() {
        return claims("urn:demo-exchange:api").claim("client_id", "site").claim("scope", scope);
    }

    JWTClaimsSet.Builder claims(String audience) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(ACCOUNT)
                .audience(List.of(audience))
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .jwtID(UUID.randomUUID().toString())
                .claim("sid", SESSION)
                .claim("acr", acr)
                .claim("auth_time", provenAt.getEpochSecond());
    }

    String sign(String type, JWTClaimsSet.Builder claims) {
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID("k")
                .type(new JOSEObjectType(type))
                .build();
        return sign(header, claims, key);
    }

    static String sign(JWSHeader header, JWTClaimsSet.Builder claims, ECKey key) {
        try {
            var jwt = new SignedJWT(header, claims.build());
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
