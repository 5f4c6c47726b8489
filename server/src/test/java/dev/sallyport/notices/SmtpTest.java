package dev.sallyport.notices;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.sallyport.base.db.FreePort;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.text.Language;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class SmtpTest {
    private static final TestClock CLOCK = new TestClock();
    private static int port;
    private static TestNode node;
    private GreenMail server;

    @BeforeAll
    static void start() throws IOException {
        port = FreePort.any();
        node = TestNode.startAlone(CLOCK, settings("none"));
    }

    private static Map<String, String> settings(String security) {
        return Map.of(
                "mail.host", "127.0.0.1",
                "mail.port", Integer.toString(port),
                "mail.security", security,
                "mail.from", "security@examplex.com",
                "brand", "ExampleX Börse");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void serve() {
        server = mailServer();
        server.start();
    }

    private static GreenMail mailServer() {
        var setup = new ServerSetup(port, "127.0.0.1", "smtp");
        setup.setServerStartupTimeout(Duration.ofSeconds(30).toMillis());
        return new GreenMail(setup);
    }

    @AfterEach
    void close() {
        server.stop();
    }

    private static MessageId send(TestNode on, Message message) {
        return on.bean(Tx.class).run(() -> on.bean(Notices.class).send(message));
    }

    private static Message notice(String to) {
        return new Message(
                null,
                Channel.MAIL,
                to,
                Language.GERMAN,
                "password.changed",
                Map.of("device", "Firefox auf Linux", "place", "Köln"));
    }

    private static String state(TestNode on, MessageId id) {
        return on.bean(JdbcClient.class)
                .sql("SELECT state FROM notice WHERE message_id = :id")
                .param("id", id.text())
                .query(String.class)
                .single();
    }

    private MimeMessage received(int count) {
        Post.await(() -> server.getReceivedMessages().length >= count, count + " mails");
        return server.getReceivedMessages()[count - 1];
    }

    private static List<String> parts(MimeMessage mail) throws IOException, MessagingException {
        var content = (MimeMultipart) mail.getContent();
        var parts = new ArrayList<String>();
        for (int i = 0; i < content.getCount(); i++) {
            BodyPart part = content.getBodyPart(i);
            assertThat(part.getDisposition()).as("an attachment").isNull();
            parts.add(((String) part.getContent()).replace("\r\n", "\n"));
        }
        return parts;
    }

    @Test
    @Proves("R-MSG-2")
    void aMailIsTextAndHtmlOfTheSameWordsWithoutAnswerAttachmentOrForeignAddress() throws Exception {
        var id = send(node, notice("anna@examplex.com").with("link", node.config.link("/lock/abc")));
        var mail = received(1);
        assertThat(mail.getSubject()).isEqualTo("Ihr Passwort wurde geändert");
        assertThat(mail.getFrom()[0].toString()).contains("<security@examplex.com>");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getHeader("Message-ID")[0]).matches("<[0-9a-f-]{36}@localhost>");
        assertThat(mail.getHeader("List-Unsubscribe")).isNull();
        List<String> parts = parts(mail);
        assertThat(parts).hasSize(2);
        String text = parts.get(0);
        String html = parts.get(1);
        for (String said : new String[] {
            "Das Passwort Ihres Kontos wurde geändert.",
            "Gerät: Firefox auf Linux",
            "Ort: Köln",
            " UTC",
            "fragt Sie nie nach Ihrem Passwort",
            id.text(),
            node.config.link("/lock/abc")
        }) {
            assertThat(text).contains(said);
            assertThat(html).contains(said);
        }
        assertThat(html).contains("ExampleX Börse").doesNotContain("<img").doesNotContain("<script");
        assertThat(html.split("href=", -1)).hasSize(2);
        assertThat(html).contains("href=\"" + node.config.link("/lock/abc") + "\"");
    }

    @Test
    @Proves("R-MSG-2")
    @Defends("A34")
    @Asvs("1.3.11")
    void whatAStrangerWroteIsNeitherHeaderNorMarkupNorLink() throws Exception {
        send(
                node,
                notice("anna@examplex.com")
                        .with(
                                "device",
                                "X\r\nBcc: all@examplex.com\r\n\r\n<b onclick=x>Call evil.example or https://evil.example"));
        var mail = received(1);
        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(mail.getAllRecipients()).hasSize(1);
        assertThat(mail.getHeader("Bcc")).isNull();
        List<String> parts = parts(mail);
        assertThat(parts.get(0))
                .contains(
                        "Gerät: X  Bcc: all(at)examplex[.]com    <b onclick=x>Call evil[.]example or https //evil[.]example")
                .doesNotContain("https://evil");
        assertThat(parts.get(1)).contains("&lt;b onclick=x&gt;").doesNotContain("<b onclick");
    }

    @Test
    @Defends("A34")
    @Asvs("1.3.11")
    void anAddressThatIsNotOneBareAddressGetsNothing() {
        for (String bad : new String[] {
            "a@examplex.com\r\nBcc: b@examplex.com",
            "a@examplex.com, b@examplex.com",
            "Anna <a@examplex.com>",
            "a@examplex.com>\nRCPT TO:<b@examplex.com",
            "no address"
        }) {
            var id = send(node, notice(bad));
            Post.await(() -> state(node, id).equals("failed"), "a refusal of " + bad);
        }
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    @Proves("R-MSG-3")
    @Defends({"A75", "A78"})
    @Asvs("16.5.2")
    void whileTheMailServerIsDownMessagesWaitAndThenArriveOnceEach() throws Exception {
        server.stop();
        var ids = new ArrayList<MessageId>();
        for (int i = 0; i < 5; i++) {
            ids.add(send(node, notice("anna" + i + "@examplex.com")));
        }
        var retried =
                node.bean(MeterRegistry.class).counter("sallyport.notices", "channel", "MAIL", "outcome", "retried");
        Post.await(() -> retried.count() >= 1, "a failed try");
        assertThat(ids)
                .allMatch(id ->
                        !state(node, id).equals("sent") && !state(node, id).equals("failed"));

        server = mailServer();
        server.start();
        Post.await(
                () -> {
                    CLOCK.advance(Duration.ofSeconds(2));
                    return ids.stream().allMatch(id -> state(node, id).equals("sent"));
                },
                "the delivery of all");
        assertThat(Arrays.stream(server.getReceivedMessages()).map(SmtpTest::to))
                .containsExactlyInAnyOrder(
                        "anna0@examplex.com",
                        "anna1@examplex.com",
                        "anna2@examplex.com",
                        "anna3@examplex.com",
                        "anna4@examplex.com");
    }

    private static String to(MimeMessage mail) {
        try {
            return mail.getAllRecipients()[0].toString();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Proves("R-MSG-3")
    void fiftyMessagesAtOnceArriveOnceEach() throws Exception {
        var sent = new ArrayList<Future<MessageId>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                String to = "anna" + i + "@examplex.com";
                sent.add(threads.submit(() -> send(node, notice(to))));
            }
        }
        for (Future<MessageId> one : sent) {
            MessageId id = one.get();
            Post.await(() -> state(node, id).equals("sent"), "the delivery of " + id);
        }
        assertThat(Arrays.stream(server.getReceivedMessages()).map(SmtpTest::to))
                .hasSize(50)
                .doesNotHaveDuplicates();
    }

    @Test
    void aCodeThatCouldNotBeDeliveredInTimeIsGivenUpAndWiped() {
        server.stop();
        var id = send(
                node,
                new Message(
                        null,
                        Channel.MAIL,
                        "anna@examplex.com",
                        Language.ENGLISH,
                        "signin.code",
                        Map.of("code", "151617", "minutes", "10")));
        Post.await(
                () -> {
                    CLOCK.advance(Duration.ofSeconds(20));
                    return state(node, id).equals("failed");
                },
                "giving up");
        assertThat(node.bean(JdbcClient.class)
                        .sql("SELECT body IS NULL FROM notice WHERE message_id = :id")
                        .param("id", id.text())
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    @Asvs("14.2.7")
    void theTextOfAMessageIsWipedAWeekAfterItsDelivery() {
        var id = send(node, notice("anna@examplex.com"));
        Post.await(() -> state(node, id).equals("sent"), "the delivery");
        var wiped = node.bean(JdbcClient.class)
                .sql("SELECT body IS NULL FROM notice WHERE message_id = :id")
                .param("id", id.text());
        CLOCK.advance(Duration.ofDays(6));
        node.bean(NoticeRetention.class).run();
        assertThat(wiped.query(Boolean.class).single()).isFalse();
        CLOCK.advance(Duration.ofDays(2));
        node.bean(NoticeRetention.class).run();
        assertThat(wiped.query(Boolean.class).single()).isTrue();
    }

    @Test
    void aMailServerThatOffersNoEncryptionGetsNothingWhereItIsAsked() {
        try (var strict = TestNode.startAlone(new TestClock(), settings("starttls"))) {
            var id = send(strict, notice("anna@examplex.com"));
            var retried = strict.bean(MeterRegistry.class)
                    .counter("sallyport.notices", "channel", "MAIL", "outcome", "retried");
            Post.await(() -> retried.count() >= 1, "a refused try");
            assertThat(state(strict, id)).isEqualTo("waiting");
            assertThat(server.getReceivedMessages()).isEmpty();
        }
    }

    @Test
    @Proves("R-MSG-3")
    void aServerThatSaysLaterIsAskedLaterWithTheSameMessageIdAndOneThatSaysNeverIsNot() throws Exception {
        server.stop();
        try (var grumpy = new GrumpyServer(port)) {
            var later = send(node, notice("later@examplex.com"));
            Post.await(
                    () -> {
                        CLOCK.advance(Duration.ofSeconds(2));
                        return state(node, later).equals("sent");
                    },
                    "the second try");
            assertThat(grumpy.tries("later@examplex.com")).isEqualTo(2);
            var never = send(node, notice("never@examplex.com"));
            Post.await(() -> state(node, never).equals("failed"), "giving up");
            assertThat(grumpy.tries("never@examplex.com")).isEqualTo(1);

            // An answer that got lost: the mail was taken, and nobody told us.
            var lost = send(node, notice("lost@examplex.com"));
            Post.await(
                    () -> {
                        CLOCK.advance(Duration.ofSeconds(2));
                        return state(node, lost).equals("sent");
                    },
                    "the repetition");
            assertThat(grumpy.messageIds).hasSize(3);
            assertThat(grumpy.messageIds.get(1)).isEqualTo(grumpy.messageIds.get(2));
        }
    }
}
