package dev.sallyport.notices;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.text.Language;
import dev.sallyport.harness.TestNode;
import dev.sallyport.notices.Carrier.Outcome;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class SmsTest {
    private static final MessageId ID = new MessageId("ABCD-EFGH");
    private static final UUID NOTICE = UUID.randomUUID();
    private final WireMockServer provider = new WireMockServer(options().dynamicPort());
    private final TestNode node = TestNode.shared();

    @BeforeEach
    void start() {
        provider.start();
    }

    @AfterEach
    void stop() {
        provider.stop();
    }

    private Config.Sms settings(String kind, int dayLimit) {
        return new Config.Sms(
                kind,
                URI.create(provider.baseUrl() + (kind.equals("webhook") ? "/sms" : "")),
                "AC123",
                "token-of-the-provider",
                "ExampleX",
                List.of("DE", "AT"),
                "DE",
                dayLimit,
                30);
    }

    private Letter code(String to) {
        return node.bean(Writer.class)
                .write(
                        new Message(
                                null,
                                Channel.SMS,
                                to,
                                Language.ENGLISH,
                                "contact.code",
                                Map.of("code", "481516", "minutes", "10")),
                        ID);
    }

    private void answer(int status) {
        provider.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(status)));
    }

    @Test
    @Proves("R-OOB-2")
    void aTextWithACodeSaysWhatForNeverToShareItAndEndsWithTheHostItIsFor() {
        assertThat(code("+4915123456789").text())
                .isEqualTo(
                        "ExampleX: 481516 is your code to confirm this number. Good for 10 minutes. Never share it. ("
                                + ID + ")\n@localhost #481516");
    }

    @Test
    void theTwilioShapeIsAFormWithBasicAuthentication() {
        answer(201);
        var outcome =
                new TwilioCarrier(new HttpPost(), settings("twilio", 10)).carry(code("+4915123456789"), NOTICE, ID);
        assertThat(outcome).isEqualTo(new Outcome.Sent());
        provider.verify(postRequestedFor(urlEqualTo("/2010-04-01/Accounts/AC123/Messages.json"))
                .withHeader(
                        "Authorization",
                        equalTo("Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                "AC123:token-of-the-provider".getBytes(StandardCharsets.UTF_8))))
                .withFormParam("To", equalTo("+4915123456789"))
                .withFormParam("From", equalTo("ExampleX"))
                .withFormParam("Body", equalTo(code("+4915123456789").text())));
    }

    @Test
    @Asvs("4.1.5")
    void theWebhookIsJsonSignedWithOneIdForAllTries() throws Exception {
        answer(204);
        var clock = Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);
        var carrier = new WebhookCarrier(new HttpPost(), settings("webhook", 10), clock);
        assertThat(carrier.carry(code("+4915123456789"), NOTICE, ID)).isEqualTo(new Outcome.Sent());
        carrier.carry(code("+4915123456789"), NOTICE, ID);

        var requests = provider.findAll(postRequestedFor(urlEqualTo("/sms")));
        assertThat(requests)
                .hasSize(2)
                .allSatisfy(
                        request -> assertThat(request.getHeader("webhook-id")).isEqualTo(NOTICE.toString()));
        var request = requests.getFirst();
        assertThat(request.getBodyAsString()).contains("\"to\":\"+4915123456789\"", "\"id\":\"ABCD-EFGH\"", "481516");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("token-of-the-provider".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] expected =
                mac.doFinal((NOTICE + ".1800000000." + request.getBodyAsString()).getBytes(StandardCharsets.UTF_8));
        assertThat(request.getHeader("webhook-signature"))
                .isEqualTo("v1," + Base64.getEncoder().encodeToString(expected));
    }

    @Test
    @Defends("A78")
    @Asvs("16.5.2")
    void whatTheProviderAnswersDecidesWhetherItIsTriedAgain() {
        var carrier = new TwilioCarrier(new HttpPost(), settings("twilio", 10));
        for (int later : new int[] {401, 403, 429, 500, 503}) {
            answer(later);
            assertThat(carrier.carry(code("+4915123456789"), NOTICE, ID))
                    .isEqualTo(new Outcome.Later("the SMS provider answered " + later, true));
        }
        answer(400);
        assertThat(carrier.carry(code("+4915123456789"), NOTICE, ID))
                .isEqualTo(new Outcome.Never("the SMS provider answered 400"));
        provider.stubFor(post(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        assertThat(carrier.carry(code("+4915123456789"), NOTICE, ID)).isInstanceOf(Outcome.Later.class);
        provider.stop();
        assertThat(carrier.carry(code("+4915123456789"), NOTICE, ID)).isInstanceOf(Outcome.Later.class);
    }

    @Test
    @Defends("A68")
    @Asvs("15.3.2")
    void aProviderThatPointsElsewhereIsNotFollowed() {
        provider.stubFor(post(urlEqualTo("/sms"))
                .willReturn(aResponse().withStatus(307).withHeader("Location", provider.baseUrl() + "/elsewhere")));
        provider.stubFor(post(urlEqualTo("/elsewhere")).willReturn(aResponse().withStatus(200)));
        assertThat(new WebhookCarrier(new HttpPost(), settings("webhook", 10), Clock.systemUTC())
                        .carry(code("+4915123456789"), NOTICE, ID))
                .isInstanceOf(Outcome.Later.class);
        provider.verify(0, postRequestedFor(urlEqualTo("/elsewhere")));
    }

    @Test
    @Proves("R-OOB-3")
    @Defends("A13")
    void textsGoOnlyToTheCountriesOfTheListAndNeverToNumbersThatEarnMoney() {
        answer(201);
        var gate = gate(1_000_000, Clock.systemUTC());
        assertThat(gate.carry(code("+4915123456789"), NOTICE, ID)).isEqualTo(new Outcome.Sent());
        assertThat(gate.carry(code("+12025550123"), NOTICE, ID)).isEqualTo(new Outcome.Dropped("texts to US are off"));
        assertThat(gate.carry(code("+88213000000"), NOTICE, ID)).isInstanceOf(Outcome.Dropped.class);
        assertThat(gate.carry(code("+499001234567"), NOTICE, ID))
                .isEqualTo(new Outcome.Dropped("it is a number that costs more than a text"));
        assertThat(gate.carry(code("call me"), NOTICE, ID)).isInstanceOf(Outcome.Never.class);
        provider.verify(1, postRequestedFor(anyUrl()));
    }

    @Test
    @Proves("R-OOB-3")
    @Defends("A13")
    @Asvs({"15.4.2", "2.3.4", "2.4.1"})
    void theLimitOfADayHoldsWhenFiftyTextsRaceForItsLastTen() throws Exception {
        answer(201);
        // A day of its own, far from what other tests count.
        var day = Instant.parse("2100-01-01T12:00:00Z")
                .plusSeconds(86_400L * ThreadLocalRandom.current().nextInt(90_000));
        var gate = gate(10, Clock.fixed(day, ZoneOffset.UTC));
        var outcomes = new ArrayList<Future<Outcome>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                outcomes.add(threads.submit(() -> gate.carry(code("+4915123456789"), NOTICE, ID)));
            }
        }
        assertThat(outcomes.stream().map(Future::resultNow).filter(new Outcome.Sent()::equals))
                .hasSize(10);
        provider.verify(10, postRequestedFor(anyUrl()));
    }

    private SmsGate gate(int dayLimit, Clock clock) {
        var settings = settings("twilio", dayLimit);
        return new SmsGate(settings, new TwilioCarrier(new HttpPost(), settings), node.bean(JdbcClient.class), clock);
    }
}
