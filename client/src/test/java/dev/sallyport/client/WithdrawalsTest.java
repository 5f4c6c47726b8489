package dev.sallyport.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.client.WithdrawalState.Decision;
import dev.sallyport.client.WithdrawalState.Reason;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Asked, checked without asking, and redeemed.
class WithdrawalsTest {
    private static final String ID = "019b2f4e-5c1a-7d10-9c55-0a3b8f1f2f61";
    private static final String NONCE = "AAECAwQFBgcICQoLDA0ODw";
    private static final Withdrawal WITHDRAWAL = withdrawal("bc1q\"\\/é😀\u2028", "a\tb\u0001");

    private final Played played = new Played();
    private final Withdrawals withdrawals = Withdrawals.open(
            Settings.of(
                            played.origin(),
                            played.origin(),
                            Played.AUDIENCE,
                            Credentials.serviceToken(Played.SERVICE_TOKEN))
                    .time(played.time, played.time::nanos),
            "trading");
    private final long until = played.time.instant().getEpochSecond() + 600;

    @AfterEach
    void close() {
        played.close();
    }

    private static Withdrawal withdrawal(String destination, String memo) {
        return new Withdrawal(
                "019b2f40-11c2-7a6e-8a51-5b1f0d6c2b90",
                "on-chain",
                "BTC",
                "bitcoin",
                "0.015",
                "900",
                "0.0001",
                destination,
                memo,
                "2001:db8::1",
                "019b2f4d-90aa-7b02-8f0e-6d0f3e9a1c44",
                null);
    }

    /// The server's own test has the same number, and both have it from another program's RFC 8785.
    @Test
    @Proves("R-TX-2")
    void theHashIsTheServers() {
        assertThat(WITHDRAWAL.hash(ID, NONCE, 1773480413)).isEqualTo("fO2ONvJtGNMZXKtxGkJbcpBnTUr5z3UG_QTvOgu-EUA");
    }

    private Map<String, Object> claims() {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", played.origin().toString());
        claims.put("sub", WITHDRAWAL.account());
        claims.put("aud", "trading");
        claims.put("jti", "1");
        claims.put("withdrawal", ID);
        claims.put("request", WITHDRAWAL.hash(ID, NONCE, until));
        claims.put("exp", until);
        return claims;
    }

    private static Map<String, Object> header(Object... pairs) {
        return Minted.with(Map.of("typ", "withdrawal-approval+jwt", "alg", "ES256", "kid", "s-1"), pairs);
    }

    private WithdrawalState approved(String approval) {
        return new WithdrawalState(
                ID,
                Decision.APPROVED,
                List.of(),
                null,
                Instant.ofEpochSecond(until),
                NONCE,
                WITHDRAWAL.hash(ID, NONCE, until),
                approval);
    }

    @Test
    @Proves({"R-TX-1", "D-2"})
    @Defends({"A47", "A56"})
    void anApprovalIsGoodForExactlyWhatItIsForAndSignedByTheServer() throws IOException {
        assertThat(withdrawals.isApproved(approved(played.sign(header(), claims())), WITHDRAWAL))
                .isTrue();
        for (Withdrawal other : List.of(withdrawal("bc1q", "a\tb\u0001"), withdrawal(WITHDRAWAL.destination(), "b"))) {
            assertThat(withdrawals.isApproved(approved(played.sign(header(), claims())), other))
                    .isFalse();
        }
        for (Map<String, Object> wrong : List.of(
                Minted.with(claims(), "iss", "https://evil.example"),
                Minted.with(claims(), "aud", "another-service"),
                Minted.with(claims(), "aud", Json.NULL),
                Minted.with(claims(), "withdrawal", "019b2f4e-5c1a-7d10-9c55-0a3b8f1f2f62"),
                Minted.with(claims(), "request", WITHDRAWAL.hash(ID, NONCE, until + 1)),
                Minted.with(claims(), "exp", until - 601),
                Minted.with(claims(), "exp", Json.NULL))) {
            assertThat(withdrawals.isApproved(approved(played.sign(header(), wrong)), WITHDRAWAL))
                    .as(wrong.toString())
                    .isFalse();
        }
        for (Map<String, Object> wrong : List.of(
                header("typ", "at+jwt"), header("alg", "none"), header("kid", "s-9"), header("jku", "https://x"))) {
            String signed = Minted.sign(Minted.json(wrong), Minted.json(claims()), played.key.getPrivate(), null);
            assertThat(withdrawals.isApproved(approved(signed), WITHDRAWAL))
                    .as(wrong.toString())
                    .isFalse();
        }
        String forged = Minted.sign(header(), claims(), Minted.p256().getPrivate());
        assertThat(withdrawals.isApproved(approved(forged), WITHDRAWAL)).isFalse();
        assertThat(withdrawals.isApproved(approved("x"), WITHDRAWAL)).isFalse();
    }

    @Test
    void whatIsAnsweredIsReadAndWhatIsUnknownIsNoApproval() throws Exception {
        played.service.put("POST /v1/withdrawals", Map.entry(200, """
                {"id":"%s","decision":"held","reasons":[{"code":"changed","text":"It waits."}],"page":null,
                "until":"2026-03-14T09:26:53.589793Z","nonce":"n","hash":null,"approval":null}""".formatted(ID)));
        WithdrawalState held = withdrawals.ask(WITHDRAWAL, "key 1".replace(' ', '-'));
        assertThat(held.decision()).isEqualTo(Decision.HELD);
        assertThat(held.reasons()).containsExactly(new Reason("changed", "It waits."));
        assertThat(held.until()).isEqualTo(Instant.parse("2026-03-14T09:26:53.589793Z"));
        assertThat(played.asked.getFirst())
                .startsWith("POST /v1/withdrawals key-1 {\"account\":\"019b2f40-")
                .contains("\"memo\":\"a\\u0009b\\u0001\"")
                .doesNotContain("client");
        played.service.put(
                "GET /v1/withdrawals/" + ID,
                Map.entry(200, "{\"id\":\"" + ID + "\",\"decision\":\"new-word\",\"nonce\":\"n\",\"approval\":\"x\"}"));
        WithdrawalState unknown = withdrawals.find(ID);
        assertThat(unknown.decision()).isEqualTo(Decision.UNKNOWN);
        assertThat(withdrawals.isApproved(unknown, WITHDRAWAL)).isFalse();
        assertThat(unknown.isOver()).isFalse();
    }

    @Test
    void mistakesAreSaidAndWhatIsUncertainIsNoAnswer() {
        played.service.put("POST /v1/withdrawals", Map.entry(422, """
                {"code":"invalid-input","errors":[{"field":"amount","code":"x","message":"Send a number."}]}"""));
        assertThatThrownBy(() -> withdrawals.ask(WITHDRAWAL, "k")).isInstanceOfSatisfying(NotTaken.class, e -> {
            assertThat(e.code()).isEqualTo("invalid-input");
            assertThat(e.mistakes()).containsExactly("Send a number.");
        });
        for (int status : List.of(429, 500, 503)) {
            played.service.put("POST /v1/withdrawals", Map.entry(status, "{}"));
            assertThatThrownBy(() -> withdrawals.ask(WITHDRAWAL, "k")).isInstanceOf(IOException.class);
        }
        played.service.put("POST /v1/withdrawals", Map.entry(200, "{\"id\":1}"));
        assertThatThrownBy(() -> withdrawals.ask(WITHDRAWAL, "k")).isInstanceOf(IOException.class);
    }

    @Test
    @Proves("R-TX-3")
    void redeemedOnlyWhenTheServerSaysSo() throws Exception {
        String path = "POST /v1/withdrawals/" + ID + "/redemption";
        WithdrawalState approved = approved(played.sign(header(), claims()));
        played.service.put(path, Map.entry(409, """
                {"code":"conflict","errors":[{"field":"approval","code":"day","message":"Much has left."}]}"""));
        assertThat(withdrawals.redeem(approved, WITHDRAWAL, "k"))
                .isEqualTo(new Redemption.Not(List.of(new Reason("day", "Much has left."))));
        for (boolean again : List.of(false, true)) {
            played.service.put(
                    path,
                    Map.entry(
                            200,
                            "{\"id\":\"" + ID + "\",\"hash\":\"h\",\"at\":\"2026-03-14T09:26:53Z\",\"again\":" + again
                                    + "}"));
            assertThat(withdrawals.redeem(approved, WITHDRAWAL, "k"))
                    .isEqualTo(new Redemption.Done(Instant.parse("2026-03-14T09:26:53Z"), again));
        }
        assertThat(played.asked.getLast()).startsWith(path + " k {\"approval\":\"" + approved.approval());
        played.service.put(path, Map.entry(503, "{}"));
        assertThatThrownBy(() -> withdrawals.redeem(approved, WITHDRAWAL, "k")).isInstanceOf(IOException.class);
        assertThat(withdrawals.redeem(
                        new WithdrawalState(ID, Decision.CONFIRM, List.of(), null, null, NONCE, null, null),
                        WITHDRAWAL,
                        "k"))
                .isEqualTo(new Redemption.Not(List.of()));
        played.service.put("POST /v1/withdrawals/" + ID + "/cancellation", Map.entry(204, ""));
        assertThat(withdrawals.cancel(ID)).isTrue();
        played.service.put("POST /v1/withdrawals/" + ID + "/cancellation", Map.entry(409, "{}"));
        assertThat(withdrawals.cancel(ID)).isFalse();
    }
}
