package dev.sallyport.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The strict profile: FAPI 2.0.
class StrictTest {
    private final TestNode node = TestNode.shared();

    private static String error(HttpResponse<String> answer) {
        return Holder.json(answer).get("error").asString();
    }

    private static JsonNode pushed(Program program, String scope) {
        var answer = program.post(Endpoints.PAR, program.request(scope), program.proof(Endpoints.PAR));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Holder.json(answer);
    }

    private static String path(Program program, String requestUri) {
        return Program.path(Map.of("client_id", program.id, "request_uri", requestUri));
    }

    private static String code(Program program, TestBrowser browser, String scope) {
        String consent = Program.location(browser.get(
                path(program, pushed(program, scope).get("request_uri").asString())));
        browser.get(consent);
        var fields = new HashMap<String, String>();
        List.of(scope.split(" ")).forEach(one -> fields.put(ConsentShow.field(one), "yes"));
        return Program.answer(browser.post(consent, fields)).getOrDefault("code", "");
    }

    @Test
    @Proves({"F-1", "F-3", "O-4"})
    @Asvs({"10.4.12", "10.4.16"})
    void aPushedRequestAProvenKeyAndBoundTokens() {
        Holder holder = Holder.signUp(node);
        Program program = Program.strict(node);
        JsonNode pushed = pushed(program, "openid balances.read");
        assertThat(pushed.get("expires_in").asInt()).isPositive().isLessThan(600);
        String code = code(program, holder.browser, "openid balances.read");
        var tokens = Holder.json(program.post(Endpoints.TOKEN, program.exchange(code), program.proof(Endpoints.TOKEN)));
        assertThat(tokens.get("token_type").asString()).isEqualTo("DPoP");
        String refresh = tokens.get("refresh_token").asString();
        var next = Holder.json(program.post(Endpoints.TOKEN, program.refresh(refresh), program.proof(Endpoints.TOKEN)));
        assertThat(next.get("refresh_token").asString()).as("not rotated").isEqualTo(refresh);
        assertThat(error(program.token(program.refresh(refresh)))).isEqualTo("invalid_dpop_proof");
    }

    @Test
    @Proves("F-1")
    void withoutPushingNothingIsAsked() {
        Holder holder = Holder.signUp(node);
        Program program = Program.strict(node);
        assertThat(Program.answer(holder.browser.get(Program.path(program.request("openid")))))
                .containsEntry("error", "invalid_request")
                .containsEntry("iss", program.issuer());
    }

    @Test
    @Proves("F-1")
    void aPushedRequestIsTakenOnceByItsClientWithinItsTime() {
        Program program = Program.strict(node);
        var browser = new TestBrowser(node);
        String uri = pushed(program, "openid").get("request_uri").asString();
        assertThat(browser.get(path(program, uri)).statusCode()).isEqualTo(303);
        assertThat(browser.get(path(program, uri)).statusCode()).as("again").isEqualTo(400);
        Program other = Program.strict(node);
        assertThat(browser.get(path(
                                other,
                                pushed(program, "openid").get("request_uri").asString()))
                        .statusCode())
                .as("by another")
                .isEqualTo(400);
        String late = pushed(program, "openid").get("request_uri").asString();
        node.clock.advance(Duration.ofMinutes(6));
        assertThat(browser.get(path(program, late)).statusCode()).as("too late").isEqualTo(400);
        assertThat(browser.get(path(program, "urn:ietf:params:oauth:request_uri:x"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(browser.get(path(program, "https://evil.example/request")).statusCode())
                .isEqualTo(400);
    }

    @Test
    @Proves({"F-1", "O-1", "O-2"})
    void whatIsPushedIsHeldToTheSameRules() {
        Program program = Program.strict(node);
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("redirect_uri", "https://evil.example/");
        wrong.put("code_challenge_method", "plain");
        wrong.put("code_challenge", "");
        wrong.put("scope", "withdrawals.write");
        wrong.put("request_uri", "urn:ietf:params:oauth:request_uri:x");
        wrong.put("response_type", "token");
        wrong.forEach((name, value) -> {
            var request = program.request("openid");
            request.put(name, value);
            assertThat(program.post(Endpoints.PAR, request, program.proof(Endpoints.PAR))
                            .statusCode())
                    .as(name)
                    .isEqualTo(400);
        });
        var unproven = program.request("openid");
        unproven.put("client_assertion", "x");
        assertThat(program.post(Endpoints.PAR, unproven).statusCode()).isEqualTo(401);
    }

    @Test
    @Proves({"F-1", "F-2", "O-8"})
    @Asvs("10.4.16")
    void anAssertionIsForUsAloneFromNowAndGoodOnce() {
        Program program = Program.strict(node);
        var now = node.clock.instant();
        var wrong = new LinkedHashMap<String, JWTClaimsSet.Builder>();
        wrong.put("the token endpoint", program.assertionClaims().claim("aud", program.issuer() + Endpoints.TOKEN));
        wrong.put("a list", program.assertionClaims().claim("aud", List.of(program.issuer(), "https://x.example")));
        wrong.put("another server", program.assertionClaims().claim("aud", "https://evil.example"));
        wrong.put("nobody", program.assertionClaims());
        wrong.put("another client", claims(program).subject("app-other"));
        wrong.put("over", claims(program).expirationTime(Date.from(now.minusSeconds(1))));
        wrong.put("without end", claims(program).expirationTime(null));
        wrong.put("for a year", claims(program).expirationTime(Date.from(now.plus(Duration.ofDays(365)))));
        wrong.put("a minute ahead", claims(program).issueTime(Date.from(now.plusSeconds(61))));
        wrong.put("not yet", claims(program).notBeforeTime(Date.from(now.plusSeconds(61))));
        wrong.put("without a name", claims(program).jwtID(null));
        wrong.forEach((what, claims) -> {
            String text = Program.sign(program.key, header(), claims);
            assertThat(with(program, text).statusCode()).as(what).isEqualTo(401);
        });
        assertThat(with(program, Program.sign(Program.newKey(), header(), claims(program)))
                        .statusCode())
                .as("another key")
                .isEqualTo(401);
        String ahead = Program.sign(program.key, header(), claims(program).issueTime(Date.from(now.plusSeconds(8))));
        assertThat(with(program, ahead).statusCode()).as("eight seconds ahead").isEqualTo(201);
        assertThat(with(program, ahead).statusCode()).as("again").isEqualTo(401);
    }

    private static JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1");
    }

    private static JWTClaimsSet.Builder claims(Program program) {
        return program.assertionClaims().claim("aud", program.issuer());
    }

    private static HttpResponse<String> with(Program program, String assertion) {
        var request = program.request("openid");
        request.put("client_assertion", assertion);
        return program.post(Endpoints.PAR, request, program.proof(Endpoints.PAR));
    }

    @Test
    @Proves("F-1")
    void itIsForClientsWithKeysOnly() {
        var wish = new Clients.Wanted(
                "Strict folio",
                "verified",
                true,
                true,
                false,
                null,
                List.of("authorization_code"),
                List.of("openid"),
                List.of(Program.REDIRECT),
                List.of(),
                null,
                List.of(),
                List.of());
        assertThat(node.bean(Clients.class).add(wish)).isInstanceOf(Clients.Added.Refused.class);
    }
}
