package dev.sallyport.signals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Services;
import dev.sallyport.base.http.Services.Service;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.LogLines;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Who is told of events, over the inside port, as the tools of staff and their attackers use it.
@Proves("R-EVT-1")
class ReceiversApiTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String STAFF = "receivers-staff-" + UUID.randomUUID();
    private static final String OTHER = "receivers-other-" + UUID.randomUUID();
    private static final String POOR = "receivers-poor-" + UUID.randomUUID();

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.startAlone(new TestClock(), Map.of("services.private-receivers", "true"));
        knows(node);
    }

    private static void knows(TestNode at) {
        var services = Map.of(
                STAFF, new Service("staff console", Set.of(Services.RECEIVERS)),
                OTHER, new Service("other console", Set.of(Services.RECEIVERS)),
                POOR, new Service("ledger", Set.of("ssf.manage", "facts.read", Services.CLIENTS)));
        at.bean(Services.class).alsoBy(shown -> Optional.ofNullable(services.get(shown)));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static HttpResponse<String> send(
            TestNode at, String token, String method, String path, String key, String body) {
        var request = HttpRequest.newBuilder(at.inside(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        // Each dials anew: where nonsense came the server hangs up, and the next one would find the line dead.
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> write(String method, String path, String body) {
        return send(node, STAFF, method, path, key(), body);
    }

    private static HttpResponse<String> get(String path) {
        return send(node, STAFF, "GET", path, "", "");
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private static JsonNode json(int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private static String newName() {
        return "r" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
    }

    private static String described(String name, String address) {
        return "{\"name\":\"" + name + "\",\"address\":\"" + address + "\",\"types\":[\"session.ended\"]}";
    }

    private static String add(Listener listener) {
        String name = newName();
        json(201, write("POST", "/v1/receivers", described(name, listener.url())));
        return name;
    }

    private static String at(String name) {
        return "/v1/receivers/" + name;
    }

    private static AccountId account() {
        return new AccountId(UUID.fromString(Holder.signUp(node).account()));
    }

    private static void facts(AccountId account, int count) {
        for (int i = 0; i < count; i++) {
            node.bean(Tx.class)
                    .run(() -> node.bean(Audit.class)
                            .record(account, Fact.success("session.ended").with("reason", "signed-out")));
        }
    }

    /// Events that were given up, each of an account of its own.
    private static void dead(String name, Listener listener, int count) {
        listener.answers(got -> 400);
        for (int i = 0; i < count; i++) {
            facts(account(), 1);
        }
        Holder.await("all given up", () -> {
            node.clock.advance(Duration.ofMinutes(10));
            return json(200, get(at(name))).get("dead").asInt() == count;
        });
    }

    @Test
    @Asvs("13.2.4")
    void aSecretIsShownOnceAndNotToTheSameKeyNorInAnyTableOrLog() {
        try (var listener = new Listener();
                var log = LogLines.ofAll()) {
            String name = newName();
            String key = key();
            String body = described(name, listener.url());
            JsonNode added = json(201, send(node, STAFF, "POST", "/v1/receivers", key, body));
            String secret = added.get("secret").asString();
            assertThat(secret).startsWith("whsec_");
            JsonNode again = json(201, send(node, STAFF, "POST", "/v1/receivers", key, body));
            assertThat(again.get("name").asString()).isEqualTo(name);
            assertThat(again.path("secret").asString("")).isEmpty();
            assertThat(json(409, write("POST", "/v1/receivers", body))
                            .get("code")
                            .asString())
                    .isEqualTo("conflict");

            AccountId first = account();
            facts(first, 1);
            assertThat(listener.await(first.toString(), "session.ended").isSignedBy(secret))
                    .isTrue();
            String turn = key();
            String fresh = json(200, send(node, STAFF, "POST", at(name) + "/secret", turn, ""))
                    .get("secret")
                    .asString();
            assertThat(json(200, send(node, STAFF, "POST", at(name) + "/secret", turn, ""))
                            .path("secret")
                            .asString(""))
                    .isEmpty();
            AccountId second = account();
            facts(second, 1);
            var got = listener.await(second.toString(), "session.ended");
            assertThat(got.isSignedBy(secret)).isTrue();
            assertThat(got.isSignedBy(fresh))
                    .as("the key sent twice turned it once")
                    .isTrue();
            assertThat(node.bean(JdbcClient.class)
                            .sql("SELECT answer FROM idempotent_write")
                            .query(String.class)
                            .list())
                    .isNotEmpty()
                    .noneMatch(kept -> kept.contains(secret) || kept.contains(fresh));
            assertThat(get("/v1/receivers").body() + get(at(name)).body()).doesNotContain("whsec_");
            assertThat(String.join("\n", log.lines())).contains(name).doesNotContain("whsec_");
            json(200, write("DELETE", at(name), ""));
            json(404, write("DELETE", at(name), ""));
            json(404, get(at(name)));
        }
    }

    @Test
    void itsStateTellsHowFarBehindItIsAndSinceWhen() {
        try (var listener = new Listener()) {
            String name = add(listener);
            JsonNode fine = json(200, get(at(name)));
            assertThat(fine.get("state").asString()).isEqualTo("on");
            assertThat(fine.get("kind").asString()).isEqualTo("webhook");
            assertThat(fine.get("waiting").asInt()).isZero();
            assertThat(fine.path("next").asString("")).isEmpty();
            assertThat(fine.path("failingSince").asString("")).isEmpty();
            listener.answers(got -> 503);
            facts(account(), 3);
            Holder.await("some tries", () -> {
                node.clock.advance(Duration.ofMinutes(6));
                return json(200, get(at(name))).get("failures").asInt() >= 3;
            });
            JsonNode behind = json(200, get(at(name)));
            assertThat(behind.get("waiting").asInt()).isEqualTo(3);
            assertThat(behind.get("next").asString())
                    .isEqualTo(listener.all().getFirst().id());
            assertThat(behind.get("waitingSince").asString()).isNotEmpty();
            String since = behind.get("failingSince").asString();
            node.clock.advance(Duration.ofMinutes(6));
            assertThat(json(200, get(at(name))).get("failingSince").asString())
                    .as("since the first of them")
                    .isEqualTo(since);
            assertThat(json(200, get("/v1/receivers"))
                            .get("receivers")
                            .valueStream()
                            .filter(one -> one.get("name").asString().equals(name))
                            .map(one -> one.get("waiting").asInt()))
                    .containsExactly(3);
            listener.answers(got -> 204);
            Holder.await("all", () -> {
                node.clock.advance(Duration.ofMinutes(6));
                return json(200, get(at(name))).get("waiting").asInt() == 0;
            });
            Holder.await(
                    "peace",
                    () -> json(200, get(at(name)))
                            .path("failingSince")
                            .asString("")
                            .isEmpty());
            node.bean(Receivers.class).remove(name);
        }
    }

    @Test
    void aPauseKeepsItsReasonAndWhatComesMeanwhileAndOffKeepsNothing() {
        try (var listener = new Listener()) {
            String name = add(listener);
            String why = "They move to another house, ticket 4711";
            JsonNode paused =
                    json(200, write("PUT", at(name) + "/state", "{\"state\":\"paused\",\"reason\":\"" + why + "\"}"));
            assertThat(paused.get("state").asString()).isEqualTo("paused");
            assertThat(json(200, get(at(name))).get("reason").asString()).isEqualTo(why);
            AccountId account = account();
            facts(account, 2);
            assertThat(json(200, get(at(name))).get("waiting").asInt()).isEqualTo(2);
            assertThat(listener.all()).isEmpty();
            json(200, write("PUT", at(name) + "/state", "{\"state\":\"on\",\"reason\":\"They have moved\"}"));
            Holder.await("both", () -> listener.taken(account.toString()).size() == 2);
            json(200, write("PUT", at(name) + "/state", "{\"state\":\"off\",\"reason\":\"Contract ended\"}"));
            facts(account, 1);
            assertThat(json(200, get(at(name))).get("waiting").asInt()).isZero();
            for (String wrong : List.of(
                    "{\"state\":\"on\"}",
                    "{\"state\":\"on\",\"reason\":\"  \"}",
                    "{\"state\":\"on\",\"reason\":\"two\\nlines\"}",
                    "{\"state\":\"on\",\"reason\":\"\\u202Eback\"}",
                    "{\"state\":\"on\",\"reason\":\"" + "x".repeat(201) + "\"}",
                    "{\"state\":\"ON\",\"reason\":\"They have moved\"}",
                    "{\"reason\":\"They have moved\"}")) {
                json(422, write("PUT", at(name) + "/state", wrong));
            }
            assertThat(json(200, get(at(name))).get("state").asString()).isEqualTo("off");
            node.bean(Receivers.class).remove(name);
        }
    }

    @Test
    @Asvs("15.4.2")
    void ofFiftyReplaysAtOnceEachLetterIsToldOnce() {
        try (var listener = new Listener()) {
            String name = add(listener);
            dead(name, listener, 3);
            listener.answers(got -> 204);
            int before = listener.all().size();
            String body = "{}";
            List<Integer> told = Race.of(
                    50,
                    i -> () -> json(200, send(node, STAFF, "POST", at(name) + "/replays", "race-" + name + i, body))
                            .get("told")
                            .asInt());
            assertThat(told.stream().mapToInt(Integer::intValue).sum()).isEqualTo(3);
            Holder.await("all", () -> listener.taken().size() == 3);
            // Whatever else were on its way would have come by now.
            node.clock.advance(Duration.ofMinutes(10));
            Holder.await(
                    "nothing waits",
                    () -> json(200, get(at(name))).get("waiting").asInt() == 0);
            assertThat(listener.all()).hasSize(before + 3);
            assertThat(listener.taken().stream().map(Listener.Got::id)).doesNotHaveDuplicates();
            node.bean(Receivers.class).remove(name);
        }
    }

    @Test
    @Asvs({"8.2.1", "14.2.6"})
    void deadLettersComeInPagesWithNothingOfWhatTheySay() {
        try (var listener = new Listener()) {
            String name = add(listener);
            dead(name, listener, 3);
            JsonNode page = json(200, get(at(name) + "/dead-letters?limit=2"));
            assertThat(page.get("letters").size()).isEqualTo(2);
            JsonNode rest = json(
                    200,
                    get(at(name) + "/dead-letters?limit=2&after="
                            + page.get("next").asString()));
            assertThat(rest.get("letters").size()).isEqualTo(1);
            assertThat(rest.path("next").asString("")).isEmpty();
            JsonNode one = rest.get("letters").get(0);
            assertThat(one.propertyNames())
                    .containsExactlyInAnyOrder("event", "type", "attempts", "givenUpAt", "lastAnswer");
            assertThat(one.get("lastAnswer").asString()).isEqualTo("the receiver answered 400");
            assertThat(one.get("attempts").asInt()).isEqualTo(Courier.MOST_REFUSALS);
            assertThat(get(at(name) + "/dead-letters").body())
                    .doesNotContain("signed-out")
                    .doesNotContain(listener.all().getFirst().account());

            listener.answers(got -> 204);
            String event = one.get("event").asString();
            String body = "{\"event\":\"" + event + "\"}";
            assertThat(json(200, write("POST", at(name) + "/replays", body))
                            .get("told")
                            .asInt())
                    .isEqualTo(1);
            Holder.await("this one", () -> listener.taken().size() == 1);
            assertThat(listener.taken().getFirst().id()).isEqualTo(event);
            json(404, write("POST", at(name) + "/replays", body));
            assertThat(json(200, write("POST", at(name) + "/replays", "{}"))
                            .get("told")
                            .asInt())
                    .isEqualTo(2);
            node.bean(Receivers.class).remove(name);
        }
    }

    @Test
    @Defends("A72")
    @Asvs("8.2.1")
    void withoutTheScopeNobodyDoesAnythingAndATokenOfTheSettingsHasItNot() {
        try (var listener = new Listener()) {
            String name = add(listener);
            for (String token : List.of(POOR, TestNode.SERVICE_TOKEN, "unknown")) {
                int status = token.equals("unknown") ? 401 : 403;
                for (String[] one : new String[][] {
                    {"GET", "/v1/receivers", ""},
                    {"GET", at(name), ""},
                    {"GET", at(name) + "/dead-letters", ""},
                    {"POST", "/v1/receivers", described(newName(), listener.url())},
                    {"POST", at(name) + "/secret", ""},
                    {"POST", at(name) + "/replays", "{}"},
                    {"PUT", at(name) + "/state", "{\"state\":\"off\",\"reason\":\"none at all\"}"},
                    {"DELETE", at(name), ""}
                }) {
                    assertThat(send(node, token, one[0], one[1], key(), one[2]).statusCode())
                            .as(one[0] + one[1])
                            .isEqualTo(status);
                }
            }
            assertThat(json(200, get(at(name))).get("state").asString()).isEqualTo("on");
            node.bean(Receivers.class).remove(name);
        }
    }

    @Test
    @Defends("A55")
    void aKeyIsOfItsServiceAndOfOneRequest() {
        try (var listener = new Listener()) {
            String key = key();
            String mine = newName();
            String body = described(mine, listener.url());
            json(201, send(node, STAFF, "POST", "/v1/receivers", key, body));
            // Somebody else's key tells nothing of what it did, and does not stand in the way.
            json(409, send(node, OTHER, "POST", "/v1/receivers", key, body));
            String other = newName();
            assertThat(json(201, send(node, OTHER, "POST", "/v1/receivers", key, described(other, listener.url())))
                            .get("secret")
                            .asString())
                    .startsWith("whsec_");
            assertThat(json(422, send(node, STAFF, "DELETE", at(mine), key, ""))
                            .get("code")
                            .asString())
                    .isEqualTo("idempotency-key-reused");
            json(422, send(node, STAFF, "DELETE", at(other), key, ""));
            for (String[] one : new String[][] {
                {"POST", "/v1/receivers", body}, {"DELETE", at(mine), ""}, {"POST", at(mine) + "/replays", "{}"}
            }) {
                assertThat(json(400, send(node, STAFF, one[0], one[1], "", one[2]))
                                .get("code")
                                .asString())
                        .isEqualTo("idempotency-key-missing");
            }
            List.of(mine, other).forEach(node.bean(Receivers.class)::remove);
        }
    }

    @Test
    @Defends("A68")
    @Asvs({"1.3.6", "13.2.4"})
    void nothingIsToldToPrivateAddresses() {
        try (TestNode strict = TestNode.startAlone(new TestClock(), Map.of("services.private-receivers", "false"))) {
            knows(strict);
            for (String address : List.of(
                    "http://events.examplex.com/hook",
                    "https://127.0.0.1/hook",
                    "https://10.1.2.3/hook",
                    "https://169.254.169.254/latest/meta-data",
                    "https://[::1]/hook",
                    "https://[::ffff:10.0.0.1]/hook",
                    "https://2130706433/hook",
                    "https://user:word@events.examplex.com/hook",
                    "file:///etc/passwd",
                    "gopher://events.examplex.com/")) {
                JsonNode refused =
                        json(422, send(strict, STAFF, "POST", "/v1/receivers", key(), described(newName(), address)));
                assertThat(refused.get("errors").size()).as(address).isEqualTo(1);
            }
        }
    }

    @Test
    @Defends("A68")
    void oddNamesAndIdsFindNothingAndBreakNothing() {
        try (var listener = new Listener()) {
            String name = add(listener);
            int all = json(200, get("/v1/receivers")).get("receivers").size();
            for (String odd : List.of(
                    "' OR '1'='1",
                    name + "'--",
                    name.toUpperCase(java.util.Locale.ROOT),
                    "%",
                    name + "\u0000",
                    "x".repeat(500))) {
                String path = at(URLEncoder.encode(odd, StandardCharsets.UTF_8).replace("+", "%20"));
                for (var answer : List.of(
                        get(path),
                        get(path + "/dead-letters"),
                        write("DELETE", path, ""),
                        write("POST", path + "/secret", ""),
                        write("POST", path + "/replays", "{}"),
                        write("PUT", path + "/state", "{\"state\":\"off\",\"reason\":\"none at all\"}"))) {
                    assertThat(answer.statusCode()).as(odd + answer.body()).isIn(400, 404);
                }
            }
            for (String event : List.of("' OR '1'='1", "0", "", "x".repeat(500))) {
                json(400, write("POST", at(name) + "/replays", "{\"event\":\"" + event + "\"}"));
                assertThat(get(at(name) + "/dead-letters?after=" + URLEncoder.encode(event, StandardCharsets.UTF_8))
                                .statusCode())
                        .isIn(200, 400);
            }
            json(400, write("POST", "/v1/receivers", "{\"name\":"));
            json(422, write("POST", "/v1/receivers", "{}"));
            json(422, write("POST", "/v1/receivers", described("Bad Name", listener.url())));
            json(422, write("POST", "/v1/receivers", described("kafka", listener.url())));
            json(
                    422,
                    write(
                            "POST",
                            "/v1/receivers",
                            "{\"name\":\"" + newName() + "\",\"address\":\"" + listener.url()
                                    + "\",\"types\":[\"session.endet\"]}"));
            assertThat(json(200, get("/v1/receivers")).get("receivers").size()).isEqualTo(all);
            node.bean(Receivers.class).remove(name);
        }
    }
}
