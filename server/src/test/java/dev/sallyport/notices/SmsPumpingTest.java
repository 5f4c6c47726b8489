package dev.sallyport.notices;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Phones;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.messagecode.MessageCodes;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Texts pumped as an attacker would do it: many numbers, each from another network, each with its puzzle
/// solved.
@Proves("R-OOB-3")
@Defends("A13")
@Asvs("2.4.1")
class SmsPumpingTest {
    private static final String SAME = "303 /sign-up/code";

    private final TestNode node = TestNode.startAlone(new TestClock(), Map.of("sms.pumping-sends", "12"));
    private final TestBrowser reader = new TestBrowser(node);

    @AfterEach
    void stop() {
        node.close();
    }

    private String name(String number) {
        return Phones.signUp(new TestBrowser(node), number);
    }

    private boolean gotText(String number) {
        return !Holder.mails(reader, number).isEmpty();
    }

    private static String austrian() {
        return "+43664" + ThreadLocalRandom.current().nextInt(1_000_000, 9_999_999);
    }

    /// All that were named before have been delivered when the one named last has been.
    private void delivered(String last) {
        Holder.await("the text to " + last, () -> gotText(last));
        Holder.await(
                "an empty outbox",
                () -> node.bean(JdbcClient.class)
                                .sql("SELECT count(*) FROM notice WHERE state IN ('waiting', 'sending')")
                                .query(Long.class)
                                .single()
                        == 0);
    }

    @Test
    void aCountryWhoseCodesDoNotComeBackGetsNoMoreToStrangersForADayAndTheAnswerStaysTheSame() throws Exception {
        var heard = new ListAppender<ILoggingEvent>();
        var log = (Logger) LoggerFactory.getLogger(SmsPumping.class);
        heard.start();
        log.addAppender(heard);
        Holder owner = Holder.signUp(node);
        String own = Phones.newNumber();
        String contact = Phones.add(owner, own);
        var account = new AccountId(UUID.fromString(owner.account()));
        var codes = node.bean(MessageCodes.class);
        codes.turnOn(account, UUID.fromString(contact), new Caller("203.0.113.7", "test", null));

        var numbers = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            String number = Phones.newNumber();
            assertThat(name(number)).isEqualTo(SAME);
            numbers.add(number);
        }
        String elsewhere = austrian();
        assertThat(name(elsewhere)).isEqualTo(SAME);
        delivered(elsewhere);
        // The holder's own code was the first of the twelve.
        assertThat(numbers.stream().filter(this::gotText)).hasSize(11);
        assertThat(numbers.subList(0, 11)).allMatch(this::gotText);
        // A holder who names a further number of that country is a stranger at it.
        owner.browser.get("/account/contacts");
        owner.browser.prover = (browser, stepUp) -> {
            int before = Holder.mails(reader, own).size();
            browser.postUnproven("/step-up/" + stepUp + "/sending", Map.of());
            Holder.await("his code for the act", () -> Holder.mails(reader, own).size() > before);
            return Map.of("password", Holder.PASSWORD, "message", Holder.code(reader, own));
        };
        String further = Phones.newNumber();
        assertThat(owner.browser
                        .post("/account/contacts", Map.of("identifier", further))
                        .headers()
                        .firstValue("Location"))
                .hasValue("/account/contacts/new/code");
        // His proven one is not.
        codes.send(account, "sign-in".getBytes(StandardCharsets.UTF_8), "signing in", false);
        Holder.await(
                "his code",
                () -> Holder.mails(reader, own).stream().anyMatch(m -> m.text().contains("your code for: signing in")));
        assertThat(gotText(further)).isFalse();
        log.detachAppender(heard);
        assertThat(heard.list)
                .singleElement()
                .satisfies(line -> assertThat(line.getFormattedMessage())
                        .contains("DE", "12 codes", "1 came back", "sallyport sms start DE")
                        .doesNotContain("+49"));
        assertThat(metrics()).contains("sallyport_sms_stopped{country=\"DE\"} 1.0", "{country=\"AT\"} 0.0");

        node.clock.advance(Duration.ofHours(24).plusMinutes(1));
        String later = Phones.newNumber();
        name(later);
        Holder.await("a text after a day", () -> gotText(later));
    }

    private String metrics() throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(node.inside("/actuator/prometheus"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body()
                    .replaceAll("(sallyport_sms_stopped\\{)[^}]*(country=\"[A-Z]+\")[^}]*}", "$1$2}");
        }
    }

    @Test
    void tenThousandNumbersInARowAreStoppedBeforeTheirCountryIs() {
        // Four of one range is a third of twelve.
        String front = Phones.newNumber().substring(0, 10);
        var row = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            String number = front + (1000 + i);
            assertThat(name(number)).isEqualTo(SAME);
            row.add(number);
        }
        String elsewhere = Phones.newNumber();
        assertThat(name(elsewhere)).isEqualTo(SAME);
        delivered(elsewhere);
        assertThat(row.stream().filter(this::gotText)).containsExactlyElementsOf(row.subList(0, 4));
    }

    @Test
    void whereCodesComeBackTextsGoOn() {
        var numbers = new ArrayList<String>();
        for (int i = 0; i < 16; i++) {
            var browser = new TestBrowser(node);
            String number = Phones.newNumber();
            assertThat(Phones.signUp(browser, number)).isEqualTo(SAME);
            Holder.await("text " + i, () -> gotText(number));
            numbers.add(number);
            // Every second one is typed, and one more: never worse than two to one.
            if (i % 2 == 0 || i == 1) {
                browser.get("/sign-up/code");
                browser.post("/sign-up/code", Map.of("code", Holder.code(browser, number)));
            }
        }
        assertThat(numbers).allMatch(this::gotText);
    }

    @Test
    @Proves("R-PRI-1")
    void onlyCountsAreKeptAndNotForLong() {
        String number = Phones.newNumber();
        name(number);
        Holder.await("the text", () -> gotText(number));
        var jdbc = node.bean(JdbcClient.class);
        List<String> rows = jdbc.sql("SELECT c::text FROM notice_sms_count c")
                .query((row, n) -> row.getString(1))
                .list();
        assertThat(rows).hasSize(2).noneMatch(row -> row.contains(number.substring(3, 9)));
        node.clock.advance(Duration.ofDays(3));
        Holder.await("forgetting", () -> {
            node.clock.advance(Duration.ofMinutes(11));
            return jdbc.sql("SELECT count(*) FROM notice_sms_count")
                            .query(Long.class)
                            .single()
                    == 0;
        });
    }
}
