package dev.sallyport.withdrawal;

import static dev.sallyport.withdrawal.Exchange.confirm;
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
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// What takes two people.
@Proves("R-TX-4")
class SecondPersonTest {
    private static final String HOME = "/account/second-person";

    private final TestNode node = TestNode.shared();
    private final Exchange exchange = new Exchange(node);
    private final AppHolder owner = AppHolder.signUp(node);
    private final AppHolder other = AppHolder.signUp(node);
    /// By a program, so that no device is new.
    private final Map<String, String> great = great(owner);

    private static Map<String, String> great(AppHolder of) {
        Map<String, String> request =
                with(Exchange.request(of.holder), "value", "60000", "client", "Desk", "kind", "convert");
        request.remove("session");
        return request;
    }

    /// The path of an invitation's link.
    private static String invitation(AppHolder by) {
        by.browser.get(HOME);
        var page = Jsoup.parse(by.browser.post(HOME + "/invitation", Map.of()).body());
        String link = Objects.requireNonNull(page.selectFirst("#invitation"), page::text)
                .text();
        return link.substring(link.indexOf("/second-person/"));
    }

    private static String accept(AppHolder by, String path) {
        by.browser.get(path);
        return AppHolder.place(by.browser.post(path, Map.of()));
    }

    /// After that the account's proofs are a week old and nobody's session is.
    private void chosen() {
        assertThat(accept(other, invitation(owner))).isEqualTo("303 " + HOME + "?done=accepted");
        node.clock.advance(Duration.ofDays(8));
        paid(great);
        node.clock.advance(Sums.YOUNG);
        signedIn(owner);
        signedIn(other);
    }

    /// A little, so that the destination is not new.
    private void paid(Map<String, String> request) {
        Map<String, String> little = with(request, "value", "1");
        JsonNode asked = exchange.ask(little);
        assertThat(exchange.redeem(asked, little, key()).statusCode()).isEqualTo(200);
    }

    private static void signedIn(AppHolder who) {
        who.half(who.browser);
        assertThat(AppHolder.second(who.browser, "code", who.code())).startsWith("303");
        who.browser.get("/account");
    }

    private static void yes(AppHolder who, String id) {
        confirm(who.browser, id, Map.of("seen", seen(page(who.browser, id)), "amount", "0.015", "code", who.code()));
    }

    @Test
    @Defends({"A56", "A57"})
    void whatIsGreatTakesTheHolderAndTheOneWhomHeHasChosen() {
        chosen();
        JsonNode asked = exchange.ask(great);
        assertThat(text(asked, "decision")).as(asked.toString()).isEqualTo("confirm");
        String id = text(asked, "id");
        assertThat(other.browser.get("/withdrawals/" + id).statusCode())
                .as("nothing is shown to him before the holder has confirmed")
                .isEqualTo(404);
        yes(owner, id);
        assertThat(exchange.decision(id)).isEqualTo("confirm");
        assertThat(page(owner.browser, id).select("input[name=seen]"))
                .as("the one who asks is not the other one")
                .isEmpty();
        assertThat(Jsoup.parse(other.browser.get(HOME).body()).select("a[href=/withdrawals/" + id + "]"))
                .hasSize(1);
        assertThat(AppHolder.signUp(node).browser.get("/withdrawals/" + id).statusCode())
                .isEqualTo(404);
        String seen = seen(page(other.browser, id));
        String code = other.code();
        long before = owner.facts("withdrawal.approved");
        // A double click.
        Race.of(
                2,
                i -> () -> confirm(other.browser, id, Map.of("seen", seen, "amount", "0.015", "code", code))
                        .statusCode());
        assertThat(exchange.decision(id)).isEqualTo("approved");
        assertThat(owner.facts("withdrawal.approved")).isEqualTo(before + 1);
        assertThat(exchange.redeem(exchange.find(id), great, key()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void withoutASecondPersonItDoesNotHappenAndOneWhoIsNotYetIsNone() {
        String invitation = invitation(owner);
        assertThat(accept(owner, invitation)).as("nobody is his own").doesNotContain("done");
        List<String> places = Race.of(8, i -> () -> AppHolder.place(other.browser.post(invitation, Map.of())));
        assertThat(places.stream().filter(place -> place.contains("done=accepted")))
                .hasSize(1);
        var one = node.bean(SecondPeople.class);
        var now = node.bean(MoneyClock.class).now();
        assertThat(one.inForce(owner.account, now)).isEmpty();
        assertThat(one.inForce(owner.account, now.plus(SecondPerson.WAIT).minusSeconds(60)))
                .isEmpty();
        assertThat(one.inForce(owner.account, now.plus(SecondPerson.WAIT))).contains(other.account);
        // Its proofs are a week old: nothing but the second person is missing.
        var none = AppHolder.signUp(node);
        Map<String, String> greatOfNone = great(none.account.toString());
        node.clock.advance(Duration.ofDays(8));
        paid(greatOfNone);
        node.clock.advance(Sums.YOUNG);
        JsonNode refused = exchange.ask(greatOfNone);
        assertThat(text(refused, "decision")).isEqualTo("refused");
        assertThat(refused.at("/reasons/0/code").asString()).isEqualTo("approver-missing");
    }

    private static Map<String, String> great(String account) {
        Map<String, String> request =
                with(Exchange.request(account, ""), "value", "60000", "client", "Desk", "kind", "convert");
        request.remove("session");
        return request;
    }

    @Test
    @Defends({"A51", "A52"})
    void aChangeTakes48HoursHoldsMeanwhileAndIsTakenBackByOneClick() {
        chosen();
        var seconds = node.bean(SecondPeople.class);
        owner.browser.get(HOME);
        assertThat(AppHolder.place(owner.browser.post(HOME + "/removal", Map.of())))
                .isEqualTo("303 " + HOME + "?done=leaving");
        var now = node.bean(MoneyClock.class).now();
        assertThat(seconds.inForce(owner.account, now)).contains(other.account);
        assertThat(seconds.inForce(owner.account, now.plus(SecondPerson.WAIT))).isEmpty();
        // Another one begins the wait anew.
        AppHolder third = AppHolder.signUp(node);
        accept(third, invitation(owner));
        assertThat(seconds.inForce(owner.account, now.plus(SecondPerson.WAIT).minusSeconds(1)))
                .contains(other.account);
        owner.browser.postUnproven(HOME + "/keeping", Map.of());
        assertThat(seconds.inForce(owner.account, now.plus(Duration.ofDays(30))))
                .contains(other.account);
    }

    /// A thief who has a session would keep whom the holder sends away.
    @Test
    @Defends({"A51", "A52"})
    void whoWasAskedToLeaveStaysByAProofAloneAndEverybodyIsTold() {
        chosen();
        var seconds = node.bean(SecondPeople.class);
        owner.browser.get(HOME);
        owner.browser.post(HOME + "/removal", Map.of());
        var later = node.bean(MoneyClock.class).now().plus(SecondPerson.WAIT);
        assertThat(Jsoup.parse(owner.browser.get(HOME).body()).select("form[action=" + HOME + "/keeping]"))
                .isEmpty();
        owner.browser.post(HOME + "/keeping", Map.of());
        assertThat(seconds.inForce(owner.account, later)).isEmpty();
        assertThat(TestBrowser.stepUp(owner.browser.postUnproven(HOME + "/removal/cancellation", Map.of())))
                .as("asks for a proof")
                .isPresent();
        assertThat(seconds.inForce(owner.account, later)).isEmpty();
        owner.browser.post(HOME + "/removal/cancellation", Map.of());
        assertThat(seconds.inForce(owner.account, later)).contains(other.account);
        Holder.await(
                "news of it",
                () -> owner.holder.mails().stream()
                        .anyMatch(mail -> mail.subject().equals("Your second person stays as it was")));
    }

    @Test
    @Defends("A53")
    void whoseOwnMoneyIsHeldLetsGoOfNobodyElses() {
        chosen();
        String id = text(exchange.ask(great), "id");
        yes(owner, id);
        String seen = seen(page(other.browser, id));
        node.bean(Tx.class).run(() -> node.bean(Holds.class).place(other.account, HoldCause.PASSWORD_RESET));
        String code = other.code();
        var refused = confirm(other.browser, id, Map.of("seen", seen, "amount", "0.015", "code", code));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(exchange.decision(id)).isEqualTo("confirm");
        // It is the hold, and the code was not spent.
        node.bean(JdbcClient.class)
                .sql("DELETE FROM hold WHERE account_id = :account")
                .param("account", other.account.value())
                .update();
        confirm(other.browser, id, Map.of("seen", seen, "amount", "0.015", "code", code));
        assertThat(exchange.decision(id)).isEqualTo("approved");
    }

    @Test
    void theSecondPersonSaysNo() {
        chosen();
        String id = text(exchange.ask(great), "id");
        yes(owner, id);
        other.browser.get("/withdrawals/" + id);
        other.browser.post("/withdrawals/" + id + "/refusal", Map.of());
        assertThat(exchange.decision(id)).isEqualTo("declined");
        assertThat(owner.facts("withdrawal.declined")).isEqualTo(1);
    }
}
