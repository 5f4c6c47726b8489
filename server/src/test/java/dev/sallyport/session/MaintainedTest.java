package dev.sallyport.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Prover;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Proves("R-DEV-1")
class MaintainedTest {
    private static final String OLD = "Mozilla/5.0 (Windows NT 6.1; Win64; x64; rv:60.0) Gecko/20100101 Firefox/60.0";
    private static final String OLD_PAGE = "/account/devices/outdated?to=%2Faccount";

    private final TestNode node = TestNode.shared();

    private static TestBrowser old(TestNode node, Holder holder) {
        var browser = new TestBrowser(node);
        browser.userAgent = OLD;
        browser.prover = Prover.holder(holder.address, Holder.PASSWORD);
        var answer = Holder.trySignIn(browser, holder.address, Holder.PASSWORD);
        assertThat(answer.headers().firstValue("Location")).hasValue(OLD_PAGE);
        return browser;
    }

    @ParameterizedTest
    @CsvSource({
        "Chrome 156, Linux, false",
        "Chrome 120, Linux, true",
        "Firefox 140, Mac OS X 10, false",
        "Firefox 60, Linux, true",
        "Chrome 156, Windows 10, false",
        "Chrome 156, Windows 7, true",
        "Chrome 156, Windows XP, true",
        "IE 11, Windows 10, true",
        "Mobile Safari 26, iOS 18, false",
        "Mobile Safari 26, iOS 12, true",
        "Chrome Mobile 156, Android 10, false",
        "Chrome Mobile 156, Android 7, true",
        "?, ?, false",
        "Somebody's Browser 1, Linux, false"
    })
    void whatIsTooOldIsTooOldAndWhatIsNotKnownIsNotJudged(String browser, String system, boolean outdated) {
        var seen = new Seen("203.0.113.7", null, browser, system);
        assertThat(node.bean(Maintained.class).isOutdated(seen)).isEqualTo(outdated);
    }

    @Test
    void atSignInAndInTheListItIsToldAndTheHolderGoesOn() {
        Holder holder = Holder.signUp(node);
        TestBrowser browser = old(node, holder);
        var page = browser.get(OLD_PAGE);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("Your browser is out of date", "Firefox 60", "href=\"/account\"")
                .doesNotContain("are not taken");
        assertThat(browser.get("/account").statusCode()).isEqualTo(200);

        assertThat(holder.browser.get("/account/devices").body()).contains("Out of date");
        var devices = Holder.json(holder.browser, "/api/devices");
        assertThat(devices.valueStream().map(d -> d.get("outdated").asBoolean()))
                .containsExactlyInAnyOrder(true, false);
        var sessions = Holder.json(holder.browser, "/api/sessions");
        assertThat(sessions.valueStream().map(s -> s.get("outdated").asBoolean()))
                .containsExactlyInAnyOrder(true, false);
    }

    @Test
    void whoIsUpToDateIsNotToldAndNoOtherSiteIsLedTo() {
        Holder holder = Holder.signUp(node);
        assertThat(holder.browser.get(OLD_PAGE).headers().firstValue("Location"))
                .hasValue("/account");
        TestBrowser browser = old(node, holder);
        for (String to : new String[] {"//evil.example", "https://evil.example", "/\\evil.example"}) {
            assertThat(browser.get("/account/devices/outdated?to="
                                    + java.net.URLEncoder.encode(to, java.nio.charset.StandardCharsets.UTF_8))
                            .body())
                    .contains("href=\"/account\"")
                    .doesNotContain("evil");
        }
    }

    @Test
    void whereTheOperatorWantsItNoSensitiveActIsTakenButEndingSessionsIs() {
        try (TestNode careful = TestNode.start(node.clock, Map.of("devices.refuse-outdated", "true"))) {
            Holder holder = Holder.signUp(node);
            TestBrowser browser = old(careful, holder);
            assertThat(browser.get(OLD_PAGE).body()).contains("are not taken");
            browser.get("/account");
            var page = browser.post("/account/export", Map.of());
            assertThat(page.statusCode()).isEqualTo(403);
            assertThat(page.body()).contains("This browser is too old for that");
            var json = browser.json("POST", "/api/recovery-codes", null);
            assertThat(json.statusCode()).isEqualTo(403);
            assertThat(Holder.json(json).get("code").asString()).isEqualTo("outdated-browser");
            browser.get("/account/devices");
            var ending = browser.post("/account/sessions/others/removal", Map.of());
            assertThat(ending.headers().firstValue("Location")).hasValue("/account/devices?done=others");
        }
    }

    @Test
    void theListIsTheOperatorsToReplaceAndAWrongOneIsToldBeforeTheStart(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("list.tsv"), "# ours\nbrowser\tFirefox\t151\n");
        assertThat(Maintained.obstacle(file)).isEmpty();
        try (TestNode newer = TestNode.start(node.clock, Map.of("devices.maintained-file", file.toString()))) {
            var maintained = newer.bean(Maintained.class);
            assertThat(maintained.isOutdated(new Seen("203.0.113.7", null, "Firefox 150", "Linux")))
                    .isTrue();
            assertThat(maintained.isOutdated(new Seen("203.0.113.7", null, "Chrome 1", "Linux")))
                    .isFalse();
        }
        Path broken = Files.writeString(folder.resolve("broken.tsv"), "Firefox;151\n");
        assertThat(Maintained.obstacle(broken))
                .hasValueSatisfying(why -> assertThat(why).contains("Firefox;151"));
        assertThatThrownBy(() -> TestNode.start(node.clock, Map.of("devices.maintained-file", broken.toString())))
                .hasStackTraceContaining("no list of maintained browsers");
    }
}
