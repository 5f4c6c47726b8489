package dev.sallyport.stepup;

import static dev.sallyport.harness.AppHolder.expect;
import static dev.sallyport.harness.AppHolder.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.account.Proofs;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.limit.Attempts;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Oathtool;
import dev.sallyport.harness.Prover;
import dev.sallyport.harness.SoftAuthenticator;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.session.Devices;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A thief sits in a session that the password opened when it was still enough. Then the owner binds a second
/// proof. What the thief has begun or proven by then comes to nothing.
@Proves("R-SU-1")
@Defends({"A11", "A21", "A57"})
@Asvs({"7.5.1", "7.5.3"})
class ShutOutTest {
    private final TestNode node = TestNode.shared();
    private final Holder owner = Holder.signUp(node);
    private final TestBrowser thief = new TestBrowser(node);

    /// He came a day ago and waits on a device that the account knows by now, or he would need the owner's mails too.
    private void thiefComesIn() {
        thiefSignsIn();
        node.clock.advance(Devices.SETTLED);
        owner.again();
        thief.cookies.remove("__Host-session");
        thiefSignsIn();
    }

    private void thiefSignsIn() {
        assertThat(place(Holder.trySignIn(thief, owner.address, Holder.PASSWORD)))
                .isEqualTo("303 /account");
        thief.get("/account");
    }

    /// The owner binds an app; its key.
    private String ownerBindsAnApp() {
        String key = AppHolder.key(
                Holder.json(expect(201, owner.browser.json("POST", "/api/authenticators", "{\"name\":\"Mine\"}")))
                        .get("otpauth")
                        .asString());
        expect(200, owner.browser.json("POST", "/api/authenticators/code", first(key)));
        return key;
    }

    private String first(String key) {
        return "{\"code\":\"" + Oathtool.code(key, node.clock.instant()) + "\"}";
    }

    @Test
    @Proves("R-OTP-1")
    void anAppThatHeHasBegunIsNotBound() {
        thiefComesIn();
        String his =
                AppHolder.key(Holder.json(expect(201, thief.json("POST", "/api/authenticators", "{\"name\":\"His\"}")))
                        .get("otpauth")
                        .asString());
        ownerBindsAnApp();
        assertThat(thief.jsonUnproven("POST", "/api/authenticators/code", first(his), null)
                        .statusCode())
                .isEqualTo(409);
        assertThat(Holder.json(owner.browser, "/api/authenticators").toString()).doesNotContain("His");
    }

    @Test
    void aPasskeyThatHeHasBegunIsNotBound() {
        thiefComesIn();
        var soft = new SoftAuthenticator(node.config.origin());
        String options =
                expect(200, thief.json("POST", "/api/passkeys/options", null)).body();
        ownerBindsAnApp();
        String made = "{\"credential\":" + soft.create(options) + "}";
        assertThat(thief.jsonUnproven("POST", "/api/passkeys", made, null).statusCode())
                .isIn(409, 422);
        assertThat(Holder.json(owner.browser, "/api/passkeys").toString()).doesNotContain("\"id\"");
    }

    @Test
    void whatHeHasProvenIsWorthNothingAfterwards() {
        thiefComesIn();
        String body = "{\"phrase\":\"red otter\"}";
        String id = TestBrowser.stepUp(expect(403, thief.jsonUnproven("PUT", "/api/phrase", body, null)))
                .orElseThrow();
        expect(200, thief.proveJson(id, Map.of("password", Holder.PASSWORD)));
        ownerBindsAnApp();
        assertThat(thief.jsonUnproven("PUT", "/api/phrase", body, id).statusCode())
                .isEqualTo(403);
        assertThat(Holder.json(owner.browser, "/api/phrase").get("phrase").isNull())
                .isTrue();
    }

    @Test
    @Defends("A16")
    void anAddressThatHeHasNamedIsNotAdded() {
        thiefComesIn();
        String his = Holder.newAddress();
        thief.get("/account/contacts");
        assertThat(place(thief.post("/account/contacts", Map.of("identifier", his))))
                .isEqualTo("303 /account/contacts/new/code");
        thief.get("/account/contacts/new/code");
        String code = Holder.code(thief, his);
        ownerBindsAnApp();
        thief.post("/account/contacts/new/code", Map.of("code", code));
        assertThat(Holder.json(owner.browser, "/api/contacts").toString()).doesNotContain(his);
        assertThat(Holder.json(owner.browser, "/api/contacts").size()).isEqualTo(1);
    }

    /// Asking for another code makes the proof no younger.
    @Test
    void anAddressIsProvenWithinAQuarterOfAnHourOrNotAtAll() {
        String mine = Holder.newAddress();
        owner.browser.get("/account/contacts");
        owner.browser.post("/account/contacts", Map.of("identifier", mine));
        owner.browser.get("/account/contacts/new/code");
        node.clock.advance(Duration.ofMinutes(9));
        assertThat(place(owner.browser.post("/account/contacts/new/code/sending", Map.of())))
                .startsWith("303 /account/contacts/new/code");
        Holder.await("a second code", () -> Holder.mails(owner.browser, mine).size() == 2);
        String code = Holder.code(owner.browser, mine);
        node.clock.advance(Duration.ofMinutes(7));
        owner.browser.post("/account/contacts/new/code", Map.of("code", code));
        assertThat(Holder.json(owner.browser, "/api/contacts").size()).isEqualTo(1);
    }

    @Test
    @Proves("R-BC-1")
    @Defends("A12")
    void theFirstRecoveryCodesComeWithoutAProofOnlyWhereTheAppWasBound() {
        thiefComesIn();
        ownerBindsAnApp();
        assertThat(TestBrowser.stepUp(thief.jsonUnproven("POST", "/api/recovery-codes", "{}", null)))
                .isPresent();
        expect(201, owner.browser.jsonUnproven("POST", "/api/recovery-codes", "{}", null));
    }

    /// Recovery codes stand in for a second proof, and are no way of their own.
    @Test
    @Proves("R-BC-1")
    void whoseAppIsGoneIsAskedForHisPasswordAndOfferedNoRecoveryCodes() {
        var holder = AppHolder.signUp(node);
        holder.recoveryCodes();
        node.bean(Tx.class).run(() -> node.bean(Proofs.class).removed(holder.account, Proofs.Kind.TOTP));
        assertThat(place(Holder.trySignIn(new TestBrowser(node), holder.holder.address, Holder.PASSWORD)))
                .isEqualTo("303 /account");
        TestBrowser browser = holder.browser;
        String id = TestBrowser.stepUp(browser.jsonUnproven("PUT", "/api/phrase", "{\"phrase\":\"red otter\"}", null))
                .orElseThrow();
        assertThat(Holder.json(browser, "/api/step-up/" + id).get("ways").toString())
                .isEqualTo("[[\"pwd\"]]");
        assertThat(browser.get("/step-up/" + id).body()).doesNotContain("recovery");
        assertThat(browser.proveJson(id, Map.of("password", "not my password")).body())
                .contains("This is not your current password.");
        assertThat(browser.postUnproven(
                                "/step-up/" + id + "/proofs",
                                Map.of("password", "not my password", "field", "password"))
                        .body())
                .contains("This is not your current password.");
        expect(200, browser.proveJson(id, Map.of("password", Holder.PASSWORD)));
        assertThat(browser.get("/account/two-step/recovery-codes").body())
                .contains("Set up a second proof first")
                .doesNotContain("Make ten codes");
        browser.prover = Prover.holder(holder.holder.address, Holder.PASSWORD);
        assertThat(browser.json("POST", "/api/recovery-codes", "{}").body()).contains("missing-proof");
    }

    @Test
    @Proves("R-RL-1")
    @Defends({"A7", "A8"})
    void aNewSessionOnTheSameDeviceGivesNoNewGuessesAndTheOwnerIsTold() {
        var holder = AppHolder.signUp(node);
        int looked = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 4; j++) {
                String id = TestBrowser.stepUp(holder.browser.jsonUnproven("PUT", "/api/phrase", "{}", null))
                        .orElseThrow();
                looked += holder.browser
                                        .proveJson(id, Map.of("code", holder.wrongCode()))
                                        .statusCode()
                                == 422
                        ? 1
                        : 0;
            }
            String code = holder.code();
            TestBrowser again = holder.half(holder.browser);
            assertThat(AppHolder.second(again, "code", code)).isEqualTo("303 /account");
            again.get("/account");
        }
        assertThat(looked).isLessThanOrEqualTo(Attempts.FREE + 3);
        Holder.await(
                "told",
                () -> Holder.count(holder.browser, holder.holder.address, "Wrong codes in a session of yours") >= 1);
        assertThat(holder.facts("stepup.guessed")).isEqualTo(1);
    }

    /// Forms that are kept and proofs that are asked for count for the session alone.
    @Test
    @Proves("R-RL-2")
    @Defends("A4")
    void aSessionThatAsksWithoutEndKeepsNoOtherFromItsProofs() {
        thiefComesIn();
        int last = 0;
        for (int i = 0; i < 70 && last != 429; i++) {
            last = thief.jsonUnproven("PUT", "/api/phrase", "{\"phrase\":\"" + i + "\"}", null)
                    .statusCode();
        }
        assertThat(last).isEqualTo(429);
        owner.browser.prover = Prover.password(Holder.PASSWORD);
        expect(204, owner.browser.json("PUT", "/api/phrase", "{\"phrase\":\"blue otter\"}"));
    }
}
