package dev.sallyport.service;

import static dev.sallyport.harness.AppHolder.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Services;
import dev.sallyport.base.http.Services.Service;
import dev.sallyport.base.http.Writes;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Handlers;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ServiceApiTest {
    private final TestNode node = TestNode.shared();

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private HttpResponse<String> endAll(String account, String key) {
        return Calls.send(node, "DELETE", "/v1/accounts/" + account + "/sessions", "Idempotency-Key", key);
    }

    private static void isProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(Calls.json(answer).get("code").asString()).isEqualTo(code);
        assertThat(Calls.json(answer).get("status").asInt()).isEqualTo(status);
    }

    @Test
    void aServiceSeesHowAnAccountStandsAndItsSessions() {
        var holder = Holder.signUp(node);
        String account = holder.account();
        var status = Calls.json(Calls.get(node, "/v1/accounts/" + account));
        assertThat(status.get("state").asString()).isEqualTo("open");
        assertThat(status.get("proofs").valueStream().map(p -> p.asString())).containsExactly("pwd");
        assertThat(status.get("secondProof").asBoolean()).isFalse();
        assertThat(status.path("heldUntil").asStringOpt()).isEmpty();
        assertThat(status.get("settingsLocked").asBoolean()).isFalse();
        holder.elsewhere();
        var sessions = Calls.json(Calls.get(node, "/v1/accounts/" + account + "/sessions"))
                .get("sessions");
        assertThat(sessions.valueStream().map(s -> s.get("session").asString()))
                .hasSize(2)
                .contains(holder.session());
        assertThat(sessions.get(0).get("level").asString()).isEqualTo("aal1");
    }

    @Test
    @Proves({"R-HOLD-1", "R-HOLD-2"})
    void aServiceIsToldTheSameEndAsTheHolder() {
        var owner = AppHolder.signUp(node);
        expect(204, owner.browser.json("PUT", "/api/locks/withdrawals", "{\"days\":2}"));
        String change = "{\"current\":\"" + Holder.PASSWORD + "\",\"password\":\"another violet harbour lamp\"}";
        expect(200, owner.browser.json("PUT", "/api/password", change));
        var holders = Holder.json(owner.browser, "/api/locks");
        var services = Calls.json(Calls.get(node, "/v1/accounts/" + owner.account));
        assertThat(services.get("heldUntil")).isEqualTo(holders.get("heldUntil"));
        assertThat(services.get("heldFor").get(0).asString()).isEqualTo("password-changed");
        assertThat(services.get("withdrawalsLockedUntil")).isEqualTo(holders.get("withdrawalsLockedUntil"));
    }

    @Test
    @Proves("R-SES-2")
    void aServiceEndsOneSessionOrAll() {
        var holder = Holder.signUp(node);
        var other = holder.elsewhere();
        String account = holder.account();
        String session = Holder.json(other, "/api/session").get("session").asString();
        var one = Calls.send(
                node, "DELETE", "/v1/accounts/" + account + "/sessions/" + session, "Idempotency-Key", key());
        assertThat(Calls.json(one).get("ended").asInt()).isEqualTo(1);
        assertThat(Holder.isSignedIn(other)).isFalse();
        assertThat(holder.isSignedIn()).isTrue();
        assertThat(Calls.json(endAll(account, key())).get("ended").asInt()).isEqualTo(1);
        assertThat(holder.isSignedIn()).isFalse();
        // The holder's record says who did it.
        holder.again();
        var facts = Calls.json(Calls.get(node, "/v1/accounts/" + account + "/facts"))
                .get("facts");
        assertThat(facts.valueStream()
                        .filter(f -> f.get("kind").asString().equals("session.ended"))
                        .map(f -> f.get("detail").get("reason").asString()))
                .containsExactly("ended-by-service", "ended-by-service");
    }

    @Test
    @Defends("A55")
    @Asvs("2.3.3")
    void theSameKeyGivesTheSameAnswerForADayAndDoesNothingTwice() {
        var holder = Holder.signUp(node);
        String account = holder.account();
        String key = key();
        var first = endAll(account, key);
        assertThat(Calls.json(first).get("ended").asInt()).isEqualTo(1);
        holder.again();
        assertThat(endAll(account, key).body()).isEqualTo(first.body());
        assertThat(holder.isSignedIn()).isTrue();
        node.clock.advance(Writes.KEPT.plusSeconds(1));
        holder.again();
        assertThat(Calls.json(endAll(account, key)).get("ended").asInt()).isPositive();
        assertThat(holder.isSignedIn()).isFalse();
    }

    @Test
    @Defends("A55")
    @Asvs("15.4.2")
    void oneOfFiftyWithTheSameKeyIsExecutedAndAllGetItsAnswer() {
        var holder = Holder.signUp(node);
        holder.elsewhere();
        String account = holder.account();
        String key = key();
        List<String> answers = Race.of(50, i -> () -> {
            var answer = endAll(account, key);
            return answer.statusCode() + " " + answer.body();
        });
        assertThat(answers).hasSize(50).containsOnly("200 {\"ended\":2}");
        holder.again();
        var facts = Calls.json(Calls.get(node, "/v1/accounts/" + account + "/facts"))
                .get("facts");
        assertThat(facts.valueStream().filter(f -> f.get("kind").asString().equals("session.ended")))
                .hasSize(2);
    }

    @Test
    void aKeyIsAskedForAndBelongsToOneRequest() {
        String account = Holder.signUp(node).account();
        String key = key();
        isProblem(Calls.send(node, "DELETE", "/v1/accounts/" + account + "/sessions"), 400, "idempotency-key-missing");
        isProblem(endAll(account, "two words"), 400, "idempotency-key-missing");
        assertThat(endAll(account, key).statusCode()).isEqualTo(200);
        isProblem(endAll(Holder.signUp(node).account(), key), 422, "idempotency-key-reused");
        // A refusal keeps no key.
        String other = key();
        isProblem(endAll(UUID.randomUUID().toString(), other), 404, "not-found");
        assertThat(endAll(account, other).statusCode()).isEqualTo(200);
    }

    @Test
    void factsComeInPagesInTheOrderOfTheRecord() {
        var holder = Holder.signUp(node);
        String account = holder.account();
        for (int i = 0; i < 4; i++) {
            holder.elsewhere();
        }
        var all = Calls.json(Calls.get(node, "/v1/accounts/" + account + "/facts"))
                .get("facts");
        var numbers = new ArrayList<Long>();
        long after = 0;
        boolean more = true;
        while (more) {
            var page = Calls.json(Calls.get(node, "/v1/accounts/" + account + "/facts?limit=3&after=" + after));
            assertThat(page.get("facts").size()).isLessThanOrEqualTo(3);
            page.get("facts").forEach(f -> numbers.add(f.get("number").asLong()));
            after = page.get("next").asLong();
            more = page.get("more").asBoolean();
        }
        assertThat(numbers)
                .isSorted()
                .containsExactlyElementsOf(
                        all.valueStream().map(f -> f.get("number").asLong()).toList());
        var end = Calls.json(Calls.get(node, "/v1/accounts/" + account + "/facts?after=" + after));
        assertThat(end.get("facts").size()).isZero();
        assertThat(end.get("next").asLong()).isEqualTo(after);
        // Networks, and no whole address.
        assertThat(all.get(0).get("network").asString()).endsWith("/24");
    }

    @Test
    @Defends("A72")
    @Asvs({"8.2.2", "8.4.1"})
    void whatIsNotThereOrOfAnotherAccountIsNotFound() {
        var holder = Holder.signUp(node);
        String foreign = Holder.signUp(node).session();
        isProblem(
                Calls.send(
                        node,
                        "DELETE",
                        "/v1/accounts/" + holder.account() + "/sessions/" + foreign,
                        "Idempotency-Key",
                        key()),
                404,
                "not-found");
        isProblem(Calls.get(node, "/v1/accounts/" + UUID.randomUUID()), 404, "not-found");
        isProblem(Calls.get(node, "/v1/accounts/nonsense"), 404, "not-found");
        isProblem(Calls.get(node, "/v1/accounts/" + holder.account() + "/facts?after=x"), 400, "bad-request");
    }

    @Test
    @Asvs({"8.2.1", "8.3.1"})
    void everyRouteForServicesWantsATokenAndItsOwnScope() {
        node.bean(Services.class)
                .alsoBy(token -> token.equals("only-nothing")
                        ? Optional.of(new Service("nothing", Set.of("nothing")))
                        : Optional.empty());
        List<Handlers> routes = Handlers.of(node, Guard.Kind.SERVICE);
        assertThat(routes).hasSizeGreaterThan(5);
        for (Handlers route : routes) {
            assertThat(route.guard().scope()).as(route.toString()).isNotEmpty();
            String path = route.path(UUID.randomUUID().toString());
            for (String authorization :
                    List.of("", "Bearer ", "Bearer x", "Basic eDp4", "Bearer" + TestNode.SERVICE_TOKEN)) {
                var answer = Calls.send(request(route, path, authorization));
                assertThat(answer.statusCode())
                        .as(route + " with " + authorization)
                        .isEqualTo(401);
                assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            }
            isProblem(Calls.send(request(route, path, "Bearer only-nothing")), 403, "missing-scope");
            // The other door does not know it.
            assertThat(Calls.send(HttpRequest.newBuilder(node.outside(path))
                                    .method(route.method(), HttpRequest.BodyPublishers.noBody())
                                    .header("Authorization", "Bearer " + TestNode.SERVICE_TOKEN)
                                    .build())
                            .statusCode())
                    .isIn(403, 404);
        }
    }

    /// Also on a connection that has just shown the right one.
    @Test
    void aTokenInOtherCapitalsIsAnotherToken() {
        var holder = Holder.signUp(node);
        String token = String.valueOf(holder.browser.cookies.get("__Host-session"));
        String other = token.codePoints()
                .map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        for (int i = 0; i < 3; i++) {
            assertThat(Calls.send(node, "GET", "/v1/session-check", "X-Session-Token", token)
                            .body())
                    .contains("\"active\":true");
            assertThat(Calls.send(node, "GET", "/v1/session-check", "X-Session-Token", other)
                            .body())
                    .isEqualTo("{\"active\":false}");
        }
        var shouted = HttpRequest.newBuilder(node.inside("/v1/accounts/" + holder.account()))
                .header("Authorization", "Bearer " + TestNode.SERVICE_TOKEN.toUpperCase(java.util.Locale.ROOT));
        assertThat(Calls.send(shouted.build()).statusCode()).isEqualTo(401);
    }

    private HttpRequest request(Handlers route, String path, String authorization) {
        var request =
                HttpRequest.newBuilder(node.inside(path)).method(route.method(), HttpRequest.BodyPublishers.noBody());
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return request.build();
    }
}
