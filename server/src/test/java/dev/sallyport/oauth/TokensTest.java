package dev.sallyport.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.base.crypto.KeyRingFile;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What stands in tokens, who believes which, and what ends them.
class TokensTest {
    private final TestNode node = TestNode.shared();

    private JWKSet published() throws ParseException {
        return JWKSet.parse(new TestBrowser(node).get(Endpoints.JWKS).body());
    }

    @Test
    @Proves({"R-OAU-1", "O-6"})
    @Asvs({"9.1.1", "9.2.3"})
    void anAccessTokenIsAsRfc9068HasItAndItsKeyIsPublished() throws ParseException, JOSEException {
        Holder holder = Holder.signUp(node);
        Program program = Program.web(node);
        var tokens = program.tokens(holder.browser, "openid balances.read");
        String access = tokens.get("access_token").asString();
        SignedJWT signed = SignedJWT.parse(access);
        assertThat(Program.header(access))
                .containsEntry("typ", "at+jwt")
                .containsEntry("alg", "ES256")
                .containsOnlyKeys("typ", "alg", "kid");
        var key = published().getKeyByKeyId(signed.getHeader().getKeyID()).toECKey();
        assertThat(key.isPrivate()).isFalse();
        assertThat(signed.verify(new ECDSAVerifier(key))).isTrue();
        JWTClaimsSet claims = signed.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(program.issuer());
        assertThat(claims.getSubject()).isEqualTo(holder.account());
        assertThat(claims.getAudience()).containsExactly(Program.AUDIENCE, program.issuer());
        assertThat(claims.getClaim("client_id")).isEqualTo(program.id);
        assertThat(claims.getClaim("scope")).isEqualTo("balances.read openid");
        assertThat(claims.getClaim("sid")).isEqualTo(holder.session());
        assertThat(claims.getClaim("acr")).isEqualTo("urn:sallyport:acr:1fa");
        assertThat(claims.getStringListClaim("amr")).containsExactly("contact", "pwd");
        assertThat(claims.getClaim("auth_time")).isInstanceOf(Long.class);
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofMinutes(5));
        String id = tokens.get("id_token").asString();
        assertThat(Program.header(id)).containsEntry("typ", "JWT");
        assertThat(Program.claims(id).getAudience()).containsExactly(program.id);
        assertThat(Program.claims(id).getClaims()).containsKeys("sid", "auth_time", "acr", "amr", "nonce", "azp");
    }

    @Test
    @Proves("O-6")
    @Asvs("10.4.11")
    void aTokenIsForTheInterfaceThatWasAskedForAndNoOther() {
        Holder holder = Holder.signUp(node);
        var wish = new Program.Wish();
        wish.audiences = List.of("https://api.examplex.com", "https://data.examplex.com");
        Program program = wish.at(node);
        var request = program.request("balances.read");
        request.put("resource", "https://data.examplex.com");
        String code = Program.answer(program.ask(holder.browser, request)).getOrDefault("code", "");
        String access = Holder.json(program.token(program.exchange(code)))
                .get("access_token")
                .asString();
        assertThat(Program.claims(access).getAudience()).containsExactly("https://data.examplex.com");
        assertThat(program.userInfo("Bearer", access, null).statusCode())
                .as("not for us")
                .isEqualTo(401);
        request.put("resource", "https://other.examplex.com");
        assertThat(Program.answer(holder.browser.get(Program.path(request)))).containsEntry("error", "invalid_target");
    }

    @Test
    @Proves("O-6")
    @Defends("A47")
    @Asvs({"9.1.2", "9.2.2"})
    void onlyAnAccessTokenThatWeSignedOpensAnything() throws ParseException, JOSEException {
        Holder holder = Holder.signUp(node);
        Program program = Program.web(node);
        var tokens = program.tokens(holder.browser, "openid balances.read");
        String access = tokens.get("access_token").asString();
        JWTClaimsSet claims = Program.claims(access);
        String kid = String.valueOf(Program.header(access).get("kid"));
        String body = access.split("\\.", -1)[1];
        String none = Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"alg\":\"none\",\"typ\":\"at+jwt\"}".getBytes(StandardCharsets.UTF_8))
                + "." + body + ".";
        var own = new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("at+jwt"));
        var forged = new JWTClaimsSet.Builder(claims);
        List<String> wrong = List.of(
                tokens.get("id_token").asString(),
                none,
                Program.sign(program.key, new JWSHeader.Builder(own.build()).keyID(kid), forged),
                Program.sign(program.key, new JWSHeader.Builder(own.build()).keyID("../../etc/passwd"), forged),
                Program.sign(program.key, new JWSHeader.Builder(own.build()).keyID("' OR 1=1 --"), forged),
                Program.sign(program.key, new JWSHeader.Builder(own.build()).jwk(program.key.toPublicJWK()), forged),
                Program.sign(
                        program.key,
                        new JWSHeader.Builder(own.build())
                                .keyID(kid)
                                .jwkURL(java.net.URI.create("https://evil.example/keys")),
                        forged),
                access.substring(0, access.length() - 4) + "AAAA",
                tokens.get("refresh_token").asString(),
                "x",
                "..");
        for (String token : wrong) {
            assertThat(program.userInfo("Bearer", token, null).statusCode())
                    .as(token)
                    .isEqualTo(401);
        }
        assertThat(program.isActive(tokens.get("id_token").asString())).isFalse();
        assertThat(program.userInfo("Bearer", access, null).statusCode()).isEqualTo(200);
        node.clock.advance(Duration.ofMinutes(6));
        assertThat(program.userInfo("Bearer", access, null).statusCode()).isEqualTo(401);
        assertThat(program.isActive(access)).isFalse();
    }

    @Test
    void userInfoSaysNoMoreThanWasAllowed() {
        Holder holder = Holder.signUp(node);
        Program program = Program.web(node);
        String plain =
                program.tokens(holder.browser, "openid").get("access_token").asString();
        assertThat(Holder.json(program.userInfo("Bearer", plain, null)).toString())
                .isEqualTo("{\"sub\":\"" + holder.account() + "\"}");
        String mail = program.tokens(holder.browser, "openid email")
                .get("access_token")
                .asString();
        assertThat(Holder.json(program.userInfo("Bearer", mail, null))
                        .get("email")
                        .asString())
                .isEqualTo(holder.address);
        var query = new TestBrowser(node).get(Endpoints.USER_INFO + "?access_token=" + plain);
        assertThat(query.statusCode()).isEqualTo(401);
        assertThat(query.headers().firstValue("WWW-Authenticate")).isPresent();
    }

    @Test
    @Proves("R-OAU-1")
    @Asvs("10.4.9")
    void whateverEndsTheSessionEndsItsTokens() {
        Program program = Program.web(node);
        Holder out = Holder.signUp(node);
        var tokens = program.tokens(out.browser, "openid balances.read");
        out.browser.get("/account");
        out.browser.post("/sign-out", Map.of());
        mustBeOver(program, tokens);

        Holder far = Holder.signUp(node);
        TestBrowser other = far.elsewhere();
        var there = program.tokens(other, "openid balances.read");
        far.browser.get("/account/devices");
        far.browser.post("/account/sessions/others/removal", Map.of());
        mustBeOver(program, there);

        Holder all = Holder.signUp(node);
        var every = program.tokens(all.browser, "openid balances.read");
        all.browser.get("/account/devices");
        all.browser.post("/account/sessions/removal", Map.of());
        mustBeOver(program, every);
    }

    private static void mustBeOver(Program program, tools.jackson.databind.JsonNode tokens) {
        assertThat(program.isActive(tokens.get("access_token").asString())).isFalse();
        HttpResponse<String> refreshed =
                program.token(program.refresh(tokens.get("refresh_token").asString()));
        assertThat(refreshed.statusCode()).isEqualTo(400);
        assertThat(program.userInfo("Bearer", tokens.get("access_token").asString(), null)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void whatWasGivenForTheHoldersAbsenceOutlivesSigningOutAndNothingElse() {
        var wish = new Program.Wish();
        wish.scopes = List.of("openid", "balances.read", "offline_access");
        Program program = wish.at(node);
        Holder holder = Holder.signUp(node);
        var tokens = program.tokens(holder.browser, "openid balances.read offline_access");
        assertThat(Program.claims(tokens.get("access_token").asString()).getClaim("sid"))
                .isNull();
        holder.browser.get("/account");
        holder.browser.post("/sign-out", Map.of());
        assertThat(program.isActive(tokens.get("access_token").asString())).isTrue();
        holder.again();
        holder.browser.get("/account/devices");
        holder.browser.post("/account/sessions/removal", Map.of());
        mustBeOver(program, tokens);
    }

    @Test
    void aSingleAccessTokenIsGivenBack() {
        Holder holder = Holder.signUp(node);
        Program program = Program.web(node);
        var tokens = program.tokens(holder.browser, "openid balances.read");
        String access = tokens.get("access_token").asString();
        Program stranger = Program.web(node);
        assertThat(stranger.post(Endpoints.REVOKE, Map.of("token", access)).statusCode())
                .isIn(400, 401);
        assertThat(program.isActive(access)).isTrue();
        assertThat(program.post(Endpoints.REVOKE, Map.of("token", access)).statusCode())
                .isEqualTo(200);
        assertThat(program.isActive(access)).isFalse();
        assertThat(program.post(Endpoints.REVOKE, Map.of("token", "x")).statusCode())
                .isEqualTo(200);
        assertThat(program.token(program.refresh(tokens.get("refresh_token").asString()))
                        .statusCode())
                .as("the rest goes on")
                .isEqualTo(200);
    }

    @Test
    void aTokenIsToldOfToWhomItConcerns() {
        Holder holder = Holder.signUp(node);
        Program program = Program.web(node);
        String access = program.tokens(holder.browser, "openid balances.read")
                .get("access_token")
                .asString();
        var told = program.introspect(access);
        assertThat(told.get("sub").asString()).isEqualTo(holder.account());
        assertThat(told.get("scope").asString()).isEqualTo("balances.read openid");
        assertThat(told.get("token_type").asString()).isEqualTo("Bearer");
        var api = new Program.Wish();
        api.grants = List.of("client_credentials");
        api.scopes = List.of(Introspection.SCOPE);
        assertThat(api.at(node).isActive(access)).as("it is for this interface").isTrue();
        api.name = "Folio elsewhere";
        api.audiences = List.of("https://elsewhere.examplex.com");
        assertThat(api.at(node).isActive(access)).isFalse();
        assertThat(Program.open(node)
                        .post(Endpoints.INTROSPECT, Map.of("token", access))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    @Proves("O-8")
    void aServiceHasAccessOfItsOwnAndCannotLookLikeAPerson() {
        var wish = new Program.Wish();
        wish.grants = List.of("client_credentials");
        wish.scopes = List.of("sessions.check", "status.read");
        Program service = wish.at(node);
        var tokens = Holder.json(service.token(Map.of("grant_type", "client_credentials", "scope", "sessions.check")));
        String access = tokens.get("access_token").asString();
        JWTClaimsSet claims = Program.claims(access);
        assertThat(claims.getSubject()).isEqualTo(service.id).startsWith("app-");
        assertThat(claims.getClaims()).doesNotContainKeys("gid", "sid", "auth_time", "acr");
        assertThat(tokens.has("refresh_token")).isFalse();
        assertThat(service.isActive(access)).isTrue();
        assertThat(service.userInfo("Bearer", access, null).statusCode()).isEqualTo(401);
        assertThat(service.token(Map.of("grant_type", "client_credentials", "scope", "openid"))
                        .statusCode())
                .isEqualTo(400);
        node.bean(Clients.class).remove(service.id);
        assertThat(node.bean(AccessTokens.class).find(access)).isEmpty();
    }

    @Test
    @Proves("O-8")
    void nobodyIsKnownByAWrongSecretOrNone() {
        Program program = Program.web(node);
        Program other = Program.web(node);
        for (String header : List.of(
                basic(program.id + ":wrong"),
                basic(program.id + ":"
                        + java.util.Objects.requireNonNull(other.secret).reveal()),
                basic("nobody:x"),
                basic(program.id + ":"))) {
            var request = java.net.http.HttpRequest.newBuilder(node.outside(Endpoints.TOKEN))
                    .header("X-Forwarded-For", "198.51.100.8")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Authorization", header)
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"));
            assertThat(Program.send(request).statusCode()).as(header).isIn(400, 401);
        }
        for (String body : List.of(
                "grant_type=refresh_token&refresh_token=x",
                "grant_type=refresh_token&refresh_token=x&client_id=" + program.id,
                "grant_type=client_credentials&client_id=" + program.id + "&client_secret=x")) {
            var request = java.net.http.HttpRequest.newBuilder(node.outside(Endpoints.TOKEN))
                    .header("X-Forwarded-For", "198.51.100.8")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body));
            var answer = Program.send(request);
            assertThat(answer.statusCode()).as(body).isEqualTo(401);
            assertThat(Holder.json(answer).get("error").asString()).isEqualTo("invalid_client");
        }
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void discoveryNamesWhatThereIsAndNothingThatThereIsNot() {
        var browser = new TestBrowser(node);
        var told = Holder.json(browser, "/.well-known/openid-configuration");
        assertThat(told.get("issuer").asString()).isEqualTo(node.config.origin().toString());
        assertThat(told.get("code_challenge_methods_supported").toString()).isEqualTo("[\"S256\"]");
        assertThat(told.get("response_types_supported").toString()).isEqualTo("[\"code\"]");
        assertThat(told.get("grant_types_supported").toString())
                .doesNotContain("implicit")
                .doesNotContain("password");
        assertThat(told.get("authorization_response_iss_parameter_supported").asBoolean())
                .isTrue();
        assertThat(Holder.json(browser, "/.well-known/oauth-authorization-server"))
                .isEqualTo(told);
        for (String endpoint : List.of("token_endpoint", "introspection_endpoint", "revocation_endpoint")) {
            String path = told.get(endpoint).asString().substring(program().length());
            assertThat(browser.get(path).statusCode()).as(path).isEqualTo(405);
        }
    }

    private String program() {
        return node.config.origin().toString();
    }

    @Test
    void aRotatedRingGetsANewSigningKeyAndTheFormerOneStillCounts() throws ParseException {
        try (var own = TestNode.startAlone(node.clock, Map.of("keys.file", "target/ring-" + System.nanoTime()))) {
            Holder holder = Holder.signUp(own);
            Program program = Program.web(own);
            String before =
                    program.tokens(holder.browser, "openid").get("access_token").asString();
            var keys = own.bean(SigningKeys.class);
            assertThat(keys.renew()).as("not yet").isZero();
            new KeyRingFile(own.config.keys()).rotate(Instant.now());
            own.clock.advance(Duration.ofMinutes(2));
            assertThat(program.isActive(before)).isTrue();
            Holder.await("a new key", () -> {
                keys.renew();
                return keys.published().size() == 2 || advanced(own);
            });
            own.clock.advance(SigningKeys.SETTLING.plus(SigningKeys.REMEMBERED));
            holder.again();
            String after =
                    program.tokens(holder.browser, "openid").get("access_token").asString();
            assertThat(Program.header(after).get("kid"))
                    .isNotEqualTo(Program.header(before).get("kid"));
            assertThat(program.isActive(after)).isTrue();
            JWKSet published =
                    JWKSet.parse(new TestBrowser(own).get(Endpoints.JWKS).body());
            assertThat(published.getKeys()).hasSize(2).noneMatch(com.nimbusds.jose.jwk.JWK::isPrivate);
        }
    }

    private static boolean advanced(TestNode own) {
        own.clock.advance(Duration.ofMinutes(1));
        return false;
    }
}
