package dev.sallyport.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class NoticesTest {
    private final TestNode node = TestNode.shared();
    private final Notices notices = node.bean(Notices.class);
    private final Tx tx = node.bean(Tx.class);

    private static Message code(String to) {
        return new Message(
                null, Channel.MAIL, to, Language.ENGLISH, "signup.code", Map.of("code", "481516", "minutes", "10"));
    }

    private AccountId account() {
        return tx.run(() -> {
            var account = AccountId.create(node.clock.instant());
            node.bean(Vault.class).createKey(account);
            return account;
        });
    }

    @Test
    void aCodeIsInTheMailboxOfTheDemoWellWithinASecond() {
        String to = Post.newAddress();
        tx.run(() -> notices.send(code(to)));
        Post.mailbox(node, to, 1);

        String second = Post.newAddress();
        Instant sent = Instant.now();
        var id = tx.run(() -> notices.send(code(second)));
        var mail = Post.mailbox(node, second, 1).getFirst();
        assertThat(Duration.between(sent, Instant.now())).isLessThan(Duration.ofSeconds(3));
        assertThat(mail.text()).contains("\n\n481516\n\n");
        assertThat(mail.messageId()).isEqualTo(id.text()).matches("[0-9A-Z]{4}-[0-9A-Z]{4}");
        assertThat(mail.text()).contains(id.text());
    }

    @Test
    @Proves("R-MSG-3")
    @Defends("A75")
    @Asvs("2.3.3")
    void aChangeThatIsRolledBackSendsNothing() {
        String to = Post.newAddress();
        assertThatThrownBy(() -> tx.run(() -> {
                    notices.send(code(to));
                    throw new IllegalStateException("the change failed");
                }))
                .hasMessage("the change failed");
        String later = Post.newAddress();
        tx.run(() -> notices.send(code(later)));
        Post.mailbox(node, later, 1);
        assertThat(node.bean(DemoMailbox.class).newest(to, 10)).isEmpty();
    }

    @Test
    @Proves("R-MSG-3")
    void aMessageOutsideATransactionIsRefused() {
        assertThatThrownBy(() -> notices.send(code(Post.newAddress()))).hasMessageContaining("outside a transaction");
    }

    @Test
    @Proves("R-CRY-1")
    @Defends("A67")
    void neitherAddressNorTextCanBeReadInTheDatabase() {
        String to = Post.newAddress();
        var account = account();
        tx.run(() -> notices.send(new Message(
                account,
                Channel.MAIL,
                to,
                Language.ENGLISH,
                "signin.new-device",
                Map.of("device", "Lynx 2.8 canary"))));
        Post.mailbox(node, to, 1);
        var jdbc = node.bean(JdbcClient.class);
        for (String table : new String[] {"notice", "notice_mailbox", "scheduled_tasks"}) {
            String all = String.join(
                    "\n",
                    jdbc.sql("SELECT " + table + "::text FROM " + table)
                            .query((row, n) -> row.getString(1))
                            .list());
            for (String secret : new String[] {to, "canary"}) {
                assertThat(all)
                        .doesNotContain(secret)
                        .doesNotContain(java.util.HexFormat.of()
                                .formatHex(secret.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            }
        }
    }

    @Test
    void aCodeIsWipedFromTheOutboxOnceItIsDelivered() {
        String to = Post.newAddress();
        var id = tx.run(() -> notices.send(code(to)));
        Post.mailbox(node, to, 1);
        var body = new AtomicReference<byte[]>();
        Post.await(
                () -> node.bean(JdbcClient.class)
                        .sql("SELECT state, body FROM notice WHERE message_id = :id")
                        .param("id", id.text())
                        .query((row, n) -> {
                            body.set(row.getBytes("body"));
                            return row.getString("state").equals("sent");
                        })
                        .single(),
                "the state sent");
        assertThat(body.get()).isNull();
    }

    @Test
    void theMailboxIsAPageAndJsonFilteredByAddress() {
        String to = Post.newAddress();
        tx.run(() -> notices.send(code(to)));
        Post.mailbox(node, to, 1);
        tx.run(() -> notices.send(code(to).with("code", "234200")));
        Post.mailbox(node, to, 2);

        var browser = new TestBrowser(node);
        var page = browser.get("/demo/mailbox?to=" + to);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("481516").contains("234200").contains("To " + to);

        var json = browser.get("/demo/mailbox.json?to=" + to);
        assertThat(json.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        assertThat(json.body())
                .startsWith("[{")
                .contains("\"to\":\"" + to + "\"", "\"channel\":\"MAIL\"", "\"at\":\"20");
        assertThat(json.body().indexOf("234200")).isLessThan(json.body().indexOf("481516"));
        assertThat(browser.get("/demo/mailbox.json?to=nobody@examplex.com").body())
                .isEqualTo("[]");
    }

    @Test
    void aTextIsFoundByItsNumberHoweverItsPlusSignIsWritten() {
        String number = "+49151" + ThreadLocalRandom.current().nextInt(10_000_000, 99_999_999);
        tx.run(() -> notices.send(new Message(
                null,
                Channel.SMS,
                number,
                Language.ENGLISH,
                "contact.code",
                Map.of("code", "481516", "minutes", "10"))));
        Post.mailbox(node, number, 1);
        var browser = new TestBrowser(node);
        assertThat(browser.get("/demo/mailbox.json?to=" + number).body())
                .contains("@localhost #481516")
                .isEqualTo(browser.get("/demo/mailbox.json?to=%2B" + number.substring(1))
                        .body());
    }

    @Test
    @Proves("R-MSG-3")
    @Defends("A75")
    void whatIsDeliveredIsNotDeliveredAgainHoweverOftenItsJobComesBack() {
        String to = Post.newAddress();
        var id = tx.run(() -> notices.send(code(to)));
        Post.await(() -> state(id).equals("sent"), "the delivery");
        var row = node.bean(JdbcClient.class)
                .sql("SELECT account_id, notice_id FROM notice WHERE message_id = :id")
                .param("id", id.text())
                .query((r, n) -> new NoticeStore.Id(
                        new AccountId(r.getObject("account_id", UUID.class)), r.getObject("notice_id", UUID.class)))
                .single();
        assertThat(node.bean(Delivery.class).attempt(row, Channel.MAIL)).isEqualTo(new Delivery.Next.Done());
        assertThat(node.bean(DemoMailbox.class).newest(to, 10)).hasSize(1);
    }

    @Test
    @Proves("R-CRY-1")
    void aMessageWhoseAccountsKeyWasDestroyedIsGivenUp() {
        String to = Post.newAddress();
        var account = account();
        var id = tx.run(() -> {
            var sent = notices.send(
                    new Message(account, Channel.MAIL, to, Language.ENGLISH, "password.changed", Map.of()));
            node.bean(Vault.class).destroyKey(account);
            return sent;
        });
        Post.await(() -> state(id).equals("failed"), "giving up");
        assertThat(node.bean(DemoMailbox.class).newest(to, 10)).isEmpty();
    }

    private String state(MessageId id) {
        return node.bean(JdbcClient.class)
                .sql("SELECT state FROM notice WHERE message_id = :id")
                .param("id", id.text())
                .query(String.class)
                .single();
    }
}
