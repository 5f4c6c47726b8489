package dev.sallyport.withdrawal;

import static dev.sallyport.withdrawal.Exchange.confirm;
import static dev.sallyport.withdrawal.Exchange.json;
import static dev.sallyport.withdrawal.Exchange.key;
import static dev.sallyport.withdrawal.Exchange.page;
import static dev.sallyport.withdrawal.Exchange.passkeyOptions;
import static dev.sallyport.withdrawal.Exchange.request;
import static dev.sallyport.withdrawal.Exchange.seen;
import static dev.sallyport.withdrawal.Exchange.text;
import static dev.sallyport.withdrawal.Exchange.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.SoftAuthenticator;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Many at once: presses, tabs, devices, nodes, answers that got lost. One approval, one effect.
class OnceTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TestNode node = TestNode.shared();
    private final Exchange exchange = new Exchange(node);
    private final AppHolder app = AppHolder.signUp(node);
    private final Holder holder = app.holder;
    private final TestBrowser browser = holder.browser;
    private final Map<String, String> request = request(holder);

    /// One that waits, by its id.
    private String asked() {
        JsonNode asked = exchange.ask(request);
        assertThat(text(asked, "decision")).isEqualTo("confirm");
        return text(asked, "id");
    }

    private void confirmByCode(String id) {
        assertThat(confirm(browser, id, Map.of("seen", seen(page(browser, id)), "amount", "0,0150", "code", app.code()))
                        .statusCode())
                .isEqualTo(303);
    }

    private JsonNode approved() {
        String id = asked();
        confirmByCode(id);
        JsonNode approved = exchange.find(id);
        assertThat(text(approved, "decision")).isEqualTo("approved");
        return approved;
    }

    /// Buttons are pressed twice, and requests sent again: that is nobody who guesses.
    @Test
    @Proves({"TX-7", "TX-8"})
    void aCodeSentManyTimesAtOnceConfirmsOnceAndIsNoWrongTry() {
        String id = asked();
        Map<String, String> form = Map.of("seen", seen(page(browser, id)), "amount", "0.015", "code", app.code());
        List<Integer> statuses =
                Race.of(5, i -> () -> confirm(browser, id, form).statusCode());
        assertThat(statuses).containsOnly(303);
        assertThat(exchange.decision(id)).isEqualTo("approved");
        assertThat(app.facts("withdrawal.approved")).isEqualTo(1);
        assertThat(app.facts(Proof.FAILED)).isZero();
        // The next one still has all its tries.
        String next = asked();
        assertThat(confirm(browser, next, form).statusCode()).isEqualTo(303);
        assertThat(exchange.decision(next))
                .as("the code of another withdrawal, and what was shown there")
                .isEqualTo("confirm");
        confirmByCode(next);
    }

    @Test
    @Proves({"R-TX-1", "R-TX-3"})
    @Defends("A55")
    @Asvs("15.4.2")
    void oneOfAHundredOverTwoNodesRedeemsIt() {
        JsonNode approved = approved();
        try (TestNode other = node.twin()) {
            var second = new Exchange(other);
            List<Integer> statuses = Race.of(
                    100,
                    i -> () -> (i % 2 == 0 ? exchange : second)
                            .redeem(approved, request, key())
                            .statusCode());
            assertThat(statuses.stream().filter(status -> status == 200)).hasSize(1);
            assertThat(statuses).containsOnly(200, 409);
            String key = key();
            assertThat(Race.of(
                                    20,
                                    i -> () -> (i % 2 == 0 ? exchange : second)
                                            .post("/v1/withdrawals", request, key)
                                            .body())
                            .stream()
                            .distinct())
                    .hasSize(1);
        }
        assertThat(node.bean(SumStore.class)
                        .read(app.account, node.bean(MoneyClock.class).now())
                        .times(Sums.Grain.DAY, part -> true))
                .isEqualTo(1);
    }

    @Test
    @Proves("R-TX-3")
    @Defends("A55")
    void oneKeyIsOneWithdrawalHoweverManyComeAtOnce() {
        String key = key();
        List<String> answers = Race.of(
                50, i -> () -> exchange.post("/v1/withdrawals", request, key).body());
        assertThat(answers.stream().distinct()).hasSize(1);
        String id = text(JSON.readTree(answers.getFirst()), "id");
        confirmByCode(id);
        assertThat(exchange.post("/v1/withdrawals", request, key).body())
                .as("the first answer, whatever has become of it")
                .isEqualTo(answers.getFirst());
        var other = exchange.post("/v1/withdrawals", with(request, "amount", "0.016"), key);
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(text(json(other), "code")).isEqualTo("idempotency-key-reused");
    }

    /// A double click, two tabs, two devices, and the back button.
    @Test
    @Proves({"TX-8", "R-TX-2"})
    void howeverOftenItIsConfirmedThereIsOneApproval() {
        SoftAuthenticator soft = app.passkey();
        String id = asked();
        List<Map<String, String>> forms = java.util.stream.IntStream.range(0, 10)
                .mapToObj(i -> page(browser, id))
                .map(page -> Map.of("seen", seen(page), "passkey", soft.get(passkeyOptions(page))))
                .toList();
        Race.of(10, i -> () -> confirm(browser, id, forms.get(i)).statusCode());
        assertThat(app.facts("withdrawal.approved")).isEqualTo(1);
        assertThat(confirm(browser, id, forms.getFirst()).statusCode()).isEqualTo(303);
        assertThat(app.facts("withdrawal.approved")).isEqualTo(1);
    }
}
