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

import dev.sallyport.account.HoldCause;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.text.Texts;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.SoftAuthenticator;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import dev.sallyport.wire.WithdrawalRequest;
import dev.sallyport.wire.WithdrawalTerms;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// From the question to the money: asked, shown, confirmed, signed, redeemed.
class ApprovalTest {
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

    @Test
    @Proves({"R-TX-1", "TX-1", "TX-4", "TX-6", "D-2"})
    void confirmedByCodeWithTheAmountTypedAgainAndRedeemedOnce() {
        String id = asked();
        Document page = page(browser, id);
        assertThat(page.select(".slip").text()).contains("0.015", "BTC", "bitcoin", "0.0001", "203.0.113.9");
        assertThat(page.select(".slip-to").text().replace(" ", "")).isEqualTo(Exchange.ADDRESS);
        assertThat(page.select(".slip-to mark").eachText()).containsExactly("bc1q", "dq");
        confirmByCode(id);
        JsonNode approved = exchange.find(id);
        String key = key();
        var redeemed = exchange.redeem(approved, request, key);
        assertThat(redeemed.statusCode()).as(redeemed.body()).isEqualTo(200);
        assertThat(text(json(redeemed), "hash")).isEqualTo(text(approved, "hash"));
        assertThat(json(redeemed).get("again").asBoolean()).isFalse();
        assertThat(exchange.redeem(approved, request, key).body())
                .as("asked again after a timeout")
                .isEqualTo(redeemed.body().replace("\"again\":false", "\"again\":true"));
        assertThat(exchange.redeem(approved, request, key()).statusCode()).isEqualTo(409);
        assertThat(exchange.decision(id)).isEqualTo("redeemed");
        assertThat(page(browser, id).select("h1").text()).isEqualTo("This has left your account");
    }

    @Test
    @Proves({"R-TX-2", "D-2"})
    @Defends("A56")
    void thePasskeySignsTheHashOfWhatIsShownAndTheProofIsKept() {
        SoftAuthenticator soft = app.passkey();
        String id = asked();
        JsonNode asked = exchange.find(id);
        Document page = page(browser, id);
        assertThat(page.select("input[name=code]"))
                .as("the strongest, and no other")
                .isEmpty();
        String options = passkeyOptions(page);
        byte[] challenge = Base64.getUrlDecoder()
                .decode(JSON.readTree(options).get("challenge").asString());
        var terms = new WithdrawalTerms(
                id,
                text(asked, "nonce"),
                Instant.parse(text(asked, "until")).getEpochSecond(),
                JSON.convertValue(request, WithdrawalRequest.class));
        assertThat(terms.hash()).isEqualTo(text(asked, "hash"));
        assertThat(Arrays.copyOfRange(challenge, 32, 64)).isEqualTo(terms.digest());
        assertThat(Tokens.sha256(terms.canonical().getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo(terms.digest());
        String answer = soft.get(options);
        assertThat(confirm(browser, id, Map.of("seen", seen(page), "passkey", answer))
                        .statusCode())
                .isEqualTo(303);
        assertThat(exchange.decision(id)).isEqualTo("approved");
        byte[] closed = node.bean(JdbcClient.class)
                .sql("SELECT evidence_closed FROM withdrawal WHERE withdrawal_id = :id")
                .param("id", UUID.fromString(id))
                .query(byte[].class)
                .single();
        JsonNode evidence = JSON.readTree(node.bean(TermsVault.class).openEvidence(app.account, closed));
        assertThat(text(evidence, "terms")).isEqualTo(terms.canonical());
        assertThat(evidence.get("credential")).isEqualTo(JSON.readTree(answer));
    }

    @Test
    @Proves("R-SU-1")
    @Defends({"A16", "A20"})
    void whatWasSignedForSomethingElseIsNoConfirmation() {
        SoftAuthenticator soft = app.passkey();
        String id = asked();
        String other = asked();
        Document page = page(browser, id);
        // Of another withdrawal, and of an act.
        var options = List.of(
                passkeyOptions(page(browser, other)),
                Holder.json(browser.jsonUnproven("GET", "/api/step-up/" + stepUp(), null, null))
                        .get("passkeyOptions")
                        .asString());
        for (String foreign : options) {
            assertThat(confirm(browser, id, Map.of("seen", seen(page), "passkey", soft.get(foreign)))
                            .statusCode())
                    .isEqualTo(422);
        }
        // A weaker proof, though it is right.
        assertThat(confirm(browser, id, Map.of("seen", seen(page), "amount", "0.015", "code", app.code()))
                        .statusCode())
                .isEqualTo(422);
        assertThat(exchange.decision(id)).isEqualTo("confirm");
    }

    private String stepUp() {
        return TestBrowser.stepUp(browser.jsonUnproven("DELETE", "/api/phrase", null, null))
                .orElseThrow();
    }

    @Test
    @Proves({"R-TX-1", "TX-6", "TX-9"})
    @Defends("A56")
    void oneFieldThatDiffersVoidsTheApproval() {
        for (var change : Map.of(
                        "destination", Exchange.ADDRESS.replace('9', '8'),
                        "amount", "0.0151",
                        "feeCap", "0.0002",
                        "memo", "1",
                        "network", "lightning")
                .entrySet()) {
            JsonNode approved = approved();
            var refused = exchange.redeem(approved, with(request, change.getKey(), change.getValue()), key());
            assertThat(refused.statusCode()).as(change.getKey()).isEqualTo(409);
            assertThat(json(refused).at("/errors/0/code").asString()).isEqualTo("changed-request");
            assertThat(exchange.redeem(approved, request, key()).statusCode())
                    .as("void for good")
                    .isEqualTo(409);
            assertThat(exchange.decision(text(approved, "id"))).isEqualTo("refused");
        }
    }

    @Test
    @Proves({"TX-6", "D-2"})
    @Defends({"A56", "A57"})
    void anAnswerToAnythingButWhatIsStoredConfirmsNothing() {
        String id = asked();
        String seen = seen(page(browser, id));
        String swapped = (seen.startsWith("A") ? "B" : "A") + seen.substring(1);
        for (String wrong : List.of("", swapped, seen(page(browser, asked())))) {
            confirm(browser, id, Map.of("seen", wrong, "amount", "0.015", "code", app.code()));
            assertThat(exchange.decision(id)).isEqualTo("confirm");
        }
        // Whoever holds the database and puts other terms in place of these has made it worthless.
        node.bean(JdbcClient.class)
                .sql("UPDATE withdrawal SET until = until + interval '1 second' WHERE withdrawal_id = :id")
                .param("id", UUID.fromString(id))
                .update();
        assertThat(page(browser, id).select("form[action$=/approval]")).isEmpty();
        confirm(browser, id, Map.of("seen", seen, "amount", "0.015", "code", app.code()));
        assertThat(exchange.decision(id)).isEqualTo("confirm");
        assertThat(exchange.redeem(id, "x.y.z", request, key()).statusCode()).isEqualTo(409);
    }

    @Test
    @Proves("TX-7")
    @Defends("A9")
    void afterThreeWrongCodesAllBeginsAnewAndTheOwnerIsTold() {
        String id = asked();
        String seen = seen(page(browser, id));
        for (int i = 1; i <= Withdrawal.MOST_WRONG; i++) {
            var answer = confirm(browser, id, Map.of("seen", seen, "amount", "0.015", "code", app.wrongCode()));
            assertThat(answer.statusCode()).isEqualTo(i < Withdrawal.MOST_WRONG ? 422 : 303);
        }
        assertThat(exchange.decision(id)).isEqualTo("refused");
        confirm(browser, id, Map.of("seen", seen, "amount", "0.015", "code", app.code()));
        assertThat(exchange.decision(id)).isEqualTo("refused");
        Holder.await(
                "a mail",
                () -> holder.mails().stream()
                        .anyMatch(mail -> mail.subject().equals("Somebody typed wrong codes for a withdrawal")));
    }

    @Test
    @Proves("TX-1")
    void anotherAmountThanTheOneShownIsNoConfirmationAndSpendsNoCode() {
        String id = asked();
        String seen = seen(page(browser, id));
        String code = app.code();
        for (String typed : List.of("", "0.15", "1.5e-2", "-0.015", "0.015 BTC", "٠.٠١٥")) {
            assertThat(confirm(browser, id, Map.of("seen", seen, "amount", typed, "code", code))
                            .statusCode())
                    .isEqualTo(422);
        }
        assertThat(confirm(browser, id, Map.of("seen", seen, "amount", "0.015", "code", code))
                        .statusCode())
                .isEqualTo(303);
        assertThat(exchange.decision(id)).isEqualTo("approved");
    }

    @Test
    void declinedEvenAfterItWasConfirmedAndNothingBringsItBack() {
        JsonNode approved = approved();
        String id = text(approved, "id");
        browser.post("/withdrawals/" + id + "/refusal", Map.of());
        assertThat(exchange.decision(id)).isEqualTo("declined");
        assertThat(exchange.redeem(approved, request, key()).statusCode()).isEqualTo(409);
        Document page = page(browser, id);
        assertThat(page.select("main a[href=/account/devices]")).hasSize(1);
        assertThat(app.facts("withdrawal.declined")).isEqualTo(1);
    }

    @Test
    @Proves({"R-TX-1", "TX-4"})
    void afterTenMinutesNothingIsConfirmedOrRedeemed() {
        String id = asked();
        String seen = seen(page(browser, id));
        JsonNode approved = approved();
        node.clock.advance(Withdrawal.LIFE);
        confirm(browser, id, Map.of("seen", seen, "amount", "0.015", "code", app.code()));
        assertThat(exchange.decision(id)).isEqualTo("expired");
        assertThat(exchange.redeem(approved, request, key()).statusCode()).isEqualTo(409);
        assertThat(exchange.decision(text(approved, "id"))).isEqualTo("expired");
    }

    @Test
    @Defends("A72")
    @Asvs("8.2.2")
    void nobodyElseSeesConfirmsOrDeclinesIt() {
        String id = asked();
        String seen = seen(page(browser, id));
        AppHolder stranger = AppHolder.signUp(node);
        assertThat(stranger.browser.get("/withdrawals/" + id).statusCode()).isEqualTo(404);
        confirm(stranger.browser, id, Map.of("seen", seen, "amount", "0.015", "code", stranger.code()));
        assertThat(stranger.browser
                        .post("/withdrawals/" + id + "/refusal", Map.of())
                        .statusCode())
                .isEqualTo(404);
        assertThat(exchange.decision(id)).isEqualTo("confirm");
    }

    /// What the policy holds is opened when its day is over, and can be confirmed then; never before.
    @Test
    @Proves({"R-HOLD-2", "TX-8"})
    void whatIsHeldIsOpenedAfterItsDayAndConfirmedThen() {
        Map<String, String> great = with(request, "value", "20000", "client", "Desk");
        great.remove("session");
        JsonNode held = exchange.ask(great);
        String id = text(held, "id");
        assertThat(text(held, "decision")).isEqualTo("held");
        assertThat(page(browser, id).select("input[name=seen]")).isEmpty();
        node.clock.advance(Withdrawal.HOLD.minusSeconds(60));
        assertThat(exchange.decision(id)).isEqualTo("held");
        node.clock.advance(java.time.Duration.ofSeconds(60));
        assertThat(exchange.decision(id)).isEqualTo("confirm");
        app.half(browser);
        AppHolder.second(browser, "code", app.code());
        browser.get("/account");
        confirmByCode(id);
        assertThat(exchange.redeem(exchange.find(id), great, key()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void everyReasonThereCanBeHasItsSentence() {
        var texts = node.bean(Texts.class);
        for (HoldCause cause : HoldCause.values()) {
            assertThat(texts.has(Language.GERMAN, "withdrawal.reason.hold-" + cause.label()))
                    .isTrue();
        }
        for (Measure measure : Measure.values()) {
            assertThat(texts.has(Language.GERMAN, "withdrawal.reason." + measure.label()))
                    .isTrue();
        }
        for (Exit exit : Exit.values()) {
            assertThat(texts.has(Language.GERMAN, "withdrawal.kind." + exit.label()))
                    .isTrue();
        }
    }
}
