package dev.sallyport.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.base.http.Refused;
import dev.sallyport.base.limit.Attempts;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.SoftAuthenticator;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

@Proves("R-RL-1")
class PasskeyDoorTest {
    private final TestNode node = TestNode.shared();

    @Test
    @Defends("A62")
    void oneNetworkIsGivenSoManyChallengesAndNoMore() {
        PasskeyDoor door = node.bean(PasskeyDoor.class);
        var browser = new Secret("a browser");
        var caller = new Caller("198.51.100.77", "Chrome", null);
        for (int i = 0; i < Limit.PASSKEY_ASKING.burst(); i++) {
            // Whoever names somebody takes from the same.
            door.options(browser, i % 2 == 0 ? "" : "anna@examplex.com", caller);
        }
        assertThatThrownBy(() -> {
                    // What comes back while the loop runs is less than this.
                    for (int i = 0; i < 100; i++) {
                        door.options(browser, "", caller);
                    }
                })
                .isInstanceOf(Refused.class)
                .hasMessageContaining("PASSKEY_ASKING");
        door.options(browser, "", new Caller("198.51.100.78", "Chrome", null));
    }

    /// An answer with the id of a passkey of somebody who is named, made without its key.
    private String forged(String optionsJson) {
        var forger = new SoftAuthenticator(node.config.origin());
        forger.id = SoftAuthenticator.decode(JsonMapper.shared()
                .readTree(optionsJson)
                .get("allowCredentials")
                .get(0)
                .get("id")
                .asString());
        return forger.get(optionsJson);
    }

    @Test
    @Proves("R-LOG-1")
    @Defends({"A5", "A62"})
    void aStrangerWritesNothingIntoAHoldersRecord() {
        AppHolder owner = AppHolder.signUp(node);
        owner.passkey();
        long before = owner.facts("");
        var stranger = new TestBrowser(node);
        stranger.get("/sign-in");
        for (String garbage : new String[] {null, "{}", "no JSON"}) {
            String options = stranger.json(
                            "POST",
                            "/api/sign-in/passkey/options/named",
                            "{\"identifier\":\"" + owner.holder.address + "\"}")
                    .body();
            var answer =
                    Map.of("identifier", owner.holder.address, "passkey", garbage == null ? forged(options) : garbage);
            assertThat(stranger.json(
                                    "POST",
                                    "/api/sign-in/passkey",
                                    JsonMapper.shared().writeValueAsString(answer))
                            .statusCode())
                    .isEqualTo(422);
        }
        assertThat(owner.facts("")).isEqualTo(before);
    }

    @Test
    @Proves({"R-LOG-1", "R-RL-2"})
    @Defends("A62")
    void whoHasThePasswordFillsNoRecordAndShutsNobodyOut() {
        AppHolder owner = AppHolder.signUp(node);
        SoftAuthenticator soft = owner.passkey();
        TestBrowser thief = owner.half();
        for (int i = 0; i < 20; i++) {
            second(thief, forged(passkeyOptions(thief)));
        }
        assertThat(owner.facts("signin.second-failed")).isEqualTo(Attempts.FREE);
        assertThat(owner.facts("passkey.refused")).isZero();
        TestBrowser half = owner.half();
        assertThat(second(half, soft.get(passkeyOptions(half)))).isEqualTo("303 /account");
    }

    private static String passkeyOptions(TestBrowser half) {
        return Holder.json(half, "/api/sign-in/second").get("passkeyOptions").asString();
    }

    private static String second(TestBrowser half, String answer) {
        half.get("/sign-in");
        return AppHolder.place(half.post("/sign-in/second", Map.of("passkey", answer)));
    }

    @Test
    @Proves("R-RL-1")
    @Defends("A4")
    void aWholeOfficeBehindOneAddressComesInAndGuessersDoNot() {
        PasskeyDoor door = node.bean(PasskeyDoor.class);
        AppHolder owner = AppHolder.signUp(node);
        SoftAuthenticator soft = owner.passkey();
        var browser = new Secret("a browser");
        var office = new Caller("198.51.100.79", "Chrome", null);
        for (int i = 0; i < Limit.PASSKEY_NETWORK.burst() + 5; i++) {
            String right = soft.get(door.options(browser, "", office));
            assertThat(door.enter(answer(browser, right), office)).isInstanceOf(SignIns.Next.Open.class);
        }
        for (int i = 0; i < Limit.PASSKEY_NETWORK.burst(); i++) {
            assertThat(door.enter(answer(browser, "{}"), office)).isInstanceOf(SignIns.Next.Wrong.class);
        }
        assertThatThrownBy(() -> {
                    // What comes back while the loop runs is less than this.
                    for (int i = 0; i < 100; i++) {
                        door.enter(answer(browser, "{}"), office);
                    }
                })
                .isInstanceOf(Refused.class)
                .hasMessageContaining("PASSKEY_NETWORK");
    }

    @Test
    void aRefusedPasskeyKeepsTheTickAndTheWayBack() {
        var browser = new TestBrowser(node);
        browser.get("/sign-in?to=/account/passkeys");
        var refused =
                browser.post("/sign-in/passkey", Map.of("passkey", "{}", "shared", "yes", "to", "/account/passkeys"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .containsPattern("name=\"shared\"[^>]*checked")
                .contains("value=\"/account/passkeys\"");
    }

    private static PasskeyDoor.Answer answer(Secret browser, String passkey) {
        return new PasskeyDoor.Answer(browser, "", new Secret(passkey), true, "");
    }
}
