package dev.sallyport.stepup;

import static dev.sallyport.harness.AppHolder.expect;
import static dev.sallyport.harness.AppHolder.place;
import static dev.sallyport.harness.AppHolder.second;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Audit;
import dev.sallyport.base.limit.Attempts;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.SoftAuthenticator;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// One fresh proof for one exact act.
@Proves("R-SU-1")
@Asvs({"7.5.1", "7.5.3"})
class StepUpTest {
    private static final String ACT = "/api/phrase";
    private static final String BLUE = "{\"phrase\":\"blue otter\"}";
    private static final String RED = "{\"phrase\":\"red otter\"}";

    private final TestNode node = TestNode.shared();
    private final AppHolder owner = AppHolder.signUp(node);
    private final TestBrowser browser = owner.browser;

    private static String begin(TestBrowser in, String body) {
        return TestBrowser.stepUp(expect(403, in.jsonUnproven("PUT", ACT, body, null)))
                .orElseThrow();
    }

    private String proven(String body) {
        String id = begin(browser, body);
        expect(200, browser.proveJson(id, Map.of("code", owner.code())));
        return id;
    }

    private static int send(TestBrowser in, String body, String id) {
        return in.jsonUnproven("PUT", ACT, body, id).statusCode();
    }

    private String phrase() {
        var phrase = Holder.json(browser, ACT).get("phrase");
        return phrase.isNull() ? "" : phrase.asString();
    }

    @Test
    @Defends({"A16", "A57", "A11"})
    void aProofIsGoodForExactlyItsRequestAndOnce() {
        owner.recoveryCodes();
        String id = proven(BLUE);
        assertThat(send(browser, RED, id)).as("another field").isEqualTo(403);
        assertThat(send(browser, BLUE + " ", id)).as("another byte").isEqualTo(403);
        assertThat(browser.jsonUnproven("PUT", ACT + "?x=1", BLUE, id).statusCode())
                .as("another address")
                .isEqualTo(403);
        assertThat(browser.jsonUnproven("DELETE", ACT, null, id).statusCode())
                .as("another method")
                .isEqualTo(403);
        assertThat(browser.jsonUnproven("POST", "/api/recovery-codes", "{}", id).statusCode())
                .as("another act")
                .isEqualTo(403);
        assertThat(phrase()).isEmpty();
        assertThat(owner.facts("stepup.refused")).isEqualTo(5);
        assertThat(send(browser, BLUE, id)).isEqualTo(204);
        assertThat(phrase()).isEqualTo("blue otter");
        assertThat(send(browser, BLUE, id)).as("a second time").isEqualTo(403);
    }

    @Test
    @Defends("A57")
    void anUnprovenOneAndOneThatIsNoneAreGoodForNothing() {
        String id = begin(browser, BLUE);
        assertThat(send(browser, BLUE, id)).isEqualTo(403);
        assertThat(send(browser, BLUE, "00000000-0000-7000-8000-000000000000")).isEqualTo(403);
        assertThat(send(browser, BLUE, "' OR true --")).isEqualTo(403);
        assertThat(phrase()).isEmpty();
    }

    @Test
    @Defends({"A57", "A21"})
    void itIsGoodInItsOwnSessionAndAccountOnly() {
        String id = proven(BLUE);
        TestBrowser elsewhere = owner.half();
        assertThat(second(elsewhere, "code", owner.code())).isEqualTo("303 /account");
        elsewhere.get("/account");
        assertThat(send(elsewhere, BLUE, id)).isEqualTo(403);
        assertThat(elsewhere.get("/api/step-up/" + id).statusCode()).isEqualTo(404);
        assertThat(elsewhere.proveJson(id, Map.of("code", owner.code())).statusCode())
                .isEqualTo(404);
        TestBrowser stranger = Holder.signUp(node).browser;
        assertThat(send(stranger, BLUE, id)).isEqualTo(403);
        assertThat(Holder.json(stranger, ACT).get("phrase").isNull()).isTrue();
        assertThat(phrase()).isEmpty();
        assertThat(send(browser, BLUE, id)).isEqualTo(204);
    }

    @Test
    void afterFiveMinutesItIsOver() {
        String id = proven(BLUE);
        String other = begin(browser, RED);
        node.clock.advance(StepUp.LIFE);
        assertThat(send(browser, BLUE, id)).isEqualTo(403);
        assertThat(browser.get("/api/step-up/" + other).statusCode()).isEqualTo(404);
        assertThat(browser.proveJson(other, Map.of("code", owner.code())).statusCode())
                .isEqualTo(404);
        assertThat(place(browser.get("/step-up/" + other))).isEqualTo("303 /account?done=stepup-over");
        assertThat(phrase()).isEmpty();
    }

    @Test
    @Proves({"R-OTP-1", "R-BC-1"})
    @Defends({"A7", "A9", "A12"})
    void wrongReplayedAndUsedUpCodesProveNothing() {
        List<String> recovery = owner.recoveryCodes();
        String code = owner.code();
        String first = begin(browser, BLUE);
        expect(200, browser.proveJson(first, Map.of("code", code)));
        String id = begin(browser, RED);
        assertThat(browser.proveJson(id, Map.of("code", code)).statusCode()).isEqualTo(422);
        assertThat(owner.facts("totp.replayed")).isEqualTo(1);
        assertThat(browser.proveJson(id, Map.of("code", owner.wrongCode())).statusCode())
                .isEqualTo(422);
        assertThat(browser.proveJson(id, Map.of("password", Holder.PASSWORD)).statusCode())
                .as("less than the strongest")
                .isIn(200, 422);
        assertThat(send(browser, RED, id)).isEqualTo(403);

        Map<String, String> lost = Map.of("recovery", recovery.getFirst(), "password", Holder.PASSWORD);
        String second = begin(browser, RED);
        assertThat(browser.proveJson(
                                second, Map.of("recovery", recovery.getFirst(), "password", "not the password at all"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(expect(200, browser.proveJson(second, lost)).body()).contains("true");
        String third = begin(browser, BLUE);
        assertThat(browser.proveJson(third, Map.of("recovery", recovery.getFirst()))
                        .statusCode())
                .as("used up")
                .isEqualTo(422);
        assertThat(owner.facts("recoverycode.used")).isEqualTo(1);
    }

    @Test
    @Defends("A16")
    void aPasskeysAnswerIsGoodForItsOwnActOnly() {
        SoftAuthenticator soft = owner.passkey();
        String blue = begin(browser, BLUE);
        String red = begin(browser, RED);
        String answer = browser.prover.prove(browser, blue).get("passkey");
        assertThat(browser.proveJson(red, Map.of("passkey", answer)).statusCode())
                .isEqualTo(422);
        assertThat(browser.proveJson(red, Map.of("code", owner.code())).statusCode())
                .as("beside a passkey a code is not enough")
                .isEqualTo(422);
        assertThat(soft).isNotNull();
        assertThat(browser.proveJson(blue, Map.of("passkey", answer)).statusCode())
                .isEqualTo(200);
        assertThat(send(browser, BLUE, blue)).isEqualTo(204);
    }

    @Test
    @Proves("R-RL-1")
    @Defends("A8")
    void newChallengesGiveNoNewTries() {
        // Made before: looking for another moves the clock.
        String right = owner.code();
        int looked = 0;
        for (int i = 0; i < 15; i++) {
            looked += browser.proveJson(begin(browser, BLUE), Map.of("code", owner.wrongCode()))
                                    .statusCode()
                            == 422
                    ? 1
                    : 0;
        }
        assertThat(looked).isEqualTo(Attempts.FREE);
        assertThat(browser.proveJson(begin(browser, BLUE), Map.of("code", right))
                        .statusCode())
                .isEqualTo(429);
        // A session that is guessed at takes nothing from a sign-in.
        assertThat(second(owner.half(), "code", owner.code())).isEqualTo("303 /account");
    }

    /// One answer for both: whoever sits at a session learns of no guessed password whether it was right.
    @Test
    @Defends("A7")
    void aRightPasswordBesideAWrongCodeIsAnsweredLikeAWrongOne() {
        List<String> recovery = owner.recoveryCodes();
        String id = begin(browser, BLUE);
        var right = browser.proveJson(id, Map.of("recovery", "AAAA-AAAA-AAAA-A", "password", Holder.PASSWORD));
        var wrong = browser.proveJson(id, Map.of("recovery", "AAAA-AAAA-AAAA-A", "password", "not it at all, no"));
        var alone = browser.proveJson(id, Map.of("password", Holder.PASSWORD));
        assertThat(right.statusCode()).isEqualTo(422);
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(alone.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).isEqualTo(right.body()).isEqualTo(alone.body());
        String before = browser.get("/api/step-up/" + id).body();
        assertThat(before).doesNotContain("given");
        expect(200, browser.proveJson(id, Map.of("recovery", recovery.getFirst(), "password", Holder.PASSWORD)));
    }

    /// Nor does he learn it from what is counted: the same tries are over after as many, and the record says the same.
    @Test
    @Proves("R-RL-1")
    @Defends({"A7", "A8"})
    void aWrongPasswordBesideACodeIsCountedAndRecordedLikeAWrongCode() {
        owner.recoveryCodes();
        String id = begin(browser, BLUE);
        for (int i = 0; i < Attempts.FREE; i++) {
            assertThat(browser.proveJson(id, Map.of("recovery", "AAAA-AAAA-AAAA-A", "password", "not it at all, no"))
                            .statusCode())
                    .isEqualTo(422);
        }
        assertThat(owner.facts("stepup.failed")).isEqualTo(Attempts.FREE);
        assertThat(owner.facts("stepup.guessed")).isEqualTo(1);
        node.clock.advance(Attempts.waitAfter(Attempts.FREE));
        assertThat(browser.proveJson(id, Map.of("recovery", "AAAA-AAAA-AAAA-A", "password", Holder.PASSWORD))
                        .statusCode())
                .as("the sixth, whichever it is")
                .isEqualTo(422);
        for (String password : List.of("not it at all, no", Holder.PASSWORD)) {
            assertThat(browser.proveJson(id, Map.of("recovery", "AAAA-AAAA-AAAA-A", "password", password))
                            .statusCode())
                    .isEqualTo(429);
        }
    }

    @Test
    @Proves("R-RL-1")
    @Defends({"A7", "A8"})
    void aWrongPasswordAloneIsRecordedAndToldLikeAWrongCode() {
        Holder plain = Holder.signUp(node);
        String id = begin(plain.browser, BLUE);
        for (int i = 0; i < Attempts.FREE; i++) {
            assertThat(plain.browser
                            .proveJson(id, Map.of("password", "not it at all, no"))
                            .statusCode())
                    .isEqualTo(422);
        }
        assertThat(facts(plain, "stepup.failed")).isEqualTo(Attempts.FREE);
        assertThat(facts(plain, "stepup.guessed")).isEqualTo(1);
    }

    private int facts(Holder holder, String kind) {
        var account = new AccountId(UUID.fromString(holder.account()));
        return node.bean(Audit.class)
                .timeline(account, kind, Long.MAX_VALUE, 50)
                .size();
    }

    @Test
    @Defends("A72")
    void whatIsNoProofAndWhatIsNoIdIsNoFaultOfOurs() {
        String id = begin(browser, BLUE);
        for (String odd : List.of(
                "x",
                "1-1-1-1-1",
                "99999999999999999999-1-1-1-1",
                "%00",
                "ffffffff-ffff-ffff-ffff-ffffffffffff",
                "0".repeat(400))) {
            for (String path : List.of("/step-up/" + odd, "/api/step-up/" + odd)) {
                assertThat(browser.get(path).statusCode()).as(path).isBetween(300, 499);
            }
            assertThat(browser.jsonUnproven("POST", "/api/step-up/" + odd + "/proofs", "{}", null)
                            .statusCode())
                    .as(odd)
                    .isBetween(400, 499);
            assertThat(browser.jsonUnproven("POST", "/api/step-up/" + odd + "/sending", "{}", null)
                            .statusCode())
                    .as(odd)
                    .isBetween(400, 499);
            if (!odd.startsWith("%")) {
                assertThat(send(browser, BLUE, odd)).as(odd).isEqualTo(403);
            }
        }
        for (String body : List.of(
                "",
                "null",
                "[]",
                "{}",
                "\"x\"",
                "{\"password\":null}",
                "{\"passkey\":{}}",
                "{\"code\":[]}",
                "{\"passkey\":\"null\"}",
                "{\"code\":\"\\u0000\"}",
                "{\"recovery\":\"\\ud800\"}",
                "{\"password\":\"\\ud800\"}")) {
            assertThat(browser.jsonUnproven("POST", "/api/step-up/" + id + "/proofs", body, null)
                            .statusCode())
                    .as(body)
                    .isBetween(400, 499);
        }
        for (String query : List.of("way=x", "way=99999999999", "way=-7", "sent=%00")) {
            assertThat(browser.get("/step-up/" + id + "?" + query).statusCode())
                    .as(query)
                    .isBetween(200, 499);
        }
    }

    /// The caller sends it again, so there is no reason to have it.
    @Test
    @Proves("R-CRY-1")
    @Defends("A67")
    void whatAnInterfaceSendsIsNotKeptAndItsHashIsKeyed() {
        String body = "{\"current\":\"" + Holder.PASSWORD + "\",\"new\":\"another zebra lantern quartz\"}";
        String id =
                TestBrowser.stepUp(browser.jsonUnproven("PUT", ACT, body, null)).orElseThrow();
        var row = node.bean(org.springframework.jdbc.core.simple.JdbcClient.class)
                .sql("SELECT request_hash, kept_closed FROM step_up WHERE step_up_id = :id")
                .param("id", UUID.fromString(id))
                .query()
                .singleRow();
        assertThat((byte[]) row.get("kept_closed")).hasSizeLessThan(150);
        var form = new Kept("POST", ACT, List.of(new Kept.Field("new", "another zebra")), new byte[0]);
        assertThat(form + " " + form.fields()).doesNotContain("zebra");
        var plain = new Kept("PUT", ACT, List.of(), body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat((byte[]) row.get("request_hash")).hasSize(32).isNotEqualTo(plain.hash());
    }

    @Test
    void thePageNamesTheActAndTheKeptFormGoesOnOnce() {
        browser.get("/account/phrase");
        var kept = browser.postUnproven("/account/phrase", Map.of("phrase", "blue otter"));
        String id = TestBrowser.stepUp(kept).orElseThrow();
        assertThat(phrase()).isEmpty();
        assertThat(expect(200, browser.get("/step-up/" + id)).body())
                .contains("You are about to change the phrase")
                .contains("one-time-code");
        assertThat(browser.postUnproven(
                                "/step-up/" + id + "/proofs", Map.of("code", owner.wrongCode(), "field", "code"))
                        .statusCode())
                .isEqualTo(422);
        String code = owner.code();
        assertThat(place(browser.prove(id, Map.of("code", code)))).startsWith("303 /account/phrase");
        assertThat(phrase()).isEqualTo("blue otter");
        browser.get("/account/phrase");
        assertThat(place(browser.prove(id, Map.of("code", code)))).isEqualTo("303 /account?done=stepup-over");
        assertThat(owner.facts("stepup.proven")).isGreaterThanOrEqualTo(1);
    }

    @Test
    @Proves("R-SES-4")
    @Defends("A21")
    void whoIsLedHereBecauseHisSessionIsHeldReadsWhy() {
        assertThat(browser.follow(browser.get("/sign-in/again")).body()).doesNotContain("on hold");
        browser.address = "198.51.100.9";
        browser.userAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0";
        var led = browser.get("/account");
        assertThat(place(led)).startsWith("303 /sign-in/again");
        var page = browser.follow(browser.follow(led));
        assertThat(page.body()).contains("it is on hold until you show");
    }
}
