package dev.sallyport.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.http.Services;
import dev.sallyport.base.http.Services.Service;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// The register of programs over the inside port, as the tools of staff use it.
@Proves("R-OAU-1")
class ClientsApiTest {
    private final TestNode node = TestNode.shared();
    private final String token = "staff-" + UUID.randomUUID();
    private final String name = "Ledger " + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void aTokenThatNamesTheScope() {
        node.bean(Services.class)
                .alsoBy(shown -> shown.equals(token)
                        ? Optional.of(new Service("staff console", Set.of(Services.CLIENTS, "facts.read")))
                        : Optional.empty());
    }

    private HttpResponse<String> send(String shown, String method, String path, String key, String body) {
        var request = HttpRequest.newBuilder(node.inside(path))
                .header("Authorization", "Bearer " + shown)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        return Calls.send(request.build());
    }

    private String body(String more) {
        return "{\"name\":\"" + name + "\",\"redirects\":[\"https://ledger.examplex.com/back\"],"
                + "\"scopes\":[\"openid\",\"balances.read\"]" + more + "}";
    }

    private HttpResponse<String> add(String key, String more) {
        return send(token, "POST", "/v1/clients", key, body(more));
    }

    private JsonNode listed(String id) {
        return Calls.json(send(token, "GET", "/v1/clients", "", ""))
                .get("clients")
                .valueStream()
                .filter(client -> client.get("clientId").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void oneIsRegisteredListedAndRemovedAndItsSecretIsShownOnce() {
        String key = UUID.randomUUID().toString();
        var added = add(key, ",\"standing\":\"unverified\"");
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        String id = Calls.json(added).get("clientId").asString();
        assertThat(Calls.json(added).get("clientSecret").asString()).hasSize(43);
        var again = Calls.json(add(key, ",\"standing\":\"unverified\""));
        assertThat(again.get("clientId").asString()).isEqualTo(id);
        assertThat(again.path("clientSecret").asString("")).isEmpty();
        assertThat(node.bean(JdbcClient.class)
                        .sql("SELECT answer FROM service_write WHERE service = 'staff console'")
                        .query(String.class)
                        .list())
                .isNotEmpty()
                .noneMatch(kept ->
                        kept.contains(Calls.json(added).get("clientSecret").asString()));
        JsonNode one = listed(id);
        assertThat(one.get("name").asString()).isEqualTo(name);
        assertThat(one.get("standing").asString()).isEqualTo("unverified");
        assertThat(one.get("method").asString()).isEqualTo("client_secret_basic");
        assertThat(one.toString()).doesNotContain("secretHash");
        assertThat(send(token, "DELETE", "/v1/clients/" + id, UUID.randomUUID().toString(), "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(token, "DELETE", "/v1/clients/" + id, UUID.randomUUID().toString(), "")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    @Defends("A43")
    void whatCannotBeIsRefusedWithAllItsReasonsAndNothingIsKept() {
        String key = UUID.randomUUID().toString();
        var refused = send(
                token,
                "POST",
                "/v1/clients",
                key,
                "{\"name\":\"" + name + "\",\"redirects\":[\"https://*.examplex.com/\"],\"scopes\":[\"all\"]}");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(Calls.json(refused).get("errors").size()).isEqualTo(2);
        // The key is free: nothing was done.
        assertThat(add(key, "").statusCode()).isEqualTo(201);
        assertThat(add(key, ",\"strict\":true").statusCode()).isEqualTo(422);
        assertThat(add("", "").statusCode()).isEqualTo(400);
        // It looks like the one before.
        assertThat(send(token, "POST", "/v1/clients", key + "2", body("").replace("Ledger", "LEDGER"))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    @Defends("A72")
    @Asvs({"8.2.1", "10.4.11"})
    void itGivesNoMoreRightsThanStaffMayGive() {
        assertThat(send(TestNode.SERVICE_TOKEN, "GET", "/v1/clients", "", "").statusCode())
                .isEqualTo(403);
        for (String more : new String[] {
            ",\"standing\":\"own\"",
            ",\"standing\":\"OWN\"",
            ",\"standing\":\"verified\"",
            ",\"grants\":[\"client_credentials\"],\"scopes\":[\"clients.manage\"]",
            ",\"grants\":[\"client_credentials\"],\"scopes\":[\"apikeys.secrets\"]"
        }) {
            String whole = more.contains("scopes") ? "{\"name\":\"" + name + "\"" + more + "}" : body(more);
            var refused = send(token, "POST", "/v1/clients", UUID.randomUUID().toString(), whole);
            assertThat(refused.statusCode()).as(more).isEqualTo(422);
        }
    }

    @Test
    void ofManyAtOnceOneIsRegistered() throws Exception {
        String key = UUID.randomUUID().toString();
        Callable<HttpResponse<String>> call = () -> add(key, "");
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers =
                    pool.invokeAll(IntStream.range(0, 20).mapToObj(i -> call).toList());
            var ids = new java.util.TreeSet<String>();
            int secrets = 0;
            for (var answer : answers) {
                assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(201);
                JsonNode added = Calls.json(answer.get());
                ids.add(added.get("clientId").asString());
                secrets += added.path("clientSecret").asString("").isEmpty() ? 0 : 1;
            }
            assertThat(ids).hasSize(1);
            assertThat(secrets).isEqualTo(1);
        }
    }

    @Test
    @Defends("A72")
    @Asvs("8.2.1")
    void nobodyGivesMoreOfTheInsidePortThanHeHas() {
        for (String scope :
                List.of("sessions.end", "sessions.check", "accounts.read", "ssf.manage", "tokens.introspect")) {
            var refused = service("facts.read\",\"" + scope);
            assertThat(refused.statusCode()).as(scope).isEqualTo(422);
            assertThat(refused.body()).contains("has no " + scope).doesNotContain("has no facts.read");
        }
        assertThat(service("facts.read\",\"ledger.read").statusCode())
                .as("what he has, and what is no business of ours")
                .isEqualTo(201);
    }

    private HttpResponse<String> service(String scopes) {
        return send(
                token,
                "POST",
                "/v1/clients",
                UUID.randomUUID().toString(),
                "{\"name\":\"" + name + "\",\"grants\":[\"client_credentials\"],\"scopes\":[\"" + scopes + "\"]}");
    }
}
