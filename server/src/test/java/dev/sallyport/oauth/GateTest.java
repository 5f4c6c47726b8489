package dev.sallyport.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Access tokens at the gate for proxies.
@Proves("R-OAU-1")
class GateTest {
    private static final String PLACE = "https://api.examplex.com/orders/7";

    private final TestNode node = TestNode.shared();

    /// What a proxy sends that takes tokens of orders.read, with changes; null takes a header away.
    private HttpResponse<String> ask(String authorization, Map<String, String> changes) {
        var headers = new TreeMap<>(Map.of(
                "X-Service-Token", TestNode.SERVICE_TOKEN,
                "X-Token-Audience", Program.AUDIENCE,
                "X-Require-Scope", "orders.read",
                "X-Forwarded-Method", "PUT",
                "X-Forwarded-Proto", "https",
                "X-Forwarded-Host", "api.examplex.com",
                "X-Forwarded-Uri", "/orders/7?x=1",
                "Authorization", authorization));
        headers.putAll(changes);
        var request = HttpRequest.newBuilder(node.inside("/v1/forward-auth"));
        headers.forEach(request::header);
        return Program.send(request);
    }

    private HttpResponse<String> ask(String authorization) {
        return ask(authorization, Map.of());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String challenge(HttpResponse<String> answer) {
        return header(answer, "WWW-Authenticate");
    }

    private static String token(Program program, Holder holder, String scope) {
        return program.tokens(holder.browser, scope).get("access_token").asString();
    }

    @Test
    @Asvs("10.3.1")
    void aTokenPassesForItsAudienceAndItsScopesUnderItsHoldersName() {
        var holder = Holder.signUp(node);
        Program program = Program.web(node);
        String token = token(program, holder, "openid orders.read");
        var answer = ask("Bearer " + token);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "X-Sallyport-Account")).isEqualTo(holder.account());
        assertThat(header(answer, "X-Sallyport-Client")).isEqualTo(program.id);
        assertThat(header(answer, "X-Sallyport-Scopes")).isEqualTo("openid orders.read");
        assertThat(header(answer, "X-Sallyport-Level")).isEqualTo("aal1");
        assertThat(ask("bearer " + token).statusCode()).isEqualTo(200);

        var elsewhere = ask("Bearer " + token, Map.of("X-Token-Audience", "https://other.examplex.com"));
        assertThat(elsewhere.statusCode()).isEqualTo(401);
        assertThat(challenge(elsewhere)).isEqualTo("Bearer error=\"invalid_token\"");
        for (String scope : List.of("orders.write", "orders.read orders.write", "orders")) {
            var more = ask("Bearer " + token, Map.of("X-Require-Scope", scope));
            assertThat(more.statusCode()).isEqualTo(403);
            assertThat(challenge(more)).contains("insufficient_scope", "scope=\"" + scope + "\"");
            assertThat(header(more, "X-Sallyport-Account")).isEmpty();
        }
    }

    @Test
    void aClientsOwnTokenPassesWithoutAHoldersName() {
        var wish = new Program.Wish();
        wish.grants = List.of("client_credentials");
        Program service = wish.at(node);
        String token = Holder.json(service.token(Map.of("grant_type", "client_credentials", "scope", "orders.read")))
                .get("access_token")
                .asString();
        var answer = ask("Bearer " + token);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "X-Sallyport-Client")).isEqualTo(service.id);
        // Told, and empty: it lies over what the caller himself brought along.
        assertThat(answer.headers().allValues("X-Sallyport-Account")).containsExactly("");
        assertThat(ask("Bearer " + token, Map.of("X-Require-Level", "aal2")).statusCode())
                .isEqualTo(401);
        assertThat(ask("Bearer " + token, Map.of("X-Require-Max-Age", "300")).statusCode())
                .isEqualTo(401);
    }

    private static List<String> told(HttpResponse<String> answer) {
        return answer.headers().map().keySet().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("x-sallyport-"))
                .filter(name -> !name.equalsIgnoreCase("X-Sallyport-Sign-In"))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .sorted()
                .toList();
    }

    @Test
    @Asvs("4.1.3")
    void whoeverComesEveryHeaderIsTold() {
        var holder = Holder.signUp(node);
        Program program = Program.web(node);
        var wish = new Program.Wish();
        wish.grants = List.of("client_credentials");
        String own = Holder.json(
                        wish.at(node).token(Map.of("grant_type", "client_credentials", "scope", "orders.read")))
                .get("access_token")
                .asString();
        String session = String.valueOf(holder.browser.cookies.get("__Host-session"));
        String holders = token(program, holder, "openid orders.read");
        var answers = List.of(
                ask("", Map.of("X-Session-Token", session)),
                ask("Bearer " + holders),
                ask("Bearer " + own),
                ask("Bearer x"),
                ask("Bearer " + holders, Map.of("X-Require-Scope", "orders.write")),
                ask("Bearer " + own, Map.of("X-Require-Level", "aal2")),
                ask(""),
                ask("", Map.of("X-When-Signed-Out", "redirect")),
                ask("", Map.of("X-Service-Token", "x")));
        assertThat(answers.stream().map(HttpResponse::statusCode))
                .containsExactly(200, 200, 200, 401, 403, 401, 401, 302, 403);
        for (var answer : answers) {
            assertThat(told(answer))
                    .as(answer + " " + answer.headers().map())
                    .containsExactly(
                            "x-sallyport-account",
                            "x-sallyport-client",
                            "x-sallyport-level",
                            "x-sallyport-proofs",
                            "x-sallyport-proven-at",
                            "x-sallyport-scopes",
                            "x-sallyport-session");
        }
    }

    @Test
    void aSecondAuthorizationPassesNothing() {
        String token = "Bearer " + token(Program.web(node), Holder.signUp(node), "openid orders.read");
        var request = HttpRequest.newBuilder(node.inside("/v1/forward-auth"))
                .header("X-Service-Token", TestNode.SERVICE_TOKEN)
                .header("X-Token-Audience", Program.AUDIENCE)
                .header("X-Require-Scope", "orders.read")
                .header("Authorization", token);
        assertThat(Program.send(request).statusCode()).isEqualTo(200);
        var doubled = Program.send(request.header("Authorization", "Bearer another"));
        assertThat(doubled.statusCode()).isEqualTo(401);
        assertThat(challenge(doubled)).isEqualTo("Bearer error=\"invalid_request\"");
    }

    @Test
    void whereTheProxySaysNothingOfTokensOnlyTheSessionCounts() {
        var holder = Holder.signUp(node);
        String token = "Bearer " + token(Program.web(node), holder, "openid orders.read");
        String cookie = "__Host-session=" + holder.browser.cookies.get("__Host-session");
        for (String missing : List.of("X-Token-Audience", "X-Require-Scope")) {
            assertThat(ask(token, Map.of(missing, "")).statusCode()).isEqualTo(401);
            var answer = ask(token, Map.of(missing, "", "Cookie", cookie));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "X-Sallyport-Session")).isEqualTo(holder.session());
            assertThat(header(answer, "X-Sallyport-Client")).isEmpty();
        }
        // And where it does, a bad token is not mended by a good cookie.
        assertThat(ask(token + "x", Map.of("Cookie", cookie)).statusCode()).isEqualTo(401);
        assertThat(ask("Basic eDp5", Map.of("Cookie", cookie)).statusCode()).isEqualTo(200);
    }

    @Test
    @Defends({"A45", "A47"})
    void aTokenThatIsOverRevokedOrOfAnEndedSessionPassesNoMore() {
        var holder = Holder.signUp(node);
        Program program = Program.web(node);
        String revoked = token(program, holder, "openid orders.read");
        program.post("/oauth2/revoke", Map.of("token", revoked));
        assertThat(ask("Bearer " + revoked).statusCode()).isEqualTo(401);
        String late = token(Program.web(node), holder, "openid orders.read");
        String ended = token(Program.web(node), holder, "openid orders.read");
        assertThat(ask("Bearer " + ended).statusCode()).isEqualTo(200);
        holder.browser.json("DELETE", "/api/session", null);
        assertThat(ask("Bearer " + ended).statusCode()).isEqualTo(401);
        node.clock.advance(Duration.ofMinutes(6));
        var answer = ask("Bearer " + late);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
    }

    @Test
    @Proves("P-1")
    @Defends("A48")
    void aTokenThatIsBoundToAKeyPassesOnceWithItsProofForThatVeryRequest() {
        var holder = Holder.signUp(node);
        var wish = new Program.Wish();
        wish.bound = true;
        Program program = wish.at(node);
        String code = program.code(holder.browser, "openid orders.read");
        String token = Holder.json(
                        program.post(Endpoints.TOKEN, program.exchange(code), program.proof(Endpoints.TOKEN)))
                .get("access_token")
                .asString();
        String proof = proof(program, token).text();
        assertThat(ask("DPoP " + token, Map.of("DPoP", proof)).statusCode()).isEqualTo(200);
        var again = ask("DPoP " + token, Map.of("DPoP", proof));
        assertThat(again.statusCode()).isEqualTo(401);
        assertThat(challenge(again)).startsWith("DPoP error=\"invalid_token\"");
        for (Map<String, String> other : List.of(
                Map.of("X-Forwarded-Method", "DELETE"),
                Map.of("X-Forwarded-Uri", "/orders/8"),
                Map.of("X-Forwarded-Host", "evil.example"),
                Map.of("X-Forwarded-Proto", "http"),
                Map.of("X-Forwarded-Proto", "not a scheme"))) {
            var changes = new TreeMap<>(other);
            changes.put("DPoP", proof(program, token).text());
            assertThat(ask("DPoP " + token, changes).statusCode())
                    .as(other.toString())
                    .isEqualTo(401);
        }
        assertThat(ask("DPoP " + token).statusCode()).isEqualTo(401);
        assertThat(ask("Bearer " + token).statusCode()).isEqualTo(401);
        // A bearer token gains nothing by a proof of any key.
        String bearer = token(Program.web(node), holder, "openid orders.read");
        assertThat(ask("DPoP " + bearer, Map.of("DPoP", proof(program, bearer).text()))
                        .statusCode())
                .isEqualTo(401);
    }

    private static Program.Dpop proof(Program program, String token) {
        var proof = program.dpop();
        proof.method = "PUT";
        proof.address = PLACE;
        proof.token = token;
        return proof;
    }

    @Test
    @Asvs("7.5.3")
    void levelAndAgeAreDemandedOfTokensToo() {
        var holder = Holder.signUp(node);
        String token = "Bearer " + token(Program.web(node), holder, "openid orders.read");
        var weak = ask(token, Map.of("X-Require-Level", "aal2"));
        assertThat(weak.statusCode()).isEqualTo(401);
        assertThat(challenge(weak))
                .contains("insufficient_user_authentication", "acr_values=\"urn:sallyport:acr:2fa\"");
        assertThat(ask(token, Map.of("X-Require-Max-Age", "240")).statusCode()).isEqualTo(200);
        node.clock.advance(Duration.ofMinutes(4).plusSeconds(30));
        assertThat(challenge(ask(token, Map.of("X-Require-Max-Age", "240")))).contains("max_age=\"240\"");
    }
}
