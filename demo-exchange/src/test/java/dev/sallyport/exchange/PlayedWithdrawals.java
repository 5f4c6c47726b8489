package dev.sallyport.exchange;

import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Sallyport's side of withdrawals, deciding as the test wants it.
final class PlayedWithdrawals {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NONCE = "AAECAwQFBgcICQoLDA0ODw";

    private final PlayedSallyport sallyport;
    /// By the idempotency key under which each was asked for.
    final Map<String, Asked> asked = new ConcurrentHashMap<>();
    final AtomicInteger redeemed = new AtomicInteger();
    volatile String decision = "approved";
    volatile String reason = "";
    /// Whether what is approved is something else than what was asked for.
    volatile boolean swaps;
    volatile boolean refusesToRedeem;
    /// Does what it is asked for, and its answer is lost.
    volatile boolean loses;
    final Instant until = Instant.now().plusSeconds(300).truncatedTo(ChronoUnit.SECONDS);

    record Asked(String id, Map<String, String> terms) {}

    PlayedWithdrawals(PlayedSallyport sallyport) {
        this.sallyport = sallyport;
    }

    void answer(HttpExchange exchange) throws IOException {
        byte[] sent = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        int status = 200;
        String body;
        if (path.equals("/v1/withdrawals")) {
            JsonNode request = JSON.readTree(sent);
            body = state(asked.computeIfAbsent(
                    String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")),
                    key -> new Asked(UUID.randomUUID().toString(), terms(request))));
        } else if (path.endsWith("/redemption")) {
            status = refusesToRedeem ? 409 : 200;
            body = refusesToRedeem
                    ? "{\"code\":\"conflict\",\"errors\":[{\"field\":\"approval\",\"code\":\"day\",\"message\":\"Much has left.\"}]}"
                    : "{\"at\":\"" + Instant.now() + "\"}";
            redeemed.incrementAndGet();
        } else {
            String id = path.substring(path.lastIndexOf('/') + 1);
            body = state(asked.values().stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst()
                    .orElseThrow());
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(loses ? 503 : status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Map<String, String> terms(JsonNode request) {
        var terms = new HashMap<String, String>();
        request.properties()
                .forEach(field -> terms.put(field.getKey(), field.getValue().asString()));
        return terms;
    }

    private String state(Asked one) {
        var answer = new HashMap<String, Object>();
        answer.put("id", one.id());
        answer.put("decision", decision);
        answer.put(
                "reasons",
                reason.isEmpty() ? java.util.List.of() : java.util.List.of(Map.of("code", "x", "text", reason)));
        answer.put("until", until.toString());
        answer.put("nonce", NONCE);
        if (decision.equals("confirm")) {
            answer.put("page", sallyport.issuer + "/withdrawals/" + one.id());
        }
        if (decision.equals("approved")) {
            answer.put("approval", approval(one));
        }
        return JSON.writeValueAsString(answer);
    }

    private String approval(Asked one) {
        var terms = new TreeMap<>(one.terms());
        if (swaps) {
            terms.put("destination", "bc1q-somebody-else");
        }
        terms.put("id", one.id());
        terms.put("nonce", NONCE);
        terms.put("until", Long.toString(until.getEpochSecond()));
        var claims = new JWTClaimsSet.Builder()
                .issuer(sallyport.issuer)
                .subject(PlayedSallyport.ACCOUNT)
                .audience("api")
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(until))
                .claim("withdrawal", one.id())
                .claim("request", hash(JSON.writeValueAsString(terms)));
        return sallyport.sign("withdrawal-approval+jwt", claims);
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
