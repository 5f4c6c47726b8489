package dev.sallyport.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.session.Sessions;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Signing out at a program's wish, and programs that are told of it.
class LogoutTest {
    private static final String AFTER = "https://app.examplex.com/bye";

    private final TestNode node = TestNode.shared();
    private final WireMockServer receiver =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    @AfterEach
    void stop() {
        receiver.stop();
    }

    private Program program() {
        var wish = new Program.Wish();
        wish.afterLogout = List.of(AFTER);
        return wish.at(node);
    }

    private static String path(String hint, String to) {
        return Endpoints.LOGOUT + "?state=a%20b&id_token_hint=" + hint + "&post_logout_redirect_uri="
                + URLEncoder.encode(to, StandardCharsets.UTF_8);
    }

    @Test
    @Proves("R-OAU-1")
    @Asvs("10.6.2")
    void aProgramThatShowsTheSessionsOwnIdTokenIsBelieved() {
        Holder holder = Holder.signUp(node);
        Program program = program();
        String id = program.tokens(holder.browser, "openid").get("id_token").asString();
        node.clock.advance(Duration.ofMinutes(10));
        assertThat(Program.location(holder.browser.get(path(id, AFTER)))).isEqualTo(AFTER + "?state=a+b");
        assertThat(holder.isSignedIn()).isFalse();
    }

    @Test
    @Defends("A50")
    @Asvs("10.6.2")
    void nobodyElseThrowsAHolderOut() {
        Holder holder = Holder.signUp(node);
        Holder other = Holder.signUp(node);
        Program program = program();
        TestBrowser elsewhere = holder.elsewhere();
        List<String> hints = List.of(
                "",
                "x",
                program.tokens(other.browser, "openid").get("id_token").asString(),
                program.tokens(elsewhere, "openid").get("id_token").asString(),
                program.tokens(holder.browser, "openid email")
                        .get("access_token")
                        .asString());
        for (String hint : hints) {
            var asked = holder.browser.get(path(hint, AFTER));
            assertThat(asked.statusCode()).as(hint).isEqualTo(200);
            assertThat(asked.body()).contains("Sign out?");
            assertThat(holder.isSignedIn()).isTrue();
        }
        var out = holder.browser.post(
                Endpoints.LOGOUT_CONFIRMATION,
                Map.of("client", program.id, "to", "https://evil.example/", "state", ""));
        assertThat(Program.location(out)).isEqualTo("/signed-out");
        assertThat(holder.isSignedIn()).isFalse();
    }

    /// RP-Initiated Logout section 2.
    @Test
    @Proves("R-OAU-1")
    @Defends("A23")
    void aFormOfTheProgramDoesTheSame() {
        Holder holder = Holder.signUp(node);
        Program program = program();
        String id = program.tokens(holder.browser, "openid").get("id_token").asString();
        // As a form of another site: without cookies, and without a token of ours.
        var sent = program.post(
                Endpoints.LOGOUT,
                Map.of("id_token_hint", id, "post_logout_redirect_uri", AFTER, "state", "a b", "x", "y"));
        assertThat(sent.statusCode()).isEqualTo(303);
        assertThat(holder.isSignedIn()).isTrue();
        assertThat(Program.location(holder.browser.get(Program.location(sent)))).isEqualTo(AFTER + "?state=a+b");
        assertThat(holder.isSignedIn()).isFalse();
        assertThat(program.post(Endpoints.LOGOUT_CONFIRMATION, Map.of()).statusCode())
                .as("our own page's form needs its token")
                .isEqualTo(403);
    }

    @Test
    @Defends("A50")
    void nobodyIsSentWhereTheClientHasNotSaid() {
        Holder holder = Holder.signUp(node);
        Program program = program();
        String id = program.tokens(holder.browser, "openid").get("id_token").asString();
        for (String to : List.of("https://evil.example/", AFTER + "/x", AFTER + "?x", "//evil.example")) {
            var stranger = new TestBrowser(node);
            assertThat(Program.location(stranger.get(path(id, to)))).as(to).isEqualTo("/signed-out");
        }
        assertThat(holder.isSignedIn()).isTrue();
    }

    @Test
    @Proves("R-OAU-1")
    @Defends("A50")
    @Asvs("10.5.5")
    void whoeverKnowsOfASessionIsToldOfItsEndUntilHeHears() throws ParseException {
        receiver.start();
        receiver.stubFor(WireMock.post("/logout")
                .inScenario("deaf at first")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(WireMock.serverError())
                .willSetStateTo("hears"));
        receiver.stubFor(WireMock.post("/logout")
                .inScenario("deaf at first")
                .whenScenarioStateIs("hears")
                .willReturn(WireMock.ok()));
        var wish = new Program.Wish();
        wish.backChannel = "http://127.0.0.1:" + receiver.port() + "/logout";
        Program program = wish.at(node);
        Holder holder = Holder.signUp(node);
        String session = holder.session();
        program.tokens(holder.browser, "openid");
        holder.browser.get("/account");
        holder.browser.post("/sign-out", Map.of());
        Holder.await("a first try", () -> bodies().size() == 1);
        node.clock.advance(Duration.ofSeconds(10));
        Holder.await("a second try", () -> bodies().size() == 2);
        SignedJWT token = SignedJWT.parse(bodies().getLast().substring("logout_token=".length()));
        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(token.getHeader().getType().toString()).isEqualTo("logout+jwt");
        assertThat(JWKSet.parse(new TestBrowser(node).get(Endpoints.JWKS).body())
                        .getKeyByKeyId(token.getHeader().getKeyID()))
                .isNotNull();
        assertThat(claims.getIssuer()).isEqualTo(program.issuer());
        assertThat(claims.getAudience()).containsExactly(program.id);
        assertThat(claims.getClaim("sid")).isEqualTo(session);
        assertThat(claims.getClaim("nonce")).isNull();
        assertThat(claims.getJSONObjectClaim("events"))
                .containsOnlyKeys("http://schemas.openid.net/event/backchannel-logout");
        assertThat(claims.getJWTID())
                .as("the same at every try")
                .isEqualTo(SignedJWT.parse(bodies().getFirst().substring("logout_token=".length()))
                        .getJWTClaimsSet()
                        .getJWTID());
        assertThat(node.bean(AccessTokens.class).find(token.serialize()))
                .as("it opens nothing")
                .isEmpty();
    }

    /// As many as the threads that all jobs share, and more: a mail or another program's logout must not wait for them.
    @Test
    @Proves("R-EVT-1")
    void programsThatAreSlowOrDeadDelayNobodyElse() {
        receiver.start();
        receiver.stubFor(WireMock.post("/slow").willReturn(WireMock.ok().withFixedDelay(4_000)));
        receiver.stubFor(WireMock.post("/logout").willReturn(WireMock.ok()));
        List<Program> slow = Stream.generate(() -> told("/slow")).limit(12).toList();
        Program quick = told("/logout");
        Holder crowd = Holder.signUp(node);
        Holder holder = Holder.signUp(node);
        slow.forEach(program -> program.tokens(crowd.browser, "openid"));
        quick.tokens(holder.browser, "openid");
        crowd.browser.get("/account");
        crowd.browser.post("/sign-out", Map.of());
        Holder.await("all the slow ones", () -> count("/slow") == 12);
        long out = System.nanoTime();
        holder.browser.get("/account");
        holder.browser.post("/sign-out", Map.of());
        Holder.await("the quick one", () -> count("/logout") == 1);
        assertThat(Duration.ofNanos(System.nanoTime() - out)).isLessThan(Duration.ofSeconds(2));
    }

    /// Each is told once, one after the other, and nothing waits for a clock.
    @Test
    @Proves({"R-EVT-1", "R-SES-2"})
    void allSessionsOfAHolderThatEndTogetherAreToldAtOnceAndInOrder() {
        receiver.start();
        receiver.stubFor(WireMock.post("/logout").willReturn(WireMock.ok()));
        Program program = told("/logout");
        Holder holder = Holder.signUp(node);
        List<TestBrowser> others = Stream.generate(holder::elsewhere).limit(4).toList();
        program.tokens(holder.browser, "openid");
        others.forEach(browser -> program.tokens(browser, "openid"));
        node.bean(Sessions.class).endAll(new AccountId(UUID.fromString(holder.account())), "ended-by-service", null);
        Holder.await("all", () -> bodies().size() == 5);
        assertThat(bodies()).doesNotHaveDuplicates();
    }

    @Test
    @Proves("R-EVT-1")
    void anHourOfFailuresLosesNothingAndTurnsNothingAround() {
        receiver.start();
        receiver.stubFor(WireMock.post("/logout").willReturn(WireMock.serverError()));
        Program program = told("/logout");
        Holder holder = Holder.signUp(node);
        List<TestBrowser> browsers = Stream.generate(holder::elsewhere).limit(3).toList();
        browsers.forEach(browser -> program.tokens(browser, "openid"));
        browsers.forEach(browser -> {
            node.clock.advance(Duration.ofSeconds(1));
            browser.get("/account");
            browser.post("/sign-out", Map.of());
        });
        for (int minute = 0; minute < 60; minute++) {
            node.clock.advance(Duration.ofMinutes(1));
        }
        Holder.await("a try", () -> count("/logout") > 0);
        int failed = count("/logout");
        assertThat(ids(bodies()).stream().distinct())
                .as("nobody overtakes the first")
                .hasSize(1);
        receiver.stubFor(WireMock.post("/logout").willReturn(WireMock.ok()));
        Holder.await("all", () -> {
            node.clock.advance(Duration.ofMinutes(10));
            return ids(bodies()).stream().distinct().count() == 3;
        });
        List<String> taken = ids(bodies()).subList(failed, bodies().size()).stream()
                .distinct()
                .toList();
        assertThat(taken).isSorted();
    }

    @Test
    @Defends("A68")
    void aRedirectIsNotFollowed() {
        receiver.start();
        receiver.stubFor(WireMock.post("/logout")
                .willReturn(WireMock.temporaryRedirect("http://127.0.0.1:" + receiver.port() + "/elsewhere")));
        Program program = told("/logout");
        Holder holder = Holder.signUp(node);
        program.tokens(holder.browser, "openid");
        holder.browser.get("/account");
        holder.browser.post("/sign-out", Map.of());
        Holder.await("two tries", () -> {
            node.clock.advance(Duration.ofMinutes(1));
            return count("/logout") >= 2;
        });
        assertThat(count("/elsewhere")).isZero();
    }

    /// As in production: neither when the client is registered, nor for one that was while the setting allowed it.
    @Test
    @Defends("A68")
    void nothingGoesInsideTheOwnNetwork() {
        receiver.start();
        receiver.stubFor(WireMock.post("/logout").willReturn(WireMock.ok()));
        try (var strict = TestNode.startAlone(new TestClock(), Map.of("services.private-receivers", "false"))) {
            for (String to : List.of(
                    "http://127.0.0.1/x", "https://10.0.0.1/x", "https://[::1]/x", "https://user@app.examplex.com/")) {
                var wish = new Program.Wish();
                wish.backChannel = to;
                assertThat(catchThrowable(() -> wish.at(strict))).as(to).hasMessageContaining("back-channel address");
            }
            var wish = new Program.Wish();
            wish.backChannel = "https://app.examplex.com/logout";
            Program program = wish.at(strict);
            strict.asSuperuser("UPDATE oauth_client SET back_channel = 'http://127.0.0.1:" + receiver.port()
                    + "/logout' WHERE client_id = '" + program.id + "'");
            Holder holder = Holder.signUp(strict);
            program.tokens(holder.browser, "openid");
            holder.browser.get("/account");
            holder.browser.post("/sign-out", Map.of());
            Holder.await("two tries", () -> {
                strict.clock.advance(Duration.ofMinutes(1));
                return strict.bean(JdbcClient.class)
                                .sql("SELECT coalesce(max(tries), 0) FROM oauth_logout")
                                .query(Integer.class)
                                .single()
                        >= 2;
            });
            assertThat(receiver.getAllServeEvents()).isEmpty();
        }
    }

    private Program told(String path) {
        var wish = new Program.Wish();
        wish.backChannel = "http://127.0.0.1:" + receiver.port() + path;
        return wish.at(node);
    }

    private int count(String path) {
        return receiver.findAll(WireMock.postRequestedFor(WireMock.urlEqualTo(path)))
                .size();
    }

    private static List<String> ids(List<String> bodies) {
        return bodies.stream()
                .map(body ->
                        Program.claims(body.substring("logout_token=".length())).getJWTID())
                .toList();
    }

    private List<String> bodies() {
        return receiver.findAll(WireMock.postRequestedFor(WireMock.urlEqualTo("/logout"))).stream()
                .map(request -> request.getBodyAsString())
                .toList();
    }
}
