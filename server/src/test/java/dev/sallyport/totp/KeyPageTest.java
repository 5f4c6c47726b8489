package dev.sallyport.totp;

import static dev.sallyport.harness.AppHolder.expect;
import static dev.sallyport.harness.AppHolder.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Oathtool;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Proves;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The page that shows a key.
@Proves("R-OTP-3")
class KeyPageTest {
    private static final String BASE = "/account/two-step/authenticators";
    private static final String KEY = BASE + "/new/key";

    private final TestNode node = TestNode.shared();
    private final TestBrowser browser = Holder.signUp(node).browser;

    private static void mustNotShow(String body, String key) {
        assertThat(body).doesNotContain("otpauth").doesNotContain(key).doesNotContain("qr-frame");
        assertThat(body.replaceAll("\\s", "")).doesNotContain(key);
    }

    @Test
    void aKeyIsShownOnceAndAFirstCodeIsTakenAllTheSame() {
        browser.get(BASE + "/new");
        assertThat(place(browser.post(BASE, Map.of("name", "Phone")))).isEqualTo("303 " + KEY);
        var shown = expect(200, browser.get(KEY));
        String key = AppHolder.key(shown.body());
        assertThat(shown.headers().firstValue("Cache-Control").orElse("")).contains("no-store");

        String again = expect(200, browser.get(KEY)).body();
        mustNotShow(again, key);
        assertThat(again).contains("one-time-code").contains("href=\"" + BASE + "/new\"");
        mustNotShow(expect(422, browser.post(KEY, Map.of("code", "000000"))).body(), key);
        String code = Oathtool.code(key, node.clock.instant());
        assertThat(place(browser.post(KEY, Map.of("code", code)))).startsWith("303 /account/two-step/recovery-codes");
    }

    @Test
    void aFirstCodeThatIsSentTwiceIsAnsweredTwiceAlike() {
        browser.get(BASE + "/new");
        browser.post(BASE, Map.of("name", "Phone"));
        String key = AppHolder.key(browser.get(KEY).body());
        String code = Oathtool.code(key, node.clock.instant());
        for (int i = 0; i < 2; i++) {
            assertThat(place(browser.post(KEY, Map.of("code", code))))
                    .isEqualTo("303 /account/two-step/recovery-codes?first=1");
        }
        assertThat(Holder.json(browser, "/api/authenticators").size()).isEqualTo(1);
        assertThat(browser.get("/account/two-step/recovery-codes?first=1").body())
                .contains("action=\"/account/sessions/others/removal\"");
        assertThat(place(browser.post(KEY, Map.of("code", "000000")))).isEqualTo("303 " + BASE + "/new");
    }

    @Test
    void thatTheLastStrongProofStaysIsSaidBeforeAProofIsAskedFor() {
        var owner = AppHolder.signUp(node);
        String id = Holder.json(owner.browser, "/api/authenticators")
                .get(0)
                .get("id")
                .asString();
        String removal = BASE + "/" + id + "/removal";
        assertThat(owner.browser.get(removal).body())
                .contains("This is your last strong proof")
                .doesNotContain("action=\"" + removal + "\"");
        owner.passkey();
        assertThat(owner.browser.get(removal).body()).contains("action=\"" + removal + "\"");
        assertThat(place(owner.browser.post(removal, Map.of()))).isEqualTo("303 /account/two-step?done=removed");
        String passkey =
                Holder.json(owner.browser, "/api/passkeys").at("/passkeys/0/id").asString();
        assertThat(owner.browser
                        .get("/account/passkeys/" + passkey + "/removal")
                        .body())
                .contains("last strong proof")
                .doesNotContain("action=\"/account/passkeys/" + passkey + "/removal\"");
    }

    @Test
    void whoBeginsAnewGetsAnotherKeyOnce() {
        browser.get(BASE + "/new");
        browser.post(BASE, Map.of("name", "Phone"));
        String first = AppHolder.key(browser.get(KEY).body());
        browser.get(BASE + "/new");
        browser.post(BASE, Map.of("name", "Phone"));
        String second = AppHolder.key(browser.get(KEY).body());
        assertThat(second).isNotEqualTo(first);
        assertThat(browser.post(KEY, Map.of("code", Oathtool.code(first, node.clock.instant())))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void ofManyThatAskForItAtOnceOneSeesIt() {
        browser.get(BASE + "/new");
        browser.post(BASE, Map.of("name", "Phone"));
        browser.get("/account");
        long seen = Race.<Boolean>of(20, i -> () -> {
                    var copy = new TestBrowser(node);
                    copy.cookies.putAll(browser.cookies);
                    copy.address = browser.address;
                    return copy.get(KEY).body().contains("otpauth");
                })
                .stream()
                .filter(shown -> shown)
                .count();
        assertThat(seen).isEqualTo(1);
    }
}
