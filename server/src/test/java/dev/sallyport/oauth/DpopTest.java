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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Proofs that whoever asks has the key (RFC 9449 section 4.3).
class DpopTest {
    private final TestNode node = TestNode.shared();

    private Program bound() {
        var wish = new Program.Wish();
        wish.bound = true;
        return wish.at(node);
    }

    private static String error(HttpResponse<String> answer) {
        return Holder.json(answer).get("error").asString();
    }

    @Test
    @Proves({"P-1", "O-6"})
    @Defends("A48")
    @Asvs("10.3.5")
    void atTheTokenEndpointEveryPartOfAProofIsLookedAt() {
        Holder holder = Holder.signUp(node);
        Program program = bound();
        var wrong = new LinkedHashMap<String, Consumer<Program.Dpop>>();
        wrong.put("typ", proof -> proof.type = "JWT");
        wrong.put("no key", proof -> proof.jwk = null);
        wrong.put(
                "another key in the header",
                proof -> proof.jwk = Program.newKey().toPublicJWK());
        wrong.put("htm", proof -> proof.method = "GET");
        wrong.put("htm in small letters", proof -> proof.method = "post");
        wrong.put("htu of another place", proof -> proof.address = program.issuer() + "/oauth2/par");
        wrong.put("htu of another host", proof -> proof.address = "https://evil.example/oauth2/token");
        wrong.put(
                "htu with a user", proof -> proof.address = program.issuer().replace("://", "://x@") + "/oauth2/token");
        wrong.put("no jti", proof -> proof.jti = null);
        wrong.put("too old", proof -> proof.at = proof.at.minusSeconds(61));
        wrong.put("from the future", proof -> proof.at = proof.at.plusSeconds(30));
        String code = program.code(holder.browser, "openid");
        wrong.forEach((what, change) -> {
            var proof = program.dpop();
            change.accept(proof);
            var answer = program.post(Endpoints.TOKEN, program.exchange(code), proof.text());
            assertThat(answer.statusCode()).as(what).isEqualTo(400);
            assertThat(error(answer)).as(what).isEqualTo("invalid_dpop_proof");
        });
        assertThat(error(program.post(Endpoints.TOKEN, program.exchange(code), "x.y.z")))
                .isEqualTo("invalid_dpop_proof");
        assertThat(error(program.token(program.exchange(code)))).as("none").isEqualTo("invalid_dpop_proof");
        var noted = program.dpop();
        noted.address = program.issuer().toUpperCase(java.util.Locale.ROOT) + "/oauth2/./token?a=b#c";
        assertThat(program.post(Endpoints.TOKEN, program.exchange(code), noted.text())
                        .statusCode())
                .as("the same place, written otherwise")
                .isEqualTo(200);
    }

    @Test
    @Proves("P-1")
    @Defends("A48")
    void aProofCountsOnceAndComesAlone() {
        Holder holder = Holder.signUp(node);
        Program program = bound();
        String proof = program.proof(Endpoints.TOKEN);
        String code = program.code(holder.browser, "openid");
        assertThat(program.post(Endpoints.TOKEN, program.exchange(code), proof).statusCode())
                .isEqualTo(200);
        String next = program.code(holder.browser, "openid");
        assertThat(error(program.post(Endpoints.TOKEN, program.exchange(next), proof)))
                .isEqualTo("invalid_dpop_proof");
        var two = HttpRequest.newBuilder(node.outside(Endpoints.TOKEN))
                .header("X-Forwarded-For", "198.51.100.7")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("DPoP", program.proof(Endpoints.TOKEN))
                .header("DPoP", program.proof(Endpoints.TOKEN))
                .POST(HttpRequest.BodyPublishers.ofString(Program.form(program.exchange(next))));
        assertThat(error(Program.send(two))).isEqualTo("invalid_dpop_proof");
    }

    @Test
    @Proves({"P-1", "O-6"})
    @Defends("A48")
    @Asvs("10.3.5")
    void aBoundTokenOpensNothingWithoutItsKey() {
        Holder holder = Holder.signUp(node);
        Program program = bound();
        String code = program.code(holder.browser, "openid");
        var tokens = Holder.json(program.post(Endpoints.TOKEN, program.exchange(code), program.proof(Endpoints.TOKEN)));
        assertThat(tokens.get("token_type").asString()).isEqualTo("DPoP");
        String access = tokens.get("access_token").asString();
        assertThat(program.introspect(access).get("cnf").get("jkt").asString()).hasSize(43);
        assertThat(program.userInfo("Bearer", access, null).statusCode()).isEqualTo(401);
        assertThat(program.userInfo("DPoP", access, null).statusCode()).isEqualTo(401);
        var right = forUserInfo(program, access);
        assertThat(program.userInfo("DPoP", access, right.text()).statusCode()).isEqualTo(200);
        var stolen = forUserInfo(program, access);
        stolen.with = Program.newKey();
        stolen.jwk = stolen.with.toPublicJWK();
        assertThat(program.userInfo("DPoP", access, stolen.text()).statusCode()).isEqualTo(401);
        var noHash = forUserInfo(program, access);
        noHash.token = null;
        assertThat(program.userInfo("DPoP", access, noHash.text()).statusCode()).isEqualTo(401);
        var otherHash = forUserInfo(program, access);
        otherHash.token = "x";
        assertThat(program.userInfo("DPoP", access, otherHash.text()).statusCode())
                .isEqualTo(401);
    }

    private static Program.Dpop forUserInfo(Program program, String access) {
        var proof = program.dpop();
        proof.method = "GET";
        proof.address = program.issuer() + Endpoints.USER_INFO;
        proof.token = access;
        return proof;
    }

    @Test
    @Proves("F-3")
    void aCodeIsBoundToTheKeyThatItWasAskedForWith() throws com.nimbusds.jose.JOSEException {
        Holder holder = Holder.signUp(node);
        Program program = Program.open(node);
        var request = program.request("openid");
        request.put("dpop_jkt", program.key.computeThumbprint().toString());
        String code = Program.answer(program.ask(holder.browser, request)).getOrDefault("code", "");
        assertThat(error(program.token(program.exchange(code)))).isEqualTo("invalid_dpop_proof");
        var stolen = program.dpop();
        stolen.with = Program.newKey();
        stolen.jwk = stolen.with.toPublicJWK();
        assertThat(error(program.post(Endpoints.TOKEN, program.exchange(code), stolen.text())))
                .isEqualTo("invalid_dpop_proof");
        assertThat(program.post(Endpoints.TOKEN, program.exchange(code), program.proof(Endpoints.TOKEN))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    @Proves({"F-3", "O-5"})
    void aPublicClientsRefreshTokenStaysWithTheKeyThatShowedTheCode() {
        Holder holder = Holder.signUp(node);
        Program program = Program.open(node);
        String code = program.code(holder.browser, "openid");
        var tokens = Holder.json(program.post(Endpoints.TOKEN, program.exchange(code), program.proof(Endpoints.TOKEN)));
        Map<String, String> refresh =
                program.refresh(tokens.get("refresh_token").asString());
        assertThat(error(program.token(refresh))).isEqualTo("invalid_dpop_proof");
        var stolen = program.dpop();
        stolen.with = Program.newKey();
        stolen.jwk = stolen.with.toPublicJWK();
        assertThat(error(program.post(Endpoints.TOKEN, refresh, stolen.text()))).isEqualTo("invalid_dpop_proof");
        assertThat(program.post(Endpoints.TOKEN, refresh, program.proof(Endpoints.TOKEN))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    @Proves({"P-1", "F-2"})
    void aClockMayGoTenSecondsAheadAndAMinuteBehind() {
        Holder holder = Holder.signUp(node);
        Program program = bound();
        for (Duration off : java.util.List.of(Duration.ofSeconds(8), Duration.ofSeconds(-50))) {
            var proof = program.dpop();
            proof.at = proof.at.plus(off);
            String code = program.code(holder.browser, "openid");
            assertThat(program.post(Endpoints.TOKEN, program.exchange(code), proof.text())
                            .statusCode())
                    .as(off.toString())
                    .isEqualTo(200);
        }
    }
}
