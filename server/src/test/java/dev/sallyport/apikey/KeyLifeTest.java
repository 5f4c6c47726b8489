package dev.sallyport.apikey;

import static dev.sallyport.harness.AppHolder.expect;
import static dev.sallyport.harness.AppHolder.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.account.HoldCause;
import dev.sallyport.account.Holds;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
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

/// How keys are made and changed by their pages, and how they end; on a database of its own, where time passes by days.
class KeyLifeTest {
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

    private String ended(Program key) {
        return Holder.json(owner.browser, "/api/api-keys")
                .valueStream()
                .filter(one -> one.get("text").asString().equals(key.key()))
                .findFirst()
                .orElseThrow()
                .get("ended")
                .asString("");
    }

    private ApiKey stored(Program key) {
        return node.bean(KeyEnds.class)
                .stored(ApiKeyId.read(key.key()).orElseThrow())
                .orElseThrow();
    }

    @Test
    @Proves("R-API-1")
    void aKeyIsMadeByItsPageAndItsSecretShownOnce() {
        owner.browser.get("/account/api-keys/new/trade");
        node.clock.advance(Duration.ofSeconds(31));
        var made = owner.browser.post(
                "/account/api-keys/new/trade",
                Map.of("name", "Bot", "scope-orders.write", "yes", "signing", "sallyport/hmac-sha256"));
        assertThat(made.statusCode()).isEqualTo(200);
        String secret = made.body().replaceAll("(?s).*id=\"key-secret\">([^<]+)<.*", "$1");
        assertThat(secret).hasSize(43);
        assertThat(owner.browser.get("/account/api-keys").body())
                .contains("Bot")
                .doesNotContain(secret);
        assertThat(Holder.json(owner.browser, "/api/api-keys").toString()).doesNotContain(secret);
    }

    @Test
    @Proves("R-API-1")
    @Defends("A40")
    void takingAwayIsFreeAndMoreTakesAProof() {
        Program key =
                Program.make(owner, "trade", "\"orders.read\",\"orders.write\"", ",\"addresses\":[\"203.0.113.0/24\"]");
        String page = "/account/api-keys/" + key.id();
        var narrow = new HashMap<>(Map.of("scope-orders.read", "yes", "addresses", "203.0.113.7"));
        assertThat(place(owner.browser.postUnproven(page, narrow))).isEqualTo("303 /account/api-keys?done=changed");
        assertThat(stored(key).scopes()).containsExactly("orders.read");
        for (Map<String, String> more : List.of(
                Map.of("scope-orders.read", "yes", "addresses", "203.0.113.0/24"),
                Map.of("scope-orders.read", "yes", "addresses", ""),
                Map.of("scope-orders.read", "yes", "scope-orders.write", "yes", "addresses", "203.0.113.7"))) {
            assertThat(place(owner.browser.postUnproven(page, more)))
                    .as(more.toString())
                    .startsWith("303 /step-up/");
        }
        assertThat(stored(key).addresses()).hasToString("[203.0.113.7]");
        var withdrawing = Map.of("scope-withdrawals.write", "yes", "addresses", "203.0.113.7");
        assertThat(owner.browser.postUnproven(page, withdrawing).statusCode()).isEqualTo(422);
        assertThat(stored(key).kind()).isEqualTo(KeyKind.TRADE);
    }

    @Test
    @Defends("A72")
    void anothersKeyIsNotThere() {
        Program key = Program.make(owner, "read", "\"orders.read\"", "");
        TestBrowser other = Holder.signUp(node).browser;
        assertThat(other.get("/account/api-keys/" + key.id()).statusCode()).isEqualTo(404);
        assertThat(other.json("DELETE", "/api/api-keys/" + key.id(), null).statusCode())
                .isEqualTo(404);
        assertThat(other.json("PUT", "/api/api-keys/" + key.id() + "/name", "{\"name\":\"mine\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(ended(key)).isEmpty();
    }

    @Test
    @Proves({"R-HOLD-3", "R-HOLD-1"})
    void underAHoldNoKeyIsMadeAndAWithdrawKeyPlacesOne() {
        Program.make(
                owner,
                "withdraw",
                "\"withdrawals.write\"",
                ",\"addresses\":[\"203.0.113.7\"],\"destinations\":[\"d-1\"]");
        assertThat(node.bean(Holds.class).on(account()).orElseThrow().reasons())
                .extracting(Holds.Reason::cause)
                .containsExactly(HoldCause.WITHDRAW_KEY);
        var refused = Program.create(
                owner,
                "\"kind\":\"read\",\"scopes\":[\"orders.read\"],\"publicKey\":"
                        + Program.JSON.writeValueAsString(Program.publicKey(Program.privateKey())));
        assertThat(refused.statusCode()).isBetween(400, 499);
        assertThat(refused.body()).contains("on-hold");
        assertThat(Holder.json(owner.browser, "/api/api-keys")).hasSize(1);
    }

    @Test
    @Proves("R-API-5")
    @Defends("A41")
    void whatLiesAboutEnds() {
        Program open = Program.make(owner, "trade", "\"orders.write\"", "");
        Program listed = Program.make(owner, "trade", "\"orders.write\"", ",\"addresses\":[\"203.0.113.7\"]");
        Program reading = Program.make(owner, "read", "\"orders.read\"", "");
        KeyDecay decay = node.bean(KeyDecay.class);
        assertThat(stored(open).expiresAt()).isEqualTo(stored(open).createdAt().plus(Duration.ofDays(90)));
        node.clock.advance(Duration.ofDays(13));
        decay.run();
        assertThat(stored(open).end()).isNull();
        node.clock.advance(Duration.ofDays(2));
        decay.run();
        assertThat(stored(open).end()).extracting("reason").isEqualTo("idle");
        assertThat(stored(listed).end()).isNull();
        node.clock.advance(Duration.ofDays(46));
        decay.run();
        decay.run();
        Holder.await("the warnings", () -> warnings() == 2);
        assertThat(stored(reading).end()).isNull();
    }

    private long warnings() {
        return Holder.count(owner.browser, owner.holder.address, "An API key lies unused");
    }

    @Test
    @Proves("R-API-5")
    void afterANewPasswordOpenKeysLiveSevenDays() {
        Program open = Program.make(owner, "read", "\"orders.read\"", "");
        Program listed = Program.make(owner, "read", "\"orders.read\"", ",\"addresses\":[\"203.0.113.7\"]");
        node.bean(Tx.class)
                .run(() -> node.bean(dev.sallyport.audit.Audit.class)
                        .record(account(), dev.sallyport.audit.Fact.success("password.changed")));
        assertThat(stored(open).expiresAt())
                .isBefore(node.clock.instant().plus(Duration.ofDays(7)).plusSeconds(5));
        assertThat(stored(listed).expiresAt()).isNull();
        var late = open.signed(
                "GET", "", "", node.clock.instant().plus(Duration.ofDays(8)).toEpochMilli(), "nonce-life-1");
        node.clock.advance(Duration.ofDays(8));
        assertThat(Program.check(node, late)).isEqualTo("unknown-key");
    }

    @Test
    @Proves("R-API-5")
    void frozenKeysRestUntilTheirHolderThawsThem() {
        Program key = Program.make(owner, "read", "\"orders.read\"", "");
        node.bean(Tx.class).run(() -> node.bean(KeyEnds.class).freezeAll(account(), "lock", null));
        var request = key.signed("GET", "", "", node.clock.instant().toEpochMilli(), "nonce-cold-1");
        Holder.await("the rest on this node", () -> Program.check(node, request).equals("frozen"));
        node.clock.advance(Duration.ofSeconds(31));
        expect(204, owner.browser.json("POST", "/api/api-keys/" + key.id() + "/thawing", ""));
        var again = key.signed("GET", "", "", node.clock.instant().toEpochMilli(), "nonce-cold-2");
        Holder.await("its work", () -> Program.check(node, again).equals("accepted"));
    }

    @Test
    @Proves({"R-API-5", "R-LOCK-2"})
    @Defends("A41")
    void underAWithdrawalLockKeysRestAndItsEndWakesNone() {
        Program key = Program.make(owner, "read", "\"orders.read\"", "");
        node.clock.advance(Duration.ofSeconds(31));
        expect(204, owner.browser.json("PUT", "/api/locks/withdrawals", "{\"days\":1}"));
        assertThat(owner.facts("apikey.frozen")).isEqualTo(1);
        Holder.await("the rest on this node", () -> said(key).equals("frozen"));
        node.clock.advance(Duration.ofSeconds(31));
        expect(204, owner.browser.json("PUT", "/api/locks/settings", "{\"days\":1}"));
        assertThat(owner.browser
                        .json("POST", "/api/api-keys/" + key.id() + "/thawing", "")
                        .statusCode())
                .isEqualTo(423);
        node.clock.advance(Duration.ofDays(8));
        assertThat(said(key)).isEqualTo("frozen");
    }

    private String said(Program key) {
        return Program.check(
                node, key.signed("GET", "", "", node.clock.instant().toEpochMilli(), "nonce-" + System.nanoTime()));
    }

    @Test
    @Proves("R-API-6")
    void ofFiftyThatEndAKeyAtOnceOneDoes() {
        Program key = Program.make(owner, "read", "\"orders.read\"", "");
        var ends = Race.of(
                50,
                i -> () -> node.bean(KeyEnds.class)
                        .revoke(
                                account(),
                                UUID.fromString(key.id()),
                                new dev.sallyport.base.who.Caller("203.0.113.9", "x", null)));
        assertThat(ends).containsOnlyOnce(true);
        assertThat(owner.facts("apikey.revoked")).isEqualTo(1);
    }

    @Test
    @Proves("R-API-3")
    @Defends("A35")
    void aCrashThatForgetsNoncesForgetsNoRequest() {
        Program key = Program.make(owner, "read", "\"orders.read\"", "");
        var request = key.signed("GET", "", "", node.clock.instant().toEpochMilli(), "nonce-crash-1");
        assertThat(Program.check(node, request)).isEqualTo("accepted");
        node.asSuperuser("TRUNCATE api_nonce, api_nonce_floor");
        assertThat(Program.check(node, request)).isEqualTo("too-old");
        node.clock.advance(Duration.ofSeconds(2));
        var later = key.signed("GET", "", "", node.clock.instant().toEpochMilli(), "nonce-crash-2");
        assertThat(Program.check(node, later)).isEqualTo("accepted");
    }
}
