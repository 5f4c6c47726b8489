package dev.sallyport.withdrawal;

import static dev.sallyport.withdrawal.Exchange.json;
import static dev.sallyport.withdrawal.Exchange.key;
import static dev.sallyport.withdrawal.Exchange.page;
import static dev.sallyport.withdrawal.Exchange.text;
import static dev.sallyport.withdrawal.Exchange.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.account.HoldCause;
import dev.sallyport.account.Holds;
import dev.sallyport.base.db.Tx;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.SoftAuthenticator;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The exchange's own app, in its holder's session: the same rules as on the page.
@Proves({"R-TX-1", "R-TX-2", "R-TX-4"})
class ApprovalApiTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TestNode node = TestNode.shared();
    private final Exchange exchange = new Exchange(node);
    private final AppHolder owner = AppHolder.signUp(node);
    private final Map<String, String> request = Exchange.request(owner.holder);

    private String asked() {
        return text(exchange.ask(request), "id");
    }

    private static HttpResponse<String> look(AppHolder who, String id) {
        return who.browser.json("GET", "/api/withdrawals/" + id, null);
    }

    private static int confirm(AppHolder who, String id, Map<String, Object> answer) {
        return who.browser
                .json("POST", "/api/withdrawals/" + id + "/approval", JSON.writeValueAsString(answer))
                .statusCode();
    }

    @Test
    void aCodeWithTheAmountConfirmsExactlyWhatIsShown() {
        String id = asked();
        JsonNode shown = json(look(owner, id));
        assertThat(text(shown, "state")).isEqualTo("confirm");
        assertThat(text(shown, "destination")).isEqualTo(Exchange.ADDRESS);
        assertThat(text(shown, "amount") + text(shown, "asset") + text(shown, "feeCap"))
                .isEqualTo("0.015BTC0.0001");
        assertThat(shown.at("/form/proof").asString()).isEqualTo("code");
        String seen = shown.at("/form/seen").asString();
        assertThat(seen).isEqualTo(text(exchange.find(id), "hash"));
        String code = owner.code();
        assertThat(confirm(owner, id, Map.of("seen", seen, "amount", "0.15", "code", code)))
                .isEqualTo(422);
        assertThat(confirm(owner, id, Map.of("seen", "A" + seen, "amount", "0.015", "code", code)))
                .isEqualTo(409);
        assertThat(confirm(owner, id, Map.of())).isEqualTo(409);
        assertThat(confirm(owner, id, Map.of("seen", seen, "amount", "0.015", "code", code)))
                .isEqualTo(204);
        assertThat(exchange.decision(id)).isEqualTo("approved");
        assertThat(confirm(owner, id, Map.of("seen", seen, "amount", "0.015", "code", code)))
                .as("sent again")
                .isEqualTo(409);
        assertThat(exchange.redeem(exchange.find(id), request, key()).statusCode())
                .isEqualTo(200);
        assertThat(owner.browser
                        .json("POST", "/api/withdrawals/" + id + "/refusal", "{}")
                        .statusCode())
                .as("too late")
                .isEqualTo(409);
    }

    @Test
    @Defends({"A56", "A72"})
    void aPasskeySignsWhatIsShownAndNobodyElseSeesIt() {
        SoftAuthenticator soft = owner.passkey();
        String id = asked();
        AppHolder stranger = AppHolder.signUp(node);
        assertThat(look(stranger, id).statusCode()).isEqualTo(404);
        JsonNode form = json(look(owner, id)).get("form");
        assertThat(text(form, "proof")).isEqualTo("passkey");
        String options = form.get("passkeyOptions").toString();
        JsonNode signed = JSON.readTree(soft.get(options));
        assertThat(confirm(stranger, id, Map.of("seen", text(form, "seen"), "passkey", signed)))
                .isEqualTo(409);
        assertThat(confirm(owner, id, Map.of("seen", text(form, "seen"), "passkey", signed)))
                .isEqualTo(204);
        assertThat(exchange.decision(id)).isEqualTo("approved");
        assertThat(owner.browser
                        .json("POST", "/api/withdrawals/" + id + "/refusal", "{}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(exchange.decision(id)).isEqualTo("declined");
    }

    /// A hold that comes while the page is open: nobody confirms, no code is spent, and all are told the same end.
    @Test
    @Proves({"R-HOLD-1", "R-HOLD-2"})
    @Defends("A53")
    void aHoldThatComesAfterwardsIsSeenAlikeByEverybodyToTheSecond() {
        String id = asked();
        String seen = json(look(owner, id)).at("/form/seen").asString();
        String code = owner.code();
        node.bean(Tx.class).run(() -> node.bean(Holds.class).place(owner.account, HoldCause.PASSWORD_CHANGED));
        Instant end = node.bean(Holds.class).on(owner.account).orElseThrow().until();
        assertThat(confirm(owner, id, Map.of("seen", seen, "amount", "0.015", "code", code)))
                .isEqualTo(409);
        JsonNode shown = json(look(owner, id));
        JsonNode told = exchange.find(id);
        for (JsonNode answer : java.util.List.of(shown, told)) {
            assertThat(Instant.parse(text(answer, "until"))).isEqualTo(end);
            assertThat(answer.at("/reasons/0/code").asString()).isEqualTo("hold-password-changed");
        }
        assertThat(text(shown, "state") + " " + text(told, "decision")).isEqualTo("held held");
        assertThat(shown.get("form").isNull()).isTrue();
        var page = page(owner.browser, id);
        assertThat(page.select("input[name=seen]")).isEmpty();
        assertThat(page.select("main").text()).contains("The password was changed.", "It waits until");
        assertThat(Instant.parse(text(json(owner.browser.json("GET", "/api/locks", null)), "heldUntil")))
                .isEqualTo(end);
        // A longer one that comes later moves the end, for all of them.
        node.bean(Tx.class).run(() -> node.bean(Holds.class).place(owner.account, HoldCause.ACCOUNT_RECOVERED));
        Instant later = node.bean(Holds.class).on(owner.account).orElseThrow().until();
        assertThat(later).isAfter(end);
        assertThat(Instant.parse(text(exchange.find(id), "until"))).isEqualTo(later);
        assertThat(Instant.parse(text(json(look(owner, id)), "until"))).isEqualTo(later);
    }

    @Test
    @Defends({"A51", "A52"})
    void theSecondPersonIsChosenAsksAndConfirmsByTheAppToo() {
        AppHolder other = AppHolder.signUp(node);
        String home = "/api/second-person";
        String link = text(json(owner.browser.json("POST", home + "/invitation", "{}")), "link");
        String token = link.substring(link.lastIndexOf('/') + 1);
        String invitation = home + "/invitations/" + token;
        assertThat(owner.browser.json("GET", invitation, null).statusCode()).isEqualTo(404);
        assertThat(owner.browser.json("POST", invitation, "{}").statusCode()).isEqualTo(404);
        assertThat(text(json(other.browser.json("GET", invitation, null)), "inviter"))
                .contains("…");
        assertThat(other.browser.json("POST", invitation, "{}").statusCode()).isEqualTo(204);
        assertThat(other.browser.json("POST", invitation, "{}").statusCode())
                .as("once")
                .isEqualTo(404);
        JsonNode waits = json(owner.browser.json("GET", home, null));
        assertThat(waits.get("person").isNull()).isTrue();
        assertThat(Instant.parse(text(waits, "changesAt")))
                .isEqualTo(node.bean(SecondPeople.class).of(owner.account).nextAt());
        assertThat(owner.browser.json("DELETE", home + "/change", null).statusCode())
                .isEqualTo(204);
        assertThat(owner.browser.json("DELETE", home + "/change", null).statusCode())
                .isEqualTo(404);
        assertThat(owner.browser.json("DELETE", home, null).statusCode()).isEqualTo(404);
        node.bean(SecondStore.class)
                .change(
                        owner.account,
                        other.account,
                        Instant.EPOCH,
                        node.bean(MoneyClock.class).now().minus(Duration.ofDays(1)));
        assertThat(json(other.browser.json("GET", home, null))
                        .at("/confirmsFor/0")
                        .asString())
                .contains("…");
        Map<String, String> great = with(request, "value", "60000", "client", "Desk", "kind", "convert");
        great.remove("session");
        String id = text(exchange.ask(great), "id");
        Withdrawal one = node.bean(WithdrawalStore.class)
                .find(java.util.UUID.fromString(id))
                .orElseThrow();
        assertThat(one.demand().name() + one.state()).startsWith("HOLD");
        assertThat(text(json(owner.browser.json("GET", "/api/withdrawals/" + id, null)), "state"))
                .isEqualTo("held");
    }
}
