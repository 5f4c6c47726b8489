package dev.sallyport.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.db.Feed;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Introspection from memory says what introspection from the database says, and no longer than that does.
@Proves("R-OAU-1")
class IntrospectionTest {
    private final TestNode node = TestNode.shared();

    private static Program service(TestNode node, String... scopes) {
        var wish = new Program.Wish();
        wish.grants = List.of("client_credentials");
        wish.scopes = List.of(scopes);
        wish.audiences = List.of(Program.AUDIENCE, Clients.INSIDE);
        return wish.at(node);
    }

    private static String token(Program program, Holder holder) {
        return program.tokens(holder.browser, "openid balances.read")
                .get("access_token")
                .asString();
    }

    private double remembered() {
        return node.bean(MeterRegistry.class)
                .counter("sallyport.introspections", "remembered", "true")
                .count();
    }

    private static HttpResponse<String> ask(Program asking, String token) {
        return asking.post(Endpoints.INTROSPECT, Map.of("token", token));
    }

    /// The same question in a form that never is answered from memory.
    private static HttpResponse<String> askSlowly(Program asking, String token) {
        var form = new LinkedHashMap<String, String>();
        form.put("token", token);
        form.put("more", "x");
        return asking.post(Endpoints.INTROSPECT, form);
    }

    private void mustBeAlike(String what, Program asking, String token) {
        var slow = askSlowly(asking, token);
        for (int i = 0; i < 3; i++) {
            var fast = ask(asking, token);
            assertThat(fast.statusCode()).as(what).isEqualTo(slow.statusCode());
            assertThat(fast.body()).as(what).isEqualTo(slow.body());
            assertThat(fast.headers().firstValue("Content-Type"))
                    .as(what)
                    .isEqualTo(slow.headers().firstValue("Content-Type"));
        }
    }

    @Test
    void bothWaysGiveTheSameBytesWhateverIsAsked() {
        Holder holder = Holder.signUp(node);
        Program program = Program.web(node);
        Program api = service(node, Introspection.SCOPE);
        String good = token(program, holder);
        double before = remembered();
        mustBeAlike("active", program, good);
        mustBeAlike("active, asked by the interface", api, good);
        assertThat(remembered() - before).as("from memory").isEqualTo(4);
        assertThat(ask(api, good).body()).contains("\"active\":true");
        var elsewhere = new Program.Wish();
        elsewhere.grants = List.of("client_credentials");
        elsewhere.scopes = List.of(Introspection.SCOPE);
        elsewhere.audiences = List.of("https://elsewhere.examplex.com");
        mustBeAlike("of another interface", elsewhere.at(node), good);
        mustBeAlike("unknown", program, "x");
        mustBeAlike("forged", program, good.substring(0, good.length() - 4) + "AAAA");
        var bound = new Program.Wish();
        bound.bound = true;
        Program keyed = bound.at(node);
        String code = keyed.code(holder.browser, "openid");
        String dpop = Holder.json(keyed.post(Endpoints.TOKEN, keyed.exchange(code), keyed.proof(Endpoints.TOKEN)))
                .get("access_token")
                .asString();
        mustBeAlike("bound to a key", keyed, dpop);
        assertThat(ask(keyed, dpop).body()).contains("\"jkt\"");
        String own = Holder.json(api.token(Map.of("grant_type", "client_credentials", "scope", Introspection.SCOPE)))
                .get("access_token")
                .asString();
        mustBeAlike("a service's own", api, own);
        api.post(Endpoints.REVOKE, Map.of("token", own));
        mustBeAlike("a service's own that was given back", api, own);
        program.post(Endpoints.REVOKE, Map.of("token", good));
        mustBeAlike("given back", program, good);
        mustBeAlike("given back, asked by the interface", api, good);
        assertThat(ask(api, good).body()).isEqualTo("{\"active\":false}");
        node.clock.advance(Duration.ofMinutes(6));
        mustBeAlike("over", keyed, dpop);
    }

    @Test
    @Defends("A47")
    void anAppOfTheSameInterfaceLearnsNothingOfAnothersTokens() {
        Holder holder = Holder.signUp(node);
        String token = token(Program.web(node), holder);
        assertThat(ask(Program.web(node), token).body()).isEqualTo("{\"active\":false}");
        assertThat(ask(service(node, "orders.read"), token).body()).isEqualTo("{\"active\":false}");
        assertThat(ask(service(node, Introspection.SCOPE), token).body()).contains("\"active\":true");
    }

    @Test
    @Defends("A45")
    void whatIsRememberedEndsWithItsSessionItsGrantAndItsClients() {
        Program program = Program.web(node);
        Program api = service(node, Introspection.SCOPE);
        Holder out = Holder.signUp(node);
        String ended = known(api, token(program, out));
        out.browser.json("DELETE", "/api/session", null);
        assertThat(ask(api, ended).body()).as("its session").isEqualTo("{\"active\":false}");
        Holder replayed = Holder.signUp(node);
        String code = program.code(replayed.browser, "openid");
        String granted = known(
                api,
                Holder.json(program.token(program.exchange(code)))
                        .get("access_token")
                        .asString());
        program.token(program.exchange(code));
        assertThat(ask(api, granted).body()).as("its grant").isEqualTo("{\"active\":false}");
        String orphan = known(api, token(program, Holder.signUp(node)));
        node.bean(Clients.class).remove(program.id);
        assertThat(ask(api, orphan).body()).as("its client").isEqualTo("{\"active\":false}");
        String other = known(api, token(Program.web(node), Holder.signUp(node)));
        node.bean(Clients.class).remove(api.id);
        assertThat(ask(api, other).statusCode()).as("who asks").isEqualTo(401);
    }

    /// One that was asked about twice, so that the second answer came from memory.
    private String known(Program api, String token) {
        ask(api, token);
        double before = remembered();
        assertThat(ask(api, token).body()).contains("\"active\":true");
        assertThat(remembered()).isEqualTo(before + 1);
        return token;
    }

    @Test
    void credentialsThatAreWrongAreNotMendedByWhatIsRemembered() {
        Program program = Program.web(node);
        String token = known(program, token(program, Holder.signUp(node)));
        for (String wrong : List.of("Basic eDp5", "Bearer " + token, "Bearer x", "x")) {
            assertThat(bearer(wrong, token).statusCode()).as(wrong).isEqualTo(401);
        }
    }

    private HttpResponse<String> bearer(String authorization, String token) {
        return Program.send(HttpRequest.newBuilder(node.outside(Endpoints.INTROSPECT))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Forwarded-For", "198.51.100.9")
                .header("Authorization", authorization)
                .POST(HttpRequest.BodyPublishers.ofString("token=" + token)));
    }

    @Test
    void aServiceMayAskWithATokenOfItsOwnThatIsMeantForThat() {
        Program api = service(node, Introspection.SCOPE, "orders.read");
        String token = token(Program.web(node), Holder.signUp(node));
        String right = own(api, Introspection.SCOPE, api.issuer());
        double before = remembered();
        for (int i = 0; i < 3; i++) {
            assertThat(bearer("Bearer " + right, token).body()).contains("\"active\":true");
        }
        assertThat(remembered() - before).isEqualTo(2);
        assertThat(bearer("Bearer " + own(api, "orders.read", api.issuer()), token)
                        .statusCode())
                .as("without the scope")
                .isEqualTo(401);
        assertThat(bearer("Bearer " + own(api, "orders.read", Program.AUDIENCE), token)
                        .statusCode())
                .as("for another interface")
                .isEqualTo(401);
        api.post(Endpoints.REVOKE, Map.of("token", right));
        assertThat(bearer("Bearer " + right, token).statusCode())
                .as("given back")
                .isEqualTo(401);
    }

    private static String own(Program service, String scope, @Nullable String resource) {
        var form = new LinkedHashMap<>(Map.of("grant_type", "client_credentials", "scope", scope));
        if (resource != null) {
            form.put("resource", resource);
        }
        return Holder.json(service.token(form)).get("access_token").asString();
    }

    @Test
    void whileTheFeedIsNotHeardNothingRememberedIsUsed() {
        Program program = Program.web(node);
        String token = known(program, token(program, Holder.signUp(node)));
        var feed = node.bean(Feed.class);
        feed.stop();
        try {
            Holder.await("silence", () -> !feed.alive());
            double before = remembered();
            assertThat(ask(program, token).body()).contains("\"active\":true");
            assertThat(remembered()).isEqualTo(before);
        } finally {
            feed.start();
            Holder.await("news again", feed::alive);
        }
        known(program, token);
    }

    @Test
    @Proves("R-SES-2")
    @Defends("A45")
    void whatIsGivenBackAtOneNodeIsForgottenByAnotherWithinASecond() {
        try (var other =
                TestNode.start(node.clock, Map.of("origin", node.config.origin().toString()))) {
            Program program = Program.web(node);
            Holder holder = Holder.signUp(node);
            String revoked = token(program, holder);
            String kept = token(program, holder);
            var there = other.bean(AccessTokens.class);
            Holder.await("news there", other.bean(Feed.class)::alive);
            var remembered = there.seen(revoked).orElseThrow();
            assertThat(there.seen(revoked)).as("from memory").containsSame(remembered);
            long begun = System.nanoTime();
            program.post(Endpoints.REVOKE, Map.of("token", revoked));
            while (there.find(revoked).isPresent()) {
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
            }
            assertThat(there.find(kept)).isPresent();
        }
    }
}
