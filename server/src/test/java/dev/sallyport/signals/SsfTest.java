package dev.sallyport.signals;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.base.http.Services;
import dev.sallyport.base.http.Services.Service;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.session.Sessions;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The Shared Signals Framework over real connections, as a receiver sees it.
@Proves("R-EVT-1")
class SsfTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String CAEP = "https://schemas.openid.net/secevent/caep/event-type/";
    private static final String PUSH = "urn:ietf:rfc:8935";
    private static final String POLL = "urn:ietf:rfc:8936";

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.startAlone(new TestClock(), Map.of("services.private-receivers", "true"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static HttpResponse<String> call(String token, String method, String path, @Nullable Object body) {
        var request = HttpRequest.newBuilder(path.startsWith("/v1") ? node.inside(path) : node.outside(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        return JSON.readTree(answer.body());
    }

    private static JsonNode call(String method, String path, @Nullable Object body) {
        return ok(call(TestNode.SERVICE_TOKEN, method, path, body));
    }

    private static String stream(Map<String, ?> delivery, String... types) {
        var body = types.length == 0
                ? Map.of("delivery", delivery)
                : Map.of("delivery", delivery, "events_requested", List.of(types));
        return call("POST", "/v1/ssf/streams", body).get("stream_id").asString();
    }

    private static JsonNode poll(String stream, Object body) {
        return call("POST", "/v1/ssf/polls/" + stream, body);
    }

    private static List<String> tokens(JsonNode polled) {
        return polled.get("sets").valueStream().map(JsonNode::asString).toList();
    }

    private static void remove(String stream) {
        assertThat(call(TestNode.SERVICE_TOKEN, "DELETE", "/v1/ssf/streams?stream_id=" + stream, null)
                        .statusCode())
                .isEqualTo(204);
    }

    /// Checks a token as a receiver must, with the keys that are published.
    private static JsonNode checked(String token) {
        try {
            var jwt = SignedJWT.parse(token);
            JsonNode configuration = call("GET", "/.well-known/ssf-configuration", null);
            assertThat(configuration.get("jwks_uri").asString()).endsWith("/oauth2/jwks");
            var keys = JWKSet.parse(call("GET", "/oauth2/jwks", null).toString());
            var key = keys.getKeyByKeyId(jwt.getHeader().getKeyID());
            assertThat(key.isPrivate()).isFalse();
            assertThat(jwt.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
            assertThat(jwt.getHeader().getType().getType()).isEqualTo("secevent+jwt");
            assertThat(jwt.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
            JsonNode claims = JSON.readTree(jwt.getPayload().toString());
            assertThat(claims.get("iss").asString())
                    .isEqualTo(configuration.get("issuer").asString());
            assertThat(claims.has("exp")).isFalse();
            assertThat(claims.has("sub")).isFalse();
            assertThat(claims.get("events").size()).isEqualTo(1);
            return claims;
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void endAll(String account) {
        node.bean(Sessions.class).endAll(new AccountId(UUID.fromString(account)), "test", null);
    }

    @Test
    @Defends("A69")
    void aPolledTokenIsSignedTypedForOneReceiverAndComesUntilItIsAcknowledged() {
        String stream = stream(Map.of("method", POLL), CAEP + "session-revoked");
        var holder = Holder.signUp(node);
        String account = holder.account();
        String session = holder.session();
        endAll(account);
        JsonNode first = poll(stream, Map.of("maxEvents", 10));
        assertThat(tokens(first)).hasSize(1);
        JsonNode claims = checked(tokens(first).getFirst());
        String jti = claims.get("jti").asString();
        assertThat(first.get("sets").has(jti)).isTrue();
        assertThat(claims.get("aud").asString()).isEqualTo("test");
        JsonNode subject = claims.get("sub_id");
        assertThat(subject.get("format").asString()).isEqualTo("complex");
        assertThat(subject.at("/user/sub").asString()).isEqualTo(account);
        assertThat(subject.at("/user/format").asString()).isEqualTo("iss_sub");
        assertThat(subject.at("/session/id").asString()).isEqualTo(session);
        JsonNode event = claims.get("events").get(CAEP + "session-revoked");
        assertThat(event.get("event_timestamp").isIntegralNumber()).isTrue();
        assertThat(event.at("/reason_admin/en").asString()).isEqualTo("session.ended: test");
        // Not acknowledged: again, with the same id.
        JsonNode again = poll(stream, Map.of("returnImmediately", true));
        assertThat(checked(tokens(again).getFirst()).get("jti").asString()).isEqualTo(jti);
        JsonNode after = poll(stream, Map.of("ack", List.of(jti), "returnImmediately", true));
        assertThat(tokens(after)).isEmpty();
        assertThat(after.get("moreAvailable").asBoolean()).isFalse();
        remove(stream);
    }

    @Test
    void whoPollsPatientlyIsAnsweredWhenSomethingComes() throws Exception {
        String stream = stream(Map.of("method", POLL), CAEP + "session-revoked");
        var holder = Holder.signUp(node);
        String account = holder.account();
        var answer = java.util.concurrent.CompletableFuture.supplyAsync(() -> poll(stream, Map.of("maxEvents", 1)));
        endAll(account);
        assertThat(tokens(answer.get(10, java.util.concurrent.TimeUnit.SECONDS)))
                .hasSize(1);
        remove(stream);
    }

    @Test
    void theOrderOfAnAccountIsKeptInPiecesAndWhatCannotBeUsedIsListed() {
        String stream = stream(Map.of("method", POLL), CAEP + "session-revoked");
        var holder = Holder.signUp(node);
        var sessions = new ArrayList<String>();
        String account = holder.account();
        for (int i = 0; i < 5; i++) {
            sessions.add(holder.session());
            endAll(account);
            holder.again();
        }
        var told = new ArrayList<String>();
        List<String> ack = List.of();
        boolean more = true;
        while (more) {
            JsonNode page = poll(stream, Map.of("maxEvents", 2, "returnImmediately", true, "ack", ack));
            ack = new ArrayList<>(page.get("sets").propertyNames());
            tokens(page)
                    .forEach(token ->
                            told.add(checked(token).at("/sub_id/session/id").asString()));
            more = page.get("moreAvailable").asBoolean();
        }
        assertThat(told).isEqualTo(sessions);
        var refused = Map.of(ack.getFirst(), Map.of("err", "invalid_key", "description", "unknown kid"));
        poll(stream, Map.of("maxEvents", 0, "setErrs", refused));
        String last = ack.getFirst();
        assertThat(node.bean(Receivers.class).dead()).anySatisfy(d -> {
            assertThat(d.event().toString()).isEqualTo(last);
            assertThat(d.error()).isEqualTo("invalid_key: unknown kid");
        });
        remove(stream);
    }

    @Test
    void aVerificationComesDownTheStreamWithItsState() {
        String stream = stream(Map.of("method", POLL), CAEP + "session-revoked");
        var verify = Map.of("stream_id", stream, "state", "abc");
        assertThat(call(TestNode.SERVICE_TOKEN, "POST", "/v1/ssf/verification", verify)
                        .statusCode())
                .isEqualTo(204);
        JsonNode claims = checked(tokens(poll(stream, Map.of())).getFirst());
        assertThat(claims.at("/sub_id/id").asString()).isEqualTo(stream);
        assertThat(claims.get("events")
                        .get("https://schemas.openid.net/secevent/ssf/event-type/verification")
                        .get("state")
                        .asString())
                .isEqualTo("abc");
        remove(stream);
    }

    @Test
    void verificationsAreAFewSecondsApart() {
        String stream = stream(Map.of("method", POLL));
        var verify = Map.of("stream_id", stream);
        int first = call(TestNode.SERVICE_TOKEN, "POST", "/v1/ssf/verification", verify)
                .statusCode();
        // A span may end between two of three.
        int second = call(TestNode.SERVICE_TOKEN, "POST", "/v1/ssf/verification", verify)
                .statusCode();
        int third = call(TestNode.SERVICE_TOKEN, "POST", "/v1/ssf/verification", verify)
                .statusCode();
        assertThat(first).isEqualTo(204);
        assertThat(List.of(second, third)).contains(429);
        node.clock.advance(Streams.VERIFICATION_INTERVAL);
        assertThat(call(TestNode.SERVICE_TOKEN, "POST", "/v1/ssf/verification", verify)
                        .statusCode())
                .isEqualTo(204);
        remove(stream);
    }

    @Test
    void aPausedStreamKeepsEventsAndADisabledOneDoesNot() {
        String stream = stream(Map.of("method", POLL), CAEP + "session-revoked");
        var holder = Holder.signUp(node);
        String account = holder.account();
        turn(stream, "paused");
        endAll(account);
        assertThat(tokens(poll(stream, Map.of("returnImmediately", true)))).isEmpty();
        turn(stream, "disabled");
        holder.again();
        endAll(account);
        turn(stream, "enabled");
        assertThat(tokens(poll(stream, Map.of("returnImmediately", true)))).hasSize(1);
        JsonNode status = call("GET", "/v1/ssf/status?stream_id=" + stream, null);
        assertThat(status.get("status").asString()).isEqualTo("enabled");
        assertThat(status.get("reason").asString()).isEqualTo("because");
        remove(stream);
    }

    private static void turn(String stream, String status) {
        call("POST", "/v1/ssf/status", Map.of("stream_id", stream, "status", status, "reason", "because"));
    }

    @Test
    void aStreamIsReadChangedAndReplaced() {
        String stream = stream(Map.of("method", POLL), CAEP + "session-revoked", "https://example.com/unknown");
        JsonNode read = call("GET", "/v1/ssf/streams?stream_id=" + stream, null);
        assertThat(read.get("events_delivered").toString()).isEqualTo("[\"" + CAEP + "session-revoked\"]");
        assertThat(read.at("/delivery/endpoint_url").asString())
                .isEqualTo(node.config.services().url() + "/v1/ssf/polls/" + stream);
        JsonNode changed = call(
                "PATCH", "/v1/ssf/streams", Map.of("stream_id", stream, "description", "risk", "iss", "passed over"));
        assertThat(changed.get("description").asString()).isEqualTo("risk");
        assertThat(changed.get("events_delivered").size()).isEqualTo(1);
        JsonNode replaced = call("PUT", "/v1/ssf/streams", Map.of("stream_id", stream));
        assertThat(replaced.get("description").asString()).isEmpty();
        assertThat(replaced.get("events_delivered")).isEqualTo(replaced.get("events_supported"));
        assertThat(call("GET", "/v1/ssf/streams", null)
                        .valueStream()
                        .map(s -> s.get("stream_id").asString()))
                .contains(stream);
        remove(stream);
        assertThat(call(TestNode.SERVICE_TOKEN, "GET", "/v1/ssf/streams?stream_id=" + stream, null)
                        .statusCode())
                .isEqualTo(404);
    }

    /// Nothing is pushed: it is only asked what the stream looks like.
    @Test
    void whatTheReceiverIsShownIsShownToNobodyElse() {
        String header = "Bearer receivers-own";
        Map<String, String> delivery =
                Map.of("method", PUSH, "endpoint_url", "http://127.0.0.1:9/events", "authorization_header", header);
        var body = Map.of("delivery", delivery, "events_requested", List.of(CAEP + "credential-change"));
        var made = call(TestNode.SERVICE_TOKEN, "POST", "/v1/ssf/streams", body);
        String stream = ok(made).get("stream_id").asString();
        String one = "/v1/ssf/streams?stream_id=" + stream;
        var answers = List.of(
                made,
                call(TestNode.SERVICE_TOKEN, "GET", one, null),
                call(TestNode.SERVICE_TOKEN, "GET", "/v1/ssf/streams", null),
                call(TestNode.SERVICE_TOKEN, "GET", "/v1/ssf/status?stream_id=" + stream, null),
                call(
                        TestNode.SERVICE_TOKEN,
                        "PATCH",
                        "/v1/ssf/streams",
                        Map.of("stream_id", stream, "description", "risk")),
                call(
                        TestNode.SERVICE_TOKEN,
                        "PUT",
                        "/v1/ssf/streams",
                        Map.of("stream_id", stream, "delivery", delivery)));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
            assertThat(answer.body()).contains(stream).doesNotContain("receivers-own");
        });
        remove(stream);
    }

    @Test
    @Defends({"A68", "A72"})
    void nobodyTouchesAnothersStreamAndNothingIsPushedWhereNothingMayGo() {
        node.bean(Services.class)
                .alsoBy(token -> token.equals("other")
                        ? Optional.of(new Service("other", Set.of("ssf.read", "ssf.manage")))
                        : Optional.empty());
        String stream = stream(Map.of("method", POLL));
        assertThat(call("other", "GET", "/v1/ssf/streams?stream_id=" + stream, null)
                        .statusCode())
                .isEqualTo(404);
        assertThat(call("other", "DELETE", "/v1/ssf/streams?stream_id=" + stream, null)
                        .statusCode())
                .isEqualTo(404);
        assertThat(call("other", "POST", "/v1/ssf/polls/" + stream, Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(call("other", "PUT", "/v1/ssf/streams", Map.of("stream_id", stream))
                        .statusCode())
                .isEqualTo(404);
        assertThat(call("other", "GET", "/v1/ssf/streams", null).body()).isEqualTo("[]");
        for (String url : List.of("file:///etc/passwd", "https://user@a.examplex.com/", "")) {
            assertThat(call(
                                    TestNode.SERVICE_TOKEN,
                                    "POST",
                                    "/v1/ssf/streams",
                                    Map.of("delivery", Map.of("method", PUSH, "endpoint_url", url)))
                            .statusCode())
                    .isEqualTo(422);
        }
        remove(stream);
    }

    @Test
    void whateverABodyHoldsIsTakenOrRefusedAndNeverAFault() {
        String stream = stream(Map.of("method", POLL), CAEP + "session-revoked");
        String id = "\"stream_id\":\"" + stream + "\"";
        String jti = UUID.randomUUID().toString();
        var refused = List.of(
                "POST /v1/ssf/polls/" + stream + " {\"setErrs\":{\"" + jti + "\":null}}",
                "POST /v1/ssf/polls/" + stream + " {\"setErrs\":{\"" + jti + "\":{}}}",
                "POST /v1/ssf/polls/" + stream + " {\"setErrs\":{\"x\":{\"err\":\"a\"}}}",
                "POST /v1/ssf/polls/" + stream + " {\"setErrs\":[]}",
                "POST /v1/ssf/polls/" + stream + " {\"ack\":[null]}",
                "POST /v1/ssf/polls/" + stream + " {\"ack\":{}}",
                "POST /v1/ssf/polls/" + stream + " {\"maxEvents\":\"many\"}",
                "POST /v1/ssf/polls/" + stream + " null",
                "POST /v1/ssf/polls/" + stream + " []",
                "POST /v1/ssf/polls/" + stream + " ",
                "POST /v1/ssf/streams {\"events_requested\":[null]}",
                "POST /v1/ssf/streams {\"events_requested\":[\"\\u0000\"]}",
                "POST /v1/ssf/streams {\"description\":\"a\\u0000b\"}",
                "POST /v1/ssf/streams {\"delivery\":{\"method\":\"x\"}}",
                "POST /v1/ssf/streams {\"delivery\":[]}",
                "PATCH /v1/ssf/streams {" + id + ",\"description\":\"\\ud800\"}",
                "PATCH /v1/ssf/streams {}",
                "PUT /v1/ssf/streams {\"stream_id\":7}",
                "POST /v1/ssf/status {" + id + "}",
                "POST /v1/ssf/status {" + id + ",\"status\":\"paused\",\"reason\":\"\\u0000\"}",
                "POST /v1/ssf/verification {" + id + ",\"state\":\"\\u0000\"}",
                "POST /v1/ssf/verification {" + id + ",\"state\":{}}");
        for (String one : refused) {
            String[] parts = one.split(" ", 3);
            assertThat(raw(parts[0], parts[1], parts[2])).as(one).isBetween(400, 422);
        }
        remove(stream);
    }

    private static int raw(String method, String path, String body) {
        var request = HttpRequest.newBuilder(node.inside(path))
                .header("Authorization", "Bearer " + TestNode.SERVICE_TOKEN)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
