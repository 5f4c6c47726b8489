package dev.sallyport.withdrawal;

import static dev.sallyport.withdrawal.Exchange.json;
import static dev.sallyport.withdrawal.Exchange.key;
import static dev.sallyport.withdrawal.Exchange.text;
import static dev.sallyport.withdrawal.Exchange.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.account.HoldCause;
import dev.sallyport.account.Holds;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// What else happens to the account in the moment of a redemption, over two nodes; and other services.
class MomentTest {
    private static final String OTHER_TOKEN = "other-service-token-0123456789abcdef";
    private static final TestNode NODE = TestNode.shared();
    private static final TestNode BESIDE =
            NODE.twin(Map.of("service.tokens", "test=" + hash(TestNode.SERVICE_TOKEN) + ",other=" + hash(OTHER_TOKEN)));

    private final Exchange exchange = new Exchange(NODE);
    private final Exchange second = new Exchange(BESIDE);
    private final Tx tx = NODE.bean(Tx.class);
    private final JdbcClient jdbc = NODE.bean(JdbcClient.class);

    private static String hash(String token) {
        return HexFormat.of().formatHex(Tokens.hash(token));
    }

    @AfterAll
    static void close() {
        BESIDE.close();
    }

    /// One that is approved at once: a program's, and too little to ask about.
    private static Map<String, String> little(String account) {
        Map<String, String> request =
                with(Exchange.request(account, ""), "value", "1", "client", "Bot", "kind", "convert");
        request.remove("session");
        return request;
    }

    private static AccountId id(String account) {
        return new AccountId(UUID.fromString(account));
    }

    @Test
    @Proves("R-TX-3")
    @Defends("A55")
    void whatIsRecordedBesideARedemptionDoesNotBreakIt() {
        String account = Holder.signUp(NODE).account();
        Map<String, String> request = little(account);
        int most = 8;
        var approved = new ArrayList<JsonNode>();
        var keys = new ArrayList<String>();
        for (int i = 0; i < most; i++) {
            approved.add(exchange.ask(request));
            keys.add(key());
        }
        List<Integer> statuses = Race.of(100 + most, i -> (Callable<Integer>) () -> {
            if (i < most) {
                return (i % 2 == 0 ? exchange : second)
                        .redeem(approved.get(i), request, keys.get(i))
                        .statusCode();
            }
            TestNode node = i % 2 == 0 ? NODE : BESIDE;
            node.bean(Tx.class).run(() -> node.bean(Audit.class).record(id(account), Fact.failure("sign-in.failed")));
            return 200;
        });
        assertThat(statuses).isSubsetOf(200, 503).contains(200);
        for (int i = 0; i < most; i++) {
            // Whoever was told that it is busy comes again.
            assertThat(exchange.redeem(approved.get(i), request, keys.get(i)).statusCode())
                    .isEqualTo(200);
        }
    }

    /// A redemption that has looked and found nothing, and a hold that commits before it does.
    @Test
    @Proves({"R-HOLD-1", "R-LOCK-2", "R-TX-3"})
    @Defends({"A53", "A58"})
    void whatIsPlacedWhileItIsUnderWayIsSeen() {
        for (boolean hold : List.of(true, false)) {
            String account = Holder.signUp(NODE).account();
            Map<String, String> request = little(account);
            JsonNode approved = exchange.ask(request);
            CompletableFuture<Integer> redemption = tx.run(() -> {
                // It stops at this row, after it has decided.
                jdbc.sql("SELECT FROM withdrawal WHERE withdrawal_id = :id FOR UPDATE")
                        .param("id", UUID.fromString(text(approved, "id")))
                        .query()
                        .listOfRows();
                var running = CompletableFuture.supplyAsync(
                        () -> second.redeem(approved, request, key()).statusCode());
                Holder.await(
                        "a redemption that waits",
                        () -> jdbc.sql("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
                                .query(Boolean.class)
                                .single());
                if (hold) {
                    NODE.bean(Holds.class).place(id(account), HoldCause.PASSWORD_CHANGED);
                } else {
                    jdbc.sql("""
                            INSERT INTO withdrawal_lock (account_id, locked_at, until)
                            VALUES (:account, :now, :until)
                            """)
                            .param("account", id(account).value())
                            .param("now", java.sql.Timestamp.from(NODE.clock.instant()))
                            .param(
                                    "until",
                                    java.sql.Timestamp.from(NODE.clock.instant().plus(Duration.ofDays(7))))
                            .update();
                }
                return running;
            });
            assertThat(redemption.join()).as(hold ? "a hold" : "a lock").isEqualTo(409);
            assertThat(exchange.decision(text(approved, "id"))).isEqualTo("refused");
        }
    }

    @Test
    @Proves({"R-HOLD-1", "R-TX-3"})
    @Defends("A53")
    void noRedemptionSlipsThroughBesideAHold() {
        String account = Holder.signUp(NODE).account();
        Map<String, String> request = little(account);
        for (int round = 0; round < 30; round++) {
            JsonNode approved = exchange.ask(request);
            String withdrawal = text(approved, "id");
            var outcome = Race.of(2, i -> (Callable<String>) () -> {
                if (i == 0) {
                    return Integer.toString(
                            exchange.redeem(approved, request, key()).statusCode());
                }
                BESIDE.bean(Tx.class)
                        .run(() -> BESIDE.bean(Holds.class).place(id(account), HoldCause.PASSWORD_CHANGED));
                return jdbc.sql("SELECT state FROM withdrawal WHERE withdrawal_id = :id")
                        .param("id", UUID.fromString(withdrawal))
                        .query(String.class)
                        .single();
            });
            // Not redeemed when the hold was in force: never redeemed.
            assertThat(outcome.get(1).equals("REDEEMED"))
                    .as("round " + round + ": " + outcome)
                    .isEqualTo(outcome.get(0).equals("200"));
            NODE.clock.advance(Duration.ofHours(25));
        }
    }

    @Test
    @Proves("R-TX-3")
    @Defends("A72")
    void aWithdrawalIsThereForTheServiceThatAskedAndForNoOther() {
        String account = Holder.signUp(NODE).account();
        Map<String, String> request = little(account);
        var other = new Exchange(BESIDE, OTHER_TOKEN);
        String key = key();
        JsonNode ours = json(second.post("/v1/withdrawals", request, key));
        String id = text(ours, "id");
        assertThat(other.status(id)).isEqualTo(404);
        assertThat(other.post("/v1/withdrawals/" + id + "/cancellation", Map.of(), key())
                        .statusCode())
                .isEqualTo(404);
        assertThat(other.redeem(ours, request, key()).statusCode()).isEqualTo(404);
        JsonNode theirs = json(other.post("/v1/withdrawals", request, key));
        assertThat(text(theirs, "id")).as("a key is its service's own").isNotEqualTo(id);
        assertThat(other.redeem(text(theirs, "id"), text(ours, "approval"), request, key())
                        .statusCode())
                .isEqualTo(409);
        assertThat(other.redeem(theirs, request, key()).statusCode()).isEqualTo(200);
        assertThat(second.redeem(ours, request, key()).statusCode()).isEqualTo(200);
    }
}
