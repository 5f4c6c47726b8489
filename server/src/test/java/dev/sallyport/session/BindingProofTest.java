package dev.sallyport.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is taken for a proof of a session's key, and what is not: one thing wrong, refused.
@Proves("R-SES-4")
@Defends("A21")
class BindingProofTest {
    private final TestNode node = TestNode.shared();

    private KeyedBrowser signedIn() {
        return KeyedBrowser.signIn(node, Holder.signUp(node).address);
    }

    private KeyedBrowser bound() {
        return KeyedBrowser.bound(node, Holder.signUp(node).address);
    }

    private static void isRefused(KeyedBrowser browser, String proof) {
        var answer = browser.register(proof);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(browser.register().statusCode())
                .as("the right one is still taken")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "ES384", "RS256", "PS256"})
    @Asvs({"9.1.2", "9.1.1"})
    void onlyTheAlgorithmsOfTheOfferCountAndOnlyWithTheirKeys(String algorithm) {
        KeyedBrowser browser = signedIn();
        isRefused(
                browser,
                browser.proof(Map.of("alg", algorithm), browser.challenge(), browser.claims("/session/binding"), true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC384", "RSA1024"})
    void weakKeysAndOtherCurvesAreRefused(String kind) {
        KeyedBrowser browser = signedIn();
        var good = browser.key;
        browser.key = KeyedBrowser.keys(kind);
        String proof = browser.proof(Map.of(), browser.challenge(), browser.claims("/session/binding"), true);
        browser.key = good;
        isRefused(browser, proof);
    }

    @Test
    void anRsaKeyWillDo() {
        KeyedBrowser browser = signedIn();
        browser.key = KeyedBrowser.keys("RSA2048");
        assertThat(browser.register().statusCode()).isEqualTo(200);
        assertThat(browser.refresh().statusCode()).isEqualTo(200);
    }

    @Test
    void theKeyMayStandInThePayloadAsInOlderDraftsAndTheRestMayBeLeftOut() {
        for (String claim : List.of("key", "jwk")) {
            KeyedBrowser browser = signedIn();
            var claims = browser.claims("/session/binding");
            claims.put(claim, browser.jwk());
            assertThat(browser.register(browser.proof(browser.challenge(), claims, false))
                            .statusCode())
                    .as(claim)
                    .isEqualTo(200);
        }
        KeyedBrowser browser = signedIn();
        assertThat(browser.register(browser.proof(browser.challenge(), Map.of(), true))
                        .statusCode())
                .isEqualTo(200);
        assertThat(browser.refresh(browser.proof(browser.ask(), Map.of(), false))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "dpop+jwt", "dbsc"})
    @Asvs("9.2.2")
    void aTokenOfAnotherTypeIsNoProof(String type) {
        KeyedBrowser browser = signedIn();
        isRefused(
                browser,
                browser.proof(Map.of("typ", type), browser.challenge(), browser.claims("/session/binding"), true));
    }

    @Test
    @Asvs("9.2.3")
    void aProofForAnotherAddressIsRefused() {
        KeyedBrowser browser = signedIn();
        for (String path : List.of("/session/binding/refresh", "/session/binding/", "/")) {
            isRefusedFor(signedInLike(browser), path);
        }
        Map<String, Object> foreign = new HashMap<>(Map.of("aud", "https://evil.examplex.net/session/binding"));
        isRefused(browser, browser.proof(browser.challenge(), foreign, true));
    }

    private KeyedBrowser signedInLike(KeyedBrowser other) {
        KeyedBrowser browser = signedIn();
        browser.key = other.key;
        return browser;
    }

    private static void isRefusedFor(KeyedBrowser browser, String path) {
        isRefused(browser, browser.proof(browser.challenge(), browser.claims(path), true));
    }

    @Test
    void aChallengeIsGoodForItsSessionAlone() {
        KeyedBrowser one = signedIn();
        KeyedBrowser two = signedIn();
        isRefused(one, one.proof(two.challenge(), one.claims("/session/binding"), true));
        one = bound();
        two = bound();
        var answer = one.refresh(one.proof(two.ask(), one.claims("/session/binding/refresh"), false));
        assertThat(answer.statusCode()).as("asked anew").isEqualTo(403);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void theKeyOfOneSessionOpensNoOther() {
        KeyedBrowser one = bound();
        KeyedBrowser two = bound();
        one.key = two.key;
        var answer = one.refresh();
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        var withKey = one.refresh(one.proof(one.ask(), one.claims("/session/binding/refresh"), true));
        assertThat(withKey.statusCode())
                .as("nor does a key that the proof brings along")
                .isEqualTo(401);
        assertThat(one.browser.get("/account/activity").body()).contains("A session was used with a wrong key");
    }

    @Test
    void aProofForAnotherSessionIsRefused() {
        KeyedBrowser one = bound();
        var claims = one.claims("/session/binding/refresh");
        claims.put("sub", bound().identifier);
        assertThat(one.refresh(one.proof(one.ask(), claims, false)).statusCode())
                .isEqualTo(401);
    }

    @Test
    @Asvs("6.5.1")
    void aProofIsGoodOnce() {
        KeyedBrowser owner = signedIn();
        String first = owner.proof(owner.challenge(), owner.claims("/session/binding"), true);
        assertThat(owner.register(first).statusCode()).isEqualTo(200);
        assertThat(owner.register(first).statusCode()).isEqualTo(401);

        String proof = owner.proof(owner.ask(), owner.claims("/session/binding/refresh"), false);
        assertThat(owner.refresh(proof).statusCode()).isEqualTo(200);
        var again = owner.refresh(proof);
        assertThat(again.statusCode()).isEqualTo(403);
        assertThat(again.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void anOlderChallengeIsUsedUpByANewerOne() {
        KeyedBrowser owner = bound();
        String older = owner.ask();
        node.clock.advance(Duration.ofSeconds(1));
        assertThat(owner.refresh().statusCode()).isEqualTo(200);
        assertThat(owner.refresh(owner.proof(older, owner.claims("/session/binding/refresh"), false))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    @Asvs("15.4.2")
    void ofFiftyProofsAtOnceOneBindsAndOneRefreshes() {
        KeyedBrowser owner = signedIn();
        String first = owner.proof(owner.challenge(), owner.claims("/session/binding"), true);
        var bound = Race.of(50, i -> () -> owner.register(first).statusCode());
        assertThat(bound.stream().filter(status -> status == 200)).hasSize(1);
        String proof = owner.proof(owner.ask(), owner.claims("/session/binding/refresh"), false);
        var refreshed = Race.of(50, i -> () -> owner.refresh(proof).statusCode());
        assertThat(refreshed.stream().filter(status -> status == 200)).hasSize(1);
        assertThat(refreshed).containsOnly(200, 403);
    }

    @Test
    void challengesGrowOld() {
        KeyedBrowser late = signedIn();
        node.clock.advance(Duration.ofMinutes(5));
        assertThat(late.register().statusCode()).isEqualTo(401);
        KeyedBrowser owner = bound();
        String challenge = owner.ask();
        node.clock.advance(Duration.ofMinutes(2));
        assertThat(owner.refresh(owner.proof(challenge, owner.claims("/session/binding/refresh"), false))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aSessionThatHasAKeyTakesNoOther() {
        KeyedBrowser owner = bound();
        var thief = signedInLike(owner);
        thief.browser.cookies.putAll(owner.browser.cookies);
        thief.offer = owner.offer;
        thief.key = KeyedBrowser.keys("EC");
        assertThat(thief.register().statusCode()).isEqualTo(401);
        assertThat(owner.refresh().statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "..", "a.b.c", "e30.e30.e30", "eyJhbGciOiJFUzI1NiJ9..", "\"", "\"\""})
    void whatIsNoProofIsRefusedAndNoFault(String proof) {
        KeyedBrowser browser = signedIn();
        var answer = browser.browser.send(browser.browser
                .request("/session/binding")
                .header("Secure-Session-Response", proof)
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(401);
        KeyedBrowser owner = bound();
        assertThat(owner.refresh(proof).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "00000000-0000-0000-0000-000000000000.00000000-0000-0000-0000-000000000000", "-.-"})
    void aSessionThatIsNotThereIsNotAsked(String identifier) {
        KeyedBrowser owner = bound();
        owner.identifier = identifier;
        assertThat(owner.refresh((String) null).statusCode()).isEqualTo(401);
    }
}
