package dev.sallyport.signin;

import static dev.sallyport.harness.AppHolder.expect;
import static dev.sallyport.harness.AppHolder.place;
import static dev.sallyport.harness.AppHolder.second;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.SoftAuthenticator;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// An account that nothing but passkeys opens.
@Proves("R-PK-2")
@Defends("A20")
class PasskeyOnlyTest {
    private static final Pattern OWN = Pattern.compile(
            "name=\"_csrf\" value=\"[^\"]+\"|nonce=\"[^\"]+\"|value=\"[^\"]*@[^\"]*\"|nonce-[A-Za-z0-9+/=_-]+");

    private final TestNode node = TestNode.shared();
    private final AppHolder owner = AppHolder.signUp(node);
    private final List<String> codes = owner.recoveryCodes();
    private final SoftAuthenticator first = owner.passkey();
    private final SoftAuthenticator other = owner.passkey();

    private void setOnly() {
        expect(204, owner.browser.json("PUT", "/api/passkeys/only", "{\"only\":true}"));
    }

    @Test
    @Proves("R-ID-2")
    @Defends("A5")
    void aRightPasswordIsAnsweredLikeAnUnknownAccount() {
        setOnly();
        var answer = Holder.trySignIn(new TestBrowser(node), owner.holder.address, Holder.PASSWORD);
        var unknown = Holder.trySignIn(new TestBrowser(node), Holder.newAddress(), Holder.PASSWORD);
        assertThat(answer.statusCode()).isEqualTo(422).isEqualTo(unknown.statusCode());
        assertThat(OWN.matcher(answer.body()).replaceAll(""))
                .isEqualTo(OWN.matcher(unknown.body()).replaceAll(""));
        assertThat(answer.headers().map().keySet())
                .isEqualTo(unknown.headers().map().keySet());
        // In the owner's own browser too.
        owner.browser.cookies.remove("__Host-session");
        assertThat(Holder.trySignIn(owner.browser, owner.holder.address, Holder.PASSWORD)
                        .statusCode())
                .isEqualTo(422);
        assertThat(owner.browser.cookies).doesNotContainKey("__Host-signin");
    }

    @Test
    void aSignInUnderWayEndsWhenItIsSwitchedOn() {
        TestBrowser half = owner.half();
        half.get("/sign-in/second");
        setOnly();
        assertThat(place(half.post("/sign-in/second", Map.of("code", owner.code()))))
                .isNotEqualTo("303 /account");
        assertThat(second(half, "recovery", codes.getFirst())).isNotEqualTo("303 /account");
        assertThat(place(half.get("/account"))).isEqualTo("303 /sign-in?to=%2Faccount");
        assertThat(Holder.isSignedIn(half)).isFalse();
    }

    @Test
    @Proves("R-SU-1")
    void noActIsProvenByAnythingElse() {
        setOnly();
        var asked = owner.browser.jsonUnproven("PUT", "/api/phrase", "{\"phrase\":\"blue otter\"}", null);
        String id = TestBrowser.stepUp(asked).orElseThrow();
        assertThat(Holder.json(owner.browser, "/api/step-up/" + id).get("ways").toString())
                .isEqualTo("[[\"pop\"]]");
        assertThat(owner.browser.proveJson(id, Map.of("code", owner.code())).statusCode())
                .isEqualTo(422);
        assertThat(owner.browser
                        .proveJson(id, Map.of("recovery", codes.getFirst(), "password", Holder.PASSWORD))
                        .statusCode())
                .isEqualTo(422);
        assertThat(owner.browser
                        .proveJson(id, owner.browser.prover.prove(owner.browser, id))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void eachPasskeyOpensItAndTheSwitchGoesBack() {
        setOnly();
        for (SoftAuthenticator soft : List.of(first, other)) {
            var browser = new TestBrowser(node);
            browser.get("/sign-in");
            String options = expect(200, browser.json("POST", "/api/sign-in/passkey/options", "{}"))
                    .body();
            browser.get("/sign-in");
            assertThat(place(browser.post("/sign-in/passkey", Map.of("passkey", soft.get(options)))))
                    .isEqualTo("303 /account");
        }
        expect(204, owner.browser.json("PUT", "/api/passkeys/only", "{\"only\":false}"));
        owner.half();
    }

    @Test
    @Proves("W-11")
    void aNamedSignInAcceptsTheNamedAccountsPasskeyAlone() {
        var browser = new TestBrowser(node);
        browser.get("/sign-in");
        AppHolder another = AppHolder.signUp(node);
        SoftAuthenticator strange = another.passkey();
        assertThat(named(browser, owner.holder.address, strange)).isEqualTo(422);
        assertThat(named(browser, Holder.newAddress(), first)).isEqualTo(422);
        assertThat(named(browser, owner.holder.address, first)).isEqualTo(200);
        assertThat(Holder.isSignedIn(browser)).isTrue();
    }

    private static int named(TestBrowser browser, String address, SoftAuthenticator soft) {
        String who = "\"identifier\":\"" + address + "\"";
        String options = expect(200, browser.json("POST", "/api/sign-in/passkey/options/named", "{" + who + "}"))
                .body();
        String answer = tools.jackson.databind.json.JsonMapper.shared().writeValueAsString(soft.get(options));
        return browser.json("POST", "/api/sign-in/passkey", "{" + who + ",\"passkey\":" + answer + "}")
                .statusCode();
    }
}
