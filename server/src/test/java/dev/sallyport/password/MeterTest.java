package dev.sallyport.password;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.sallyport.base.who.Secret;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class MeterTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TestNode node = TestNode.shared();
    private final Meter meter = node.bean(Meter.class);
    private final TestBrowser browser = new TestBrowser(node);

    private int score(String password) {
        return meter.measure(new Secret(password), List.of("mia@beispiel.de")).score();
    }

    @Test
    void theMeterNeverPraisesWhatTheRulesRefuse() {
        for (String refused :
                List.of("", "short", "xkqjwmzpvhrtb", "Password1234567", "miabeispielmia12", "qwertyuiopasdfgh")) {
            assertThat(score(refused)).as(refused).isLessThanOrEqualTo(1);
        }
        assertThat(score("a lamp for 3 quiet herons")).isEqualTo(4);
        assertThat(score(new Phrases().create())).isEqualTo(4);
    }

    @Test
    @Defends({"A62", "A63"})
    @Asvs("1.3.12")
    void theWorstInputsAreMeasuredQuickly() {
        score("warm up the dictionaries first");
        long begin = System.nanoTime();
        for (String worst : List.of(
                "4@8({[<369&#!1/|0$5+7%2/".repeat(40),
                "76+2<$65/3<561/9/|0{611|#%@$9$((!|5/#31$33/81(<7/6|/$/|7[34|7+24",
                "0123456789".repeat(100),
                "a".repeat(8_000),
                "x".repeat(10_000_000))) {
            score(worst);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        assertThat(Meter.measurable("@({[<&#!/|$+%")).isEqualTo("@({^^^^^^^^^^");
        assertThat(Meter.measurable("🦊".repeat(60)).codePoints()).hasSize(Meter.MOST_POINTS);
    }

    @Test
    @Proves("R-PW-2")
    @Asvs("6.2.12")
    void thePageIsToldAScoreAndTheFirstThingToMend() {
        browser.get("/password/phrase");
        browser.get("/sign-in");
        var weak = browser.json("POST", "/password/strength", "{\"password\":\"Password1234567\"}");
        assertThat(weak.statusCode()).as(weak.body()).isEqualTo(200);
        assertThat(weak.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        var told = JSON.readTree(weak.body());
        assertThat(told.get("score").asInt()).isLessThanOrEqualTo(1);
        assertThat(told.get("codes").get(0).asString()).isEqualTo("common");
        assertThat(told.get("words").asString()).contains("commonest");
        var strong =
                JSON.readTree(browser.json("POST", "/password/strength", "{\"password\":\"a lamp for 3 quiet herons\"}")
                        .body());
        assertThat(strong.get("score").asInt()).isEqualTo(4);
        assertThat(strong.get("codes").size()).isZero();
        browser.cookies.put("__Host-language", "de");
        assertThat(browser.json("POST", "/password/strength", "{\"password\":\"kurz\"}")
                        .body())
                .contains("mindestens 15 Zeichen");
    }

    @Test
    @Proves("R-PW-2")
    @Asvs("6.2.12")
    void whatIsBeingTypedReachesNoOtherMachine() {
        var ranges =
                new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());
        ranges.start();
        ranges.stubFor(get(anyUrl()).willReturn(ok("0".repeat(35) + ":1")));
        try (var asking = TestNode.start(
                new TestClock(), Map.of("password.breach-api", "http://127.0.0.1:" + ranges.port() + "/range"))) {
            var typing = new TestBrowser(asking);
            typing.get("/sign-in");
            for (String pause : List.of("a lamp for 3 quiet", "a lamp for 3 quiet herons")) {
                var answer = typing.json("POST", "/password/strength", "{\"password\":\"" + pause + "\"}");
                assertThat(answer.statusCode()).isEqualTo(200);
            }
            assertThat(ranges.findAll(getRequestedFor(anyUrl()))).isEmpty();
            // Only what somebody wants to have as his password is asked for.
            asking.bean(Passwords.class).judge(new Secret("a lamp for 3 quiet herons"), List.of());
            assertThat(ranges.findAll(getRequestedFor(anyUrl()))).hasSize(1);
        } finally {
            ranges.stop();
        }
    }

    @Test
    void theMeterIsNotOpenToOtherSites() {
        var stranger = new TestBrowser(node);
        assertThat(stranger.json("POST", "/password/strength", "{\"password\":\"x\"}")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    @Defends("A71")
    void whatIsNotAskedForIsRefused() {
        browser.get("/sign-in");
        assertThat(browser.json("POST", "/password/strength", "{\"password\":\"x\",\"score\":4}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(browser.json("POST", "/password/strength", "{}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aPassphraseIsNeverGivenTwice() {
        var seen = new HashSet<String>();
        for (int i = 0; i < 20; i++) {
            var answer = browser.get("/password/phrase.json");
            var phrase = JSON.readTree(answer.body());
            assertThat(phrase.get("bits").asInt()).isEqualTo(77);
            assertThat(phrase.get("phrase").asString()).matches("[a-z-]{22,}");
            assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
            seen.add(phrase.get("phrase").asString());
        }
        assertThat(seen).hasSize(20);
        assertThat(Phrases.list()).hasSize(7776).doesNotHaveDuplicates();
    }

    @Test
    void thePassphraseComesWithoutScriptsTooAndInBothLanguages() {
        assertThat(browser.get("/password/phrase").body()).contains("77 bits");
        browser.cookies.putAll(Map.of("__Host-language", "de"));
        assertThat(browser.get("/password/phrase").body()).contains("77 Bit").contains("englisch");
    }
}
