package dev.sallyport.withdrawal;

import static dev.sallyport.withdrawal.Exchange.confirm;
import static dev.sallyport.withdrawal.Exchange.json;
import static dev.sallyport.withdrawal.Exchange.key;
import static dev.sallyport.withdrawal.Exchange.page;
import static dev.sallyport.withdrawal.Exchange.seen;
import static dev.sallyport.withdrawal.Exchange.text;
import static dev.sallyport.withdrawal.Exchange.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.account.HoldCause;
import dev.sallyport.account.Holds;
import dev.sallyport.base.db.Tx;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What takes two people, where the holder has chosen a mailbox and no person.
@Proves("R-TX-4")
class SecondMailboxTest {
    private static final String HOME = "/account/second-person";
    private static final Pattern LINK = Pattern.compile("(/(?:second-mailbox|mail-approvals)/[A-Za-z0-9_-]+)");

    private final TestNode node = TestNode.shared();
    private final Exchange exchange = new Exchange(node);
    private final AppHolder owner = AppHolder.signUp(node);
    private final String mailbox = "box" + UUID.randomUUID().toString().substring(0, 8) + "@mail.examplex.com";
    /// Whoever reads it has no account.
    private final TestBrowser reader = new TestBrowser(node);
    /// By a program, so that no device is new.
    private final Map<String, String> great = great();

    private Map<String, String> great() {
        Map<String, String> request =
                with(Exchange.request(owner.holder), "value", "60000", "client", "Desk", "kind", "convert");
        request.remove("session");
        return request;
    }

    private String place(String path, Map<String, String> fields) {
        owner.browser.get(HOME);
        return AppHolder.place(owner.browser.post(path, fields));
    }

    /// The path of the newest link that the mailbox got.
    private String link(int mails) {
        Holder.await("a mail", () -> Holder.mails(reader, mailbox).size() == mails);
        var found = LINK.matcher(Holder.mails(reader, mailbox).getFirst().text());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    /// The link that came last for something that waits, of so many; what is older than a week is gone.
    private String approval(int mails) {
        Holder.await(
                "a mail",
                () -> Holder.mails(reader, mailbox).stream()
                                .filter(mail -> mail.text().contains("/mail-approvals/"))
                                .count()
                        == mails);
        return Holder.mails(reader, mailbox).stream()
                .map(mail -> LINK.matcher(mail.text()))
                .filter(found -> found.find() && found.group(1).startsWith("/mail-approvals/"))
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    private void chosen() {
        assertThat(place(HOME + "/mailbox", Map.of("mail", mailbox))).isEqualTo("303 " + HOME + "?done=named");
        String link = link(1);
        assertThat(reader.get(link).statusCode()).isEqualTo(200);
        assertThat(node.bean(Mailboxes.class).of(owner.account).next())
                .as("opening it does nothing")
                .isNull();
        List<Integer> answers =
                Race.of(8, i -> () -> reader.post(link, Map.of()).statusCode());
        assertThat(answers.stream().filter(status -> status == 200)).hasSize(1);
        assertThat(answers).containsOnly(200, 404);
    }

    /// After that the account's proofs are a week old and its session is not.
    private void inForce() {
        chosen();
        node.clock.advance(Duration.ofDays(8));
        owner.half(owner.browser);
        assertThat(AppHolder.second(owner.browser, "code", owner.code())).startsWith("303");
        owner.browser.get("/account");
        Map<String, String> little = with(great, "value", "1");
        assertThat(exchange.redeem(exchange.ask(little), little, key()).statusCode())
                .isEqualTo(200);
        // It is known to the policy a day later.
        node.clock.advance(Duration.ofHours(25));
        owner.half(owner.browser);
        assertThat(AppHolder.second(owner.browser, "code", owner.code())).startsWith("303");
        owner.browser.get("/account");
    }

    private String confirmed() {
        JsonNode asked = exchange.ask(great);
        assertThat(text(asked, "decision")).as(asked.toString()).isEqualTo("confirm");
        String id = text(asked, "id");
        confirm(
                owner.browser,
                id,
                Map.of("seen", seen(page(owner.browser, id)), "amount", "0.015", "code", owner.code()));
        assertThat(exchange.decision(id)).isEqualTo("confirm");
        return id;
    }

    private String seenBy(String link) {
        var page = Jsoup.parse(reader.get(link).body());
        assertThat(page.select(".slip-to").text().replace(" ", "")).isEqualTo(Exchange.ADDRESS);
        return Objects.requireNonNull(page.selectFirst("input[name=seen]"), page::text)
                .val();
    }

    @Test
    @Defends({"A30", "A56", "A57"})
    void theHolderAndThenTheMailboxByAButtonAndOnce() {
        inForce();
        String id = confirmed();
        String link = approval(1);
        assertThat(page(owner.browser, id).select("input[name=seen]")).isEmpty();
        String seen = seenBy(link);
        seenBy(link);
        assertThat(exchange.decision(id)).as("opened twice, and no more").isEqualTo("confirm");
        reader.post(link + "/approval", Map.of("seen", "A" + seen));
        assertThat(exchange.decision(id)).as("not what was shown").isEqualTo("confirm");
        assertThat(reader.post("/mail-approvals/" + "x".repeat(43) + "/approval", Map.of("seen", seen))
                        .statusCode())
                .isEqualTo(404);
        long before = owner.facts("withdrawal.approved");
        Race.of(
                8,
                i -> () -> reader.post(link + "/approval", Map.of("seen", seen)).statusCode());
        assertThat(exchange.decision(id)).isEqualTo("approved");
        assertThat(owner.facts("withdrawal.approved")).isEqualTo(before + 1);
        reader.post(link + "/refusal", Map.of());
        assertThat(exchange.decision(id)).as("too late for him").isEqualTo("approved");
        assertThat(exchange.redeem(exchange.find(id), great, key()).statusCode())
                .isEqualTo(200);
        assertThat(Jsoup.parse(reader.get(link).body()).select("form[action$=/approval]"))
                .isEmpty();
    }

    @Test
    @Defends("A53")
    void whoeverReadsItSaysNoAndAHoldOrTheTimeEndsTheLink() {
        inForce();
        String id = confirmed();
        String link = approval(1);
        String seen = seenBy(link);
        reader.post(link + "/refusal", Map.of());
        assertThat(exchange.decision(id)).isEqualTo("declined");
        reader.post(link + "/approval", Map.of("seen", seen));
        assertThat(exchange.decision(id)).isEqualTo("declined");
        String late = confirmed();
        String lateLink = approval(2);
        String lateSeen = seenBy(lateLink);
        node.clock.advance(Withdrawal.LIFE);
        reader.post(lateLink + "/approval", Map.of("seen", lateSeen));
        assertThat(exchange.decision(late)).isEqualTo("expired");
        String held = confirmed();
        String heldLink = approval(3);
        String heldSeen = seenBy(heldLink);
        node.bean(Tx.class).run(() -> node.bean(Holds.class).place(owner.account, HoldCause.PASSWORD_CHANGED));
        reader.post(heldLink + "/approval", Map.of("seen", heldSeen));
        assertThat(exchange.decision(held)).isEqualTo("held");
        assertThat(reader.post(heldLink + "/approval", Map.of("seen", heldSeen)).statusCode())
                .as("the link is over")
                .isEqualTo(404);
    }

    @Test
    @Defends({"A51", "A52"})
    void itIsNoneOfHisOwnCounts48HoursLaterAndIsToldToAll() {
        assertThat(place(HOME + "/mailbox", Map.of("mail", owner.holder.address)))
                .startsWith("422");
        assertThat(place(HOME + "/mailbox", Map.of("mail", "nobody"))).startsWith("422");
        chosen();
        var mailboxes = node.bean(Mailboxes.class);
        var now = node.bean(MoneyClock.class).now();
        assertThat(mailboxes.inForce(owner.account, now)).isEmpty();
        assertThat(mailboxes.inForce(owner.account, now.plus(SecondPerson.WAIT).minusSeconds(60)))
                .isEmpty();
        assertThat(mailboxes.inForce(owner.account, now.plus(SecondPerson.WAIT)))
                .contains(mailbox);
        Holder.await(
                "a mail",
                () -> owner.holder.mails().stream()
                        .anyMatch(mail -> mail.subject().equals("Your second person changes")));
        assertThat(place(HOME + "/mailbox/keeping", Map.of())).isEqualTo("303 " + HOME + "?done=kept");
        assertThat(mailboxes.inForce(owner.account, now.plus(Duration.ofDays(30))))
                .isEmpty();
        assertThat(place(HOME + "/mailbox/removal", Map.of()))
                .as("there is none")
                .startsWith("404");
    }

    @Test
    void theAppNamesAndLeavesItToo() {
        String path = "/api/second-person/mailbox";
        assertThat(owner.browser
                        .json("POST", path, "{\"mail\":\"" + owner.holder.address + "\"}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(owner.browser
                        .json("POST", path, "{\"mail\":\"" + mailbox + "\"}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(json(owner.browser.json("GET", "/api/second-person", null))
                        .at("/mailbox/named")
                        .asString())
                .isEqualTo(mailbox);
        reader.get(link(1));
        assertThat(owner.browser.json("DELETE", path + "/change", null).statusCode())
                .isEqualTo(204);
        assertThat(reader.post(link(1), Map.of()).statusCode()).as("taken back").isEqualTo(404);
        assertThat(owner.browser.json("DELETE", path, null).statusCode()).isEqualTo(404);
    }
}
