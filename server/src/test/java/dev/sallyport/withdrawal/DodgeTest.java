package dev.sallyport.withdrawal;

import static dev.sallyport.withdrawal.Exchange.json;
import static dev.sallyport.withdrawal.Exchange.key;
import static dev.sallyport.withdrawal.Exchange.text;
import static dev.sallyport.withdrawal.Exchange.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Ways round a rule that an attacker has tried.
class DodgeTest {
    private final TestNode node = TestNode.shared();
    private final Exchange exchange = new Exchange(node);
    private final AppHolder app = AppHolder.signUp(node);

    /// By a program, so that no device is new; its proofs are a week old.
    private Map<String, String> settled(String value) {
        node.clock.advance(Duration.ofDays(8));
        return byProgram(value);
    }

    private Map<String, String> byProgram(String value) {
        Map<String, String> request = with(
                Exchange.request(app.account.value().toString(), ""),
                "value",
                value,
                "client",
                "Desk",
                "kind",
                "convert");
        request.remove("session");
        return request;
    }

    private JsonNode redeemed(Map<String, String> request) {
        JsonNode approved = exchange.ask(request);
        assertThat(exchange.redeem(approved, request, key()).statusCode())
                .as(approved.toString())
                .isEqualTo(200);
        return approved;
    }

    @Test
    @Proves("R-TX-4")
    @Defends("A53")
    void aCentAheadMakesNoDestinationKnownBeforeItIsADayOld() {
        redeemed(settled("0.01"));
        JsonNode great = exchange.ask(byProgram("26000"));
        assertThat(text(great, "decision")).isEqualTo("held");
        assertThat(great.at("/reasons/0/code").asString()).isEqualTo("new-payee");
        node.clock.advance(Sums.YOUNG.minusSeconds(60));
        assertThat(text(exchange.ask(byProgram("26000")), "decision")).isEqualTo("held");
        node.clock.advance(Duration.ofSeconds(61));
        assertThat(text(exchange.ask(byProgram("26000")), "decision")).isEqualTo("confirm");
    }

    @Test
    @Proves("R-TX-4")
    @Defends("A53")
    void manySmallOnesToWhomIsNewAreHeldAsOneGreatOne() {
        Map<String, String> request = settled("9000");
        redeemed(request);
        // The second one waits for a confirmation and counts already.
        for (String expected : List.of("confirm", "held")) {
            JsonNode next = exchange.ask(with(request, "destination", "bc1q" + expected));
            assertThat(text(next, "decision")).isEqualTo(expected);
        }
        assertThat(text(exchange.ask(with(request, "value", "8001")), "decision"))
                .as("whichever of them, one that was begun today too")
                .isEqualTo("held");
    }

    @Test
    @Proves("R-TX-3")
    @Defends("A55")
    void redeemedAgainByTheSameKeyOnlyForTheSameRequestAndToldApart() {
        Map<String, String> request = settled("5");
        JsonNode approved = exchange.ask(request);
        String key = key();
        assertThat(json(exchange.redeem(approved, request, key)).get("again").asBoolean(true))
                .isFalse();
        assertThat(json(exchange.redeem(approved, request, key)).get("again").asBoolean())
                .isTrue();
        for (Map<String, String> other :
                List.of(with(request, "amount", "0.016"), with(request, "destination", "bc1qevil"))) {
            assertThat(exchange.redeem(approved, other, key).statusCode()).isEqualTo(409);
        }
        node.clock.advance(Withdrawal.LIFE);
        assertThat(json(exchange.redeem(approved, request, key)).get("again").asBoolean())
                .as("whoever comes late still learns that it is his")
                .isTrue();
    }

    @Test
    @Proves("R-TX-3")
    void askedAgainForWhatIsOverGetsNoApproval() {
        Map<String, String> request = settled("5");
        for (String end : List.of("cancelled", "redeemed", "expired")) {
            String key = key();
            JsonNode first = json(exchange.post("/v1/withdrawals", request, key));
            assertThat(text(first, "decision")).isEqualTo("approved");
            assertThat(json(exchange.post("/v1/withdrawals", request, key))
                            .get("approval")
                            .isString())
                    .as("asked again after a timeout")
                    .isTrue();
            switch (end) {
                case "cancelled" ->
                    exchange.post("/v1/withdrawals/" + text(first, "id") + "/cancellation", Map.of(), key());
                case "redeemed" -> exchange.redeem(first, request, key());
                default -> node.clock.advance(Withdrawal.LIFE);
            }
            JsonNode again = json(exchange.post("/v1/withdrawals", request, key));
            assertThat(text(again, "decision")).isEqualTo(end);
            assertThat(again.get("approval").isNull()).as(end).isTrue();
            assertThat(text(again, "id")).isEqualTo(text(first, "id"));
        }
    }
}
