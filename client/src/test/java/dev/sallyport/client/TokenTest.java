package dev.sallyport.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.client.Verdict.Bad;
import dev.sallyport.client.Verdict.Good;
import dev.sallyport.client.Verdict.Reason;
import dev.sallyport.client.Verdict.Unknown;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// RFC 9068 section 4, RFC 8725 and whatever forgers try.
@Defends("A47")
@Asvs({"9.1.1", "9.1.2", "9.1.3", "9.2.1", "9.2.2", "9.2.3"})
class TokenTest {
    private Played server;
    private Verifier verifier;

    @BeforeEach
    void start() throws InterruptedException {
        server = new Played();
        verifier = server.verifier();
    }

    @AfterEach
    void stop() {
        verifier.close();
        server.close();
    }

    private Reason refused(String token) {
        return switch (verifier.check(token, Need.NOTHING)) {
            case Bad bad -> bad.reason();
            case Good good -> throw new AssertionError("taken: " + good);
            case Unknown unknown -> throw new AssertionError("not told: " + unknown);
        };
    }

    @Test
    void aGoodTokenIsTakenAndSaysWhatItSays() {
        var claims = server.claims();
        var verdict = verifier.check(server.sign(claims), Need.scope("orders.read"));
        assertThat(verdict).isInstanceOf(Good.class);
        Claims read = ((Good) verdict).claims();
        assertThat(read.account()).isEqualTo(claims.get("sub"));
        assertThat(read.session()).isEqualTo(claims.get("sid"));
        assertThat(read.grant()).isEqualTo(claims.get("gid"));
        assertThat(read.scopes()).containsExactlyInAnyOrder("balances.read", "orders.read");
        assertThat(read.amr()).containsExactly("pwd", "otp");
        assertThat(server.questions).hasValue(0);
    }

    @Test
    void withoutASignatureItIsNothing() {
        var header = Minted.with(server.header(), "alg", "none");
        String bare = Minted.part(Minted.json(header)) + "." + Minted.part(Minted.json(server.claims())) + ".";
        assertThat(refused(bare)).isEqualTo(Reason.WRONG_ALGORITHM);
        for (String none : List.of("None", "NONE", "")) {
            assertThat(refused(server.sign(Minted.with(server.header(), "alg", none), server.claims())))
                    .isEqualTo(Reason.WRONG_ALGORITHM);
        }
    }

    @Test
    void thePublicKeyIsNoSharedSecret() throws GeneralSecurityException {
        var header = Minted.with(server.header(), "alg", "HS256");
        String signed = Minted.part(Minted.json(header)) + "." + Minted.part(Minted.json(server.claims()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(server.key.getPublic().getEncoded(), "HmacSHA256"));
        String forged = signed + "." + Encoding.encode(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        assertThat(refused(forged)).isEqualTo(Reason.WRONG_ALGORITHM);
    }

    @Test
    void anIdTokenOrProofIsNoAccessToken() {
        for (Object type : List.of("JWT", "jwt", "dpop+jwt", "logout+jwt", "secevent+jwt", "AT+JWT ", Json.NULL)) {
            assertThat(refused(server.sign(Minted.with(server.header(), "typ", type), server.claims())))
                    .isEqualTo(Reason.WRONG_TYPE);
        }
    }

    @Test
    void aKeyThatTheTokenBringsAlongIsNotLookedAt() {
        var own = Minted.p256();
        var jwk = Minted.jwk(own);
        for (var pointer : Map.<String, Object>of(
                        "jku",
                        server.origin() + "/evil",
                        "x5u",
                        server.origin() + "/evil",
                        "jwk",
                        jwk,
                        "x5c",
                        List.of("MII="),
                        "crit",
                        List.of("exp"))
                .entrySet()) {
            var header = Minted.with(server.header(), pointer.getKey(), pointer.getValue());
            assertThat(refused(Minted.sign(header, server.claims(), own.getPrivate())))
                    .isEqualTo(Reason.WRONG_ALGORITHM);
            assertThat(refused(server.sign(header, server.claims()))).isEqualTo(Reason.WRONG_ALGORITHM);
        }
        assertThat(server.strangers).hasValue(0);
    }

    @Test
    void aKeyIdIsANameAndNoPath() {
        for (Object id : List.of(
                "../../../dev/null",
                "s-1/../s-1",
                "http://localhost/evil",
                "' OR 1=1 --",
                "s-1\u0000",
                "S-1",
                "",
                "x".repeat(1_000),
                Json.NULL)) {
            assertThat(refused(server.sign(Minted.with(server.header(), "kid", id), server.claims())))
                    .isEqualTo(Reason.UNKNOWN_KEY);
        }
        assertThat(server.strangers).hasValue(0);
    }

    @Test
    void aTokenForSomebodyElseOrOfSomebodyElseIsRefused() {
        assertThat(refused(server.sign(Minted.with(server.claims(), "aud", "https://other.examplex.com"))))
                .isEqualTo(Reason.WRONG_AUDIENCE);
        assertThat(refused(server.sign(Minted.with(server.claims(), "aud", List.of()))))
                .isEqualTo(Reason.WRONG_AUDIENCE);
        assertThat(refused(server.sign(Minted.with(server.claims(), "iss", "https://id.example.net"))))
                .isEqualTo(Reason.WRONG_ISSUER);
        assertThat(refused(server.sign(Minted.with(server.claims(), "iss", server.origin() + "/"))))
                .isEqualTo(Reason.WRONG_ISSUER);
    }

    @Test
    void anotherKeysSignatureOrAChangedTokenIsRefused() {
        assertThat(refused(Minted.sign(
                        server.header(), server.claims(), Minted.p256().getPrivate())))
                .isEqualTo(Reason.BAD_SIGNATURE);
        var claims = server.claims();
        String[] parts = server.sign(claims).split("\\.");
        String more = Minted.part(Minted.json(Minted.with(claims, "scope", "withdrawals.write")));
        assertThat(refused(parts[0] + "." + more + "." + parts[2])).isEqualTo(Reason.BAD_SIGNATURE);
        // All noughts: CVE-2022-21449.
        assertThat(refused(parts[0] + "." + parts[1] + "." + Encoding.encode(new byte[64])))
                .isEqualTo(Reason.BAD_SIGNATURE);
        assertThat(refused(parts[0] + "." + parts[1] + "." + Encoding.encode(new byte[63])))
                .isEqualTo(Reason.BAD_SIGNATURE);
    }

    @Test
    void whatCanBeReadInTwoWaysIsNotRead() {
        String good = server.sign(server.claims());
        assertThat(refused(good + "=")).isEqualTo(Reason.MALFORMED);
        assertThat(refused(good + ".")).isEqualTo(Reason.MALFORMED);
        assertThat(refused(good.substring(0, good.lastIndexOf('.')))).isEqualTo(Reason.MALFORMED);
        assertThat(refused("")).isEqualTo(Reason.MALFORMED);
        assertThat(refused("é".repeat(20))).isEqualTo(Reason.MALFORMED);
        assertThat(refused("a".repeat(Jws.LONGEST + 1))).isEqualTo(Reason.MALFORMED);
        // The last character has bits to spare: there is one right way to fill them.
        char last = good.charAt(good.length() - 1);
        String twin = good.substring(0, good.length() - 1) + (char) (last == 'A' ? 'B' : last + 1);
        assertThat(refused(twin)).isEqualTo(Reason.MALFORMED);
        String twice = Minted.json(server.claims()).replaceFirst("\\{", "{\"aud\":\"x\",");
        assertThat(refused(Minted.sign(Minted.json(server.header()), twice, server.key.getPrivate(), Algorithm.ES256)))
                .isEqualTo(Reason.MALFORMED);
    }

    @Test
    void whatEveryTokenHasMustBeThere() {
        for (String name : List.of("exp", "iat", "jti", "sub", "client_id")) {
            assertThat(refused(server.sign(Minted.with(server.claims(), name, Json.NULL))))
                    .isEqualTo(Reason.MALFORMED);
        }
        for (Object time : List.of("tomorrow", -1L, 1e300, true)) {
            assertThat(refused(server.sign(Minted.with(server.claims(), "exp", time))))
                    .isEqualTo(Reason.MALFORMED);
        }
        assertThat(refused(server.sign(Minted.with(server.claims(), "cnf", Map.of("x5t#S256", "abc")))))
                .isEqualTo(Reason.MALFORMED);
    }

    @Test
    void itCountsFromItsStartToItsEndAndByTheLeewayLonger() {
        String token = server.sign(server.claims());
        assertThat(verifier.check(token, Need.NOTHING)).isInstanceOf(Good.class);
        server.time.advance(Duration.ofSeconds(303));
        // The stream is silent by now, and the server asked: times are looked at first.
        assertThat(verifier.check(token, Need.NOTHING)).isInstanceOf(Good.class);
        server.time.advance(Duration.ofSeconds(3));
        assertThat(refused(token)).isEqualTo(Reason.EXPIRED);
        long now = server.time.instant().getEpochSecond();
        assertThat(refused(server.sign(Minted.with(server.claims(), "iat", now + 30))))
                .isEqualTo(Reason.NOT_YET);
        assertThat(refused(server.sign(Minted.with(server.claims(), "nbf", now + 30))))
                .isEqualTo(Reason.NOT_YET);
    }

    @Test
    void manyUnknownKeysMakeTheListBeReadOnceAndNotOften() {
        assertThat(verifier.check(server.sign(server.claims()), Need.NOTHING)).isInstanceOf(Good.class);
        int before = server.keyReads.get();
        server.time.advance(Keys.PAUSE);
        server.heartbeat();
        for (int i = 0; i < 300; i++) {
            assertThat(refused(server.sign(Minted.with(server.header(), "kid", "k" + i), server.claims())))
                    .isEqualTo(Reason.UNKNOWN_KEY);
        }
        assertThat(server.keyReads.get() - before).isLessThanOrEqualTo(2);
    }

    @Test
    void aNewKeyIsFoundAndOneTakenBackStopsToCount() {
        assertThat(verifier.check(server.sign(server.claims()), Need.NOTHING)).isInstanceOf(Good.class);
        var next = Minted.p256();
        server.keys.put("s-2", next);
        server.keys.remove("s-1");
        server.time.advance(Keys.PAUSE);
        server.heartbeat();
        var header = Minted.with(server.header(), "kid", "s-2");
        String token = Minted.sign(header, server.claims(), next.getPrivate());
        assertThat(verifier.check(token, Need.NOTHING)).isInstanceOf(Good.class);
        server.keys.put("s-1", Minted.p256());
        assertThat(refused(server.sign(server.header(), server.claims()))).isEqualTo(Reason.UNKNOWN_KEY);
    }

    @Test
    void withoutAnyKeysNothingCanBeTold() {
        try (var silent = new Played();
                var alone = Verifier.open(silent.settings())) {
            silent.freeze();
            assertThat(alone.check(silent.sign(silent.claims()), Need.NOTHING)).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void aGoodTokenMayNotDoEverything() {
        String token = server.sign(server.claims());
        var verdict = (Bad) verifier.check(token, Need.scope("withdrawals.write"));
        assertThat(verdict.reason()).isEqualTo(Reason.MISSING_SCOPE);
        assertThat(verdict.status()).isEqualTo(403);
        assertThat(verdict.challenge()).isEqualTo("Bearer error=\"insufficient_scope\", scope=\"withdrawals.write\"");
    }

    @Test
    void aProofThatIsTooWeakOrTooOldLeadsToStepUp() {
        String token = server.sign(server.claims());
        var weak = (Bad) verifier.check(token, Need.NOTHING.atLeast("phr"));
        assertThat(weak.status()).isEqualTo(401);
        assertThat(weak.challenge()).isEqualTo("Bearer error=\"insufficient_user_authentication\", acr_values=\"phr\"");
        var old = (Bad) verifier.check(token, Need.NOTHING.within(Duration.ofSeconds(30)));
        assertThat(old.challenge()).endsWith("max_age=\"30\"");
        assertThat(verifier.check(
                        token,
                        Need.scope("orders.read")
                                .atLeast("urn:sallyport:acr:1fa")
                                .within(Duration.ofMinutes(5))))
                .isInstanceOf(Good.class);
        assertThat(verifier.check(token, Need.NOTHING.atLeast("urn:other"))).isInstanceOf(Bad.class);
    }

    @Test
    void aRequestShowsOneTokenInOneWay() {
        String token = server.sign(server.claims());
        assertThat(shown("Bearer " + token)).isInstanceOf(Good.class);
        assertThat(shown("bearer " + token)).isInstanceOf(Good.class);
        assertThat(shown()).isEqualTo(Bad.of(Reason.NO_TOKEN, "0 headers Authorization"));
        assertThat(shown("Bearer " + token, "Bearer " + token)).isInstanceOf(Bad.class);
        assertThat(shown("Basic " + token)).isInstanceOf(Bad.class);
        assertThat(shown("Bearer")).isInstanceOf(Bad.class);
        assertThat(((Bad) shown()).challenge()).isEqualTo("Bearer");
    }

    private Verdict shown(String... authorization) {
        var request =
                new Presented("GET", URI.create("https://api.examplex.com/orders"), List.of(authorization), List.of());
        return verifier.check(request, Need.NOTHING);
    }
}
