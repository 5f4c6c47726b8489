package dev.sallyport.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.account.HoldCause;
import dev.sallyport.account.Holds;
import dev.sallyport.base.db.DatabaseClock;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What an attacker tried with keys, once with success.
@Defends({"A38", "A40", "A41"})
class KeyAttackTest {
    @SuppressWarnings("NullAway.Init")
    private static TestNode node;

    private final AppHolder owner = AppHolder.signUp(node);

    @BeforeAll
    static void start() {
        node = TestNode.startAlone(new TestClock(), Map.of());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private AccountId account() {
        return new AccountId(UUID.fromString(owner.holder.account()));
    }

    /// As after a day or more.
    private void holdIsOver() {
        node.bean(JdbcClient.class)
                .sql("DELETE FROM hold WHERE account_id = :account")
                .param("account", account().value())
                .update();
    }

    /// Whoever has taken an account over by its recovery must not wake the keys that were put to rest for it.
    @Test
    @Proves({"R-HOLD-3", "R-API-5"})
    void noKeyWakesUpWhileTheAccountIsHeld() {
        Program key = Program.make(owner, "trade", "\"orders.write\"", "");
        Tx tx = node.bean(Tx.class);
        tx.run(() -> node.bean(KeyEnds.class).freezeAll(account(), "recovery", null));
        tx.run(() -> {
            node.bean(Holds.class).place(account(), HoldCause.PASSWORD_CHANGED);
            return null;
        });
        var held = owner.browser.json("POST", "/api/api-keys/" + key.id() + "/thawing", null);
        assertThat(held.statusCode()).isEqualTo(403);
        assertThat(held.body()).contains("on-hold");
        assertThat(node.bean(KeyEnds.class)
                        .stored(ApiKeyId.read(key.key()).orElseThrow())
                        .orElseThrow()
                        .frozenAt())
                .isNotNull();
        holdIsOver();
        assertThat(owner.browser
                        .json("POST", "/api/api-keys/" + key.id() + "/thawing", null)
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    @Proves("R-HOLD-1")
    void aKeyThatCanWithdrawToMoreHoldsTheAccountLikeANewOne() {
        Program key = Program.make(
                owner,
                "withdraw",
                "\"withdrawals.write\"",
                ",\"addresses\":[\"203.0.113.7\"],\"destinations\":[\"first\"]");
        holdIsOver();
        assertThat(node.bean(Holds.class).on(account())).isEmpty();
        var wider = owner.browser.json(
                "PUT",
                "/api/api-keys/" + key.id(),
                "{\"scopes\":[\"withdrawals.write\"],\"addresses\":[\"203.0.113.7\"],"
                        + "\"destinations\":[\"first\",\"second\"]}");
        assertThat(wider.statusCode()).as(wider.body()).isEqualTo(204);
        assertThat(node.bean(Holds.class).on(account())).isPresent();
    }

    /// A node whose clock is set wrong forgets nothing, takes nothing, and gives the others nothing to take.
    @Test
    @Proves("R-API-3")
    @Defends({"A35", "A37", "A54"})
    void noClockThatIsSetWrongBringsARequestBack() {
        var jdbc = node.bean(JdbcClient.class);
        ReplayWindow good = node.bean(ReplayWindow.class);
        ApiKeyId key = ApiKeyId.read(
                        Program.make(owner, "read", "\"orders.read\"", "").key())
                .orElseThrow();
        good.spend(key, new byte[] {1}, node.clock.millis());
        node.clock.advance(Duration.ofSeconds(31));
        long now = node.clock.millis();
        assertThat(good.spend(key, new byte[] {2}, now)).isEqualTo(ReplayWindow.Answer.FRESH);
        for (int minutes : new int[] {-90, -2, 2, 90}) {
            var wrong = new ReplayWindow(
                    jdbc, TestClock.wrong(Duration.ofMinutes(minutes)), node.bean(DatabaseClock.class));
            wrong.forget();
            assertThatThrownBy(() -> wrong.spend(key, new byte[] {3, (byte) minutes}, now))
                    .isInstanceOf(DataAccessException.class);
            assertThat(good.spend(key, new byte[] {2}, now)).isEqualTo(ReplayWindow.Answer.REPLAYED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{}",
                "{\"method\":\"GET\",\"host\":\"h\",\"path\":\"/\",\"address\":\"1.2.3.4\",\"scopes\":[null]}",
                "{\"method\":\"GET\",\"host\":\"h\",\"path\":\"/\",\"address\":\"1.2.3.4\",\"headers\":{\"a\":[null]}}",
                "{\"method\":\"GET\",\"host\":\"h\",\"path\":\"/\",\"address\":\"1.2.3.4\",\"headers\":null,\"body\":\"%\"}"
            })
    void whateverIsSentToBeCheckedIsNoFault(String body) {
        assertThat(Program.post(node, body, TestNode.SERVICE_TOKEN).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aListThatHoldsNothingIsRefused() {
        TestBrowser browser = owner.browser;
        assertThat(Program.create(owner, "\"kind\":\"read\",\"scopes\":[null]").statusCode())
                .isEqualTo(400);
        Program key = Program.make(owner, "read", "\"orders.read\"", "");
        assertThat(browser.json("PUT", "/api/api-keys/" + key.id(), "{\"scopes\":[null]}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aSchemeOfOnesOwnThatLeavesNonceOrWindowUnsignedCannotBe() {
        var fields = new HashMap<>(Map.of(
                "hash",
                "hmac-sha256",
                "encoding",
                "hex",
                "key",
                "header A",
                "signature",
                "header B",
                "time",
                "header C",
                "signed",
                "{time}{method}{path-query}{body}"));
        assertThat(SignatureSchemes.read("own", fields).name()).isEqualTo("own");
        for (String field : List.of("nonce", "window")) {
            var more = new HashMap<>(fields);
            more.put(field, "header D");
            assertThatThrownBy(() -> SignatureSchemes.read("own", more)).hasMessageContaining(field);
        }
    }
}
