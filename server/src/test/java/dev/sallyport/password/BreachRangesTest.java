package dev.sallyport.password;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.sallyport.harness.TestClock;
import dev.sallyport.password.Breaches.Answer;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Proves;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BreachRangesTest {
    private static final WireMockServer SERVICE =
            new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());
    private static final String HASH = "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8";
    private static final String ENDING = HASH.substring(5);
    private static final String OTHER = "0".repeat(34);

    /// Long enough for a busy machine; the product's own patience is one second.
    private static final Duration LONG = Duration.ofSeconds(20);

    private final TestClock clock = new TestClock();
    private final BreachRanges api =
            new BreachRanges(URI.create("http://127.0.0.1:" + SERVICE.port() + "/range"), clock, LONG);

    @BeforeAll
    static void start() {
        SERVICE.start();
    }

    @AfterAll
    static void stop() {
        SERVICE.stop();
    }

    @BeforeEach
    void reset() {
        SERVICE.resetAll();
    }

    private static void answer(String body) {
        SERVICE.stubFor(get(anyUrl()).willReturn(ok(body)));
    }

    private static int asked() {
        return SERVICE.findAll(getRequestedFor(anyUrl())).size();
    }

    @Test
    @Proves("R-PW-2")
    @Asvs("6.2.12")
    void theServiceLearnsFiveDigitsAndPads() {
        answer(OTHER + "1:7\r\n" + ENDING + ":3861493\r\n" + OTHER + "2:1");
        assertThat(api.ask(HASH)).isEqualTo(Answer.BREACHED);
        SERVICE.verify(1, getRequestedFor(urlEqualTo("/range/5BAA6")).withHeader("Add-Padding", equalTo("true")));
        var request = SERVICE.findAll(getRequestedFor(anyUrl())).getFirst();
        assertThat(request.toString()).doesNotContain(ENDING.substring(0, 10));
    }

    @Test
    void anEndingThatIsNotThereIsNotBreachedAndPaddingIsNone() {
        answer(OTHER + "1:7\r\n" + ENDING + ":0\r\n");
        assertThat(api.ask(HASH)).isEqualTo(Answer.NOT_BREACHED);
    }

    @Test
    void theCaseOfTheDigitsDoesNotMatter() {
        answer(ENDING.toLowerCase(java.util.Locale.ROOT) + ":5");
        assertThat(api.ask(HASH)).isEqualTo(Answer.BREACHED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>sign in to the hotel</html>",
                "0000:1",
                ":",
                "1E4C9B93F3F0682250B6CF8331B7EE68FD8",
                "\0\0\0\0"
            })
    void garbageIsNoAnswer(String garbage) {
        answer(garbage);
        assertThat(api.ask(HASH)).isEqualTo(Answer.UNKNOWN);
    }

    @Test
    void oneBrokenLineMakesAllWorthNothing() {
        answer(ENDING + ":3\r\nand so on");
        assertThat(api.ask(HASH)).isEqualTo(Answer.UNKNOWN);
    }

    @Test
    void moreThanAnyHonestAnswerIsNoAnswer() {
        answer((OTHER + "1:7\r\n").repeat(20_000));
        assertThat(api.ask(HASH)).isEqualTo(Answer.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 403, 429, 500, 503})
    @Asvs("15.3.2")
    void aRefusalIsNoAnswer(int status) {
        SERVICE.stubFor(get(anyUrl())
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("Location", "/elsewhere")
                        .withBody(ENDING + ":1")));
        assertThat(api.ask(HASH)).isEqualTo(Answer.UNKNOWN);
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void aSlowServiceCostsOneSecondHoweverItIsSlow() {
        SERVICE.stubFor(get(anyUrl()).willReturn(ok(ENDING + ":1").withFixedDelay(20_000)));
        var hurried = new BreachRanges(
                URI.create("http://127.0.0.1:" + SERVICE.port() + "/range"), clock, BreachRanges.PATIENCE);
        long begin = System.nanoTime();
        assertThat(hurried.ask(HASH)).isEqualTo(Answer.UNKNOWN);
        // The headers come at once, the body drop by drop.
        SERVICE.stubFor(get(anyUrl()).willReturn(ok(ENDING + ":1").withChunkedDribbleDelay(10, 20_000)));
        assertThat(hurried.ask(HASH)).isEqualTo(Answer.UNKNOWN);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void afterThreeFailuresItIsLeftAloneForAMinute() {
        SERVICE.stubFor(get(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        for (int i = 0; i < 10; i++) {
            assertThat(api.ask(HASH)).isEqualTo(Answer.UNKNOWN);
        }
        assertThat(asked()).isBetween(BreachRanges.FAILURES, 2 * BreachRanges.FAILURES);
        int before = asked();
        answer(ENDING + ":1");
        clock.advance(BreachRanges.REST.minusSeconds(5));
        assertThat(api.ask(HASH)).isEqualTo(Answer.UNKNOWN);
        assertThat(asked()).isEqualTo(before);
        clock.advance(Duration.ofSeconds(10));
        assertThat(api.ask(HASH)).isEqualTo(Answer.BREACHED);
        // One answer and the failures before it are forgotten.
        SERVICE.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(500)));
        assertThat(api.ask(HASH)).isEqualTo(Answer.UNKNOWN);
        answer(ENDING + ":1");
        assertThat(api.ask(HASH)).isEqualTo(Answer.BREACHED);
    }

    @Test
    void nobodyListensThere() {
        var nowhere = new BreachRanges(URI.create("http://127.0.0.1:1/range/"), clock, LONG);
        assertThat(nowhere.ask(HASH)).isEqualTo(Answer.UNKNOWN);
    }
}
