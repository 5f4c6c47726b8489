package dev.sallyport.totp;

import static dev.sallyport.harness.AppHolder.expect;
import static dev.sallyport.harness.AppHolder.key;
import static dev.sallyport.harness.AppHolder.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Oathtool;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Who comes to the browser after the key was shown, with its history, finds no key.
@Proves("R-OTP-3")
@Asvs("14.3.2")
class KeyShownOnceTest {
    private static final String APPS = "/account/two-step/authenticators";
    private static final String KEY = APPS + "/new/key";
    private static final Pattern ADDRESS = Pattern.compile("otpauth://[^\"]+");
    private static final TestNode NODE = TestNode.shared();

    private final TestBrowser browser = Holder.signUp(NODE).browser;

    private HttpResponse<String> begin() {
        browser.get(APPS + "/new");
        var begun = expect(200, browser.post(APPS, Map.of("name", "Phone")));
        assertThat(begun.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        return begun;
    }

    private static String keyOf(HttpResponse<String> page) {
        var address = ADDRESS.matcher(page.body());
        assertThat(address.find()).as(page.body()).isTrue();
        return key(address.group().replace("&amp;", "&"));
    }

    private static void isWithoutKey(HttpResponse<String> answer, String key) {
        assertThat(answer.body().replace(" ", ""))
                .doesNotContain("otpauth")
                .doesNotContain("qr-frame")
                .doesNotContain("id=\"key\"")
                .doesNotContain(key);
    }

    private static String code(String key) {
        NODE.clock.advance(Duration.ofSeconds(61 - NODE.clock.instant().getEpochSecond() % 30));
        return Oathtool.code(key, NODE.clock.instant());
    }

    @Test
    void theAnswerThatMakesItShowsItAndNoOtherPageDoes() {
        var begun = begin();
        String key = keyOf(begun);
        assertThat(begun.body()).contains("id=\"key\"").contains("qr-frame");

        var again = expect(200, browser.get(KEY));
        isWithoutKey(again, key);
        assertThat(again.body()).contains("name=\"code\"").contains("Show a new key");
        assertThat(place(browser.get(APPS))).isEqualTo("303 " + KEY);
        for (String path : new String[] {APPS + "/new", "/account/two-step", "/account", "/api/authenticators"}) {
            isWithoutKey(expect(200, browser.get(path)), key);
        }

        browser.get(KEY);
        var wrong = expect(422, browser.post(KEY, Map.of("code", "12345")));
        isWithoutKey(wrong, key);
        assertThat(wrong.body()).contains("name=\"code\"").contains("Show a new key");

        // Whoever has scanned it goes on.
        assertThat(place(browser.post(KEY, Map.of("code", code(key)))))
                .isEqualTo("303 /account/two-step/recovery-codes?first=1");
        assertThat(place(browser.get(KEY))).isEqualTo("303 " + APPS + "/new");
    }

    @Test
    void aNewKeyVoidsTheOneBefore() {
        String before = keyOf(begin());
        String key = keyOf(begin());
        assertThat(key).isNotEqualTo(before);
        browser.get(KEY);
        expect(422, browser.post(KEY, Map.of("code", code(before))));
        assertThat(place(browser.post(KEY, Map.of("code", code(key))))).startsWith("303 /account/two-step");
    }

    @Test
    void byTheInterfaceTooItIsInTheFirstAnswerOnly() {
        var begun = expect(201, browser.json("POST", "/api/authenticators", "{\"name\":\"Phone\"}"));
        assertThat(begun.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        String key = key(Holder.json(begun).get("otpauth").asString());
        isWithoutKey(expect(422, browser.json("POST", "/api/authenticators/code", "{\"code\":\"12345\"}")), key);
        isWithoutKey(expect(200, browser.get("/api/authenticators")), key);
        isWithoutKey(expect(200, browser.get(KEY)), key);
        expect(200, browser.json("POST", "/api/authenticators/code", "{\"code\":\"" + code(key) + "\"}"));
    }
}
