package dev.sallyport.signin;

import static dev.sallyport.harness.AppHolder.expect;
import static dev.sallyport.harness.AppHolder.place;
import static dev.sallyport.harness.AppHolder.second;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Guard;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Handlers;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.SoftAuthenticator;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.password.Passwords;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What comes after a right password.
class SecondStepTest {
    private static final String API = "/api/sign-in/second";
    private static final Pattern OWN = Pattern.compile("name=\"_csrf\" value=\"[^\"]+\"|nonce=\"[^\"]+\"");

    private final TestNode node = TestNode.shared();
    private final AppHolder owner = AppHolder.signUp(node);

    private static String ways(TestBrowser half) {
        return Holder.json(half, API).get("ways").toString();
    }

    @Test
    @Proves({"R-OTP-1", "R-OTP-2", "R-BC-1"})
    @Defends({"A7", "A9", "A12"})
    @Asvs({"6.5.1", "6.3.8"})
    void wrongReplayedAndUsedUpCodesGetOneAnswerAndOpenNothing() {
        List<String> recovery = owner.recoveryCodes();
        String code = owner.code();
        assertThat(second(owner.half(), "code", code)).isEqualTo("303 /account");
        assertThat(second(owner.half(), "recovery", recovery.getFirst())).isEqualTo("303 /account");

        TestBrowser thief = owner.half();
        thief.get("/sign-in/second");
        String wrong = said(thief, "code", owner.wrongCode());
        assertThat(said(thief, "code", code)).isEqualTo(wrong);
        assertThat(owner.facts("totp.replayed")).isEqualTo(1);
        thief.get("/sign-in/second");
        assertThat(place(thief.post("/sign-in/second", Map.of("recovery", recovery.getFirst()))))
                .startsWith("422");
        assertThat(Holder.isSignedIn(thief)).isFalse();
        assertThat(owner.facts("signin.second-failed")).isEqualTo(3);
        Holder.await(
                "the alarm",
                () -> Holder.count(
                                owner.browser, owner.holder.address, "A code of your authenticator app was used twice")
                        == 1);
    }

    @Test
    @Proves("R-SU-1")
    @Defends("A21")
    void aChangeOfTheSecondProofsEndsSignInsThatAreUnderWay() {
        TestBrowser half = owner.half();
        owner.passkey();
        second(half, "code", owner.code());
        assertThat(Holder.isSignedIn(half)).isFalse();
        assertThat(second(owner.half(), "code", owner.code())).isEqualTo("303 /account");
    }

    private static String said(TestBrowser half, String field, String value) {
        var answer = expect(422, half.post("/sign-in/second", Map.of(field, value, "field", field)));
        return OWN.matcher(answer.body()).replaceAll("");
    }

    @Test
    @Proves({"R-BC-1", "R-MSG-3"})
    @Defends("A12")
    void aRecoveryCodeOpensOnceAndIsToldWithWhatIsLeft() {
        String code = owner.recoveryCodes().getFirst();
        TestBrowser half = owner.half();
        assertThat(second(half, "recovery", code.toLowerCase(java.util.Locale.ROOT)))
                .isEqualTo("303 /account");
        assertThat(owner.facts("recoverycode.used")).isEqualTo(1);
        Holder.await("a notice", () -> Holder.count(half, owner.holder.address, "A recovery code was used") == 1);
        assertThat(owner.holder.mails().stream()
                        .filter(m -> m.subject().equals("A recovery code was used"))
                        .findFirst()
                        .orElseThrow()
                        .text())
                .contains("9 of ten are left")
                .contains(half.address);
    }

    @Test
    void anAnswerWithoutAProofIsAWrongOne() {
        TestBrowser half = owner.half();
        for (String body : List.of("{}", "{\"proof\":null}", "{\"proof\":{}}", "{\"proof\":{\"code\":null}}")) {
            assertThat(half.jsonUnproven("POST", API, body, null).statusCode())
                    .as(body)
                    .isEqualTo(422);
        }
        assertThat(half.jsonUnproven("POST", API, "null", null).statusCode()).isEqualTo(400);
        assertThat(second(half, "code", owner.code())).isEqualTo("303 /account");
    }

    @Test
    @Defends("A16")
    void codesOfAnotherAccountOpenNothing() {
        AppHolder other = AppHolder.signUp(node);
        assertThat(second(owner.half(), "code", other.code())).startsWith("422");
        assertThat(second(owner.half(), "recovery", other.recoveryCodes().getFirst()))
                .startsWith("422");
    }

    @Test
    @Defends("A57")
    @Asvs({"2.3.1", "8.3.1"})
    void aHalfSignInOpensNoRouteOfTheAccount() {
        TestBrowser half = owner.half();
        half.get("/sign-in/second");
        int sent = 0;
        for (Handlers route : Handlers.of(node, Guard.Kind.SIGNED_IN, Guard.Kind.FRESH_PROOF)) {
            // There are more routes than one network may write to in a minute.
            half.address = "203.0.113." + (1 + sent++ / 50);
            String path = route.path(UUID.randomUUID().toString());
            var answer = route.isPage() && !route.method().equals("GET")
                    ? half.postUnproven(path, Map.of())
                    : half.jsonUnproven(route.method(), path, route.method().equals("GET") ? null : "{}", null);
            assertThat(answer.statusCode() == 401
                            || place(answer).startsWith("303 /sign-in?")
                            || place(answer).equals("303 /sign-in"))
                    .as(route + " answered " + place(answer))
                    .isTrue();
        }
        assertThat(Holder.isSignedIn(half)).isFalse();
        assertThat(second(half, "code", owner.code())).isEqualTo("303 /account");
    }

    @Test
    @Defends("A57")
    void theLastStepWithoutTheOnesBeforeIsNone() {
        String code = owner.code();
        var stranger = new TestBrowser(node);
        stranger.get("/sign-in");
        assertThat(place(stranger.post("/sign-in/second", Map.of("code", code))))
                .isEqualTo("303 /sign-in");
        String json = "{\"proof\":{\"code\":\"" + code + "\"}}";
        assertThat(stranger.json("POST", API, json).statusCode()).isEqualTo(409);
        assertThat(stranger.json("GET", API, null).statusCode()).isEqualTo(409);
        assertThat(stranger.json("POST", API + "/sending", "{}").statusCode()).isEqualTo(409);
        stranger.cookies.put("__Host-signin", "A".repeat(86));
        assertThat(stranger.json("POST", API, json).statusCode()).isEqualTo(409);
        assertThat(Holder.isSignedIn(stranger)).isFalse();
        // The code was looked at by nobody.
        TestBrowser half = owner.half();
        half.get("/sign-in/second");
        assertThat(expect(200, half.json("POST", API, json)).body()).contains("done");
        half.get("/account");
        assertThat(half.json("POST", API, json).statusCode()).isEqualTo(409);
    }

    @Test
    @Defends({"A57", "A11"})
    void aNewPasswordIsTakenAfterTheSecondProofOnly() {
        var account = new AccountId(UUID.fromString(owner.holder.account()));
        var caller = new Caller("203.0.113.7", "Chrome", null);
        var signIn = new SignIn(
                dev.sallyport.account.Provings.newId(node.clock.instant()),
                List.of(Need.SECOND, Need.NEW_PASSWORD),
                "breached",
                null,
                node.bean(Passwords.class).changedAt(account).orElseThrow(),
                false,
                false,
                0,
                "");
        var token = node.bean(Tx.class).run(() -> node.bean(Progress.class).begin(account, signIn, caller));
        var thief = new TestBrowser(node);
        thief.get("/sign-in");
        thief.cookies.put("__Host-signin", token.reveal());
        assertThat(place(thief.get("/sign-in/new-password"))).isEqualTo("303 /sign-in/second");
        assertThat(place(thief.post("/sign-in/new-password", Map.of("password", "yet another zebra phrase"))))
                .isEqualTo("303 /sign-in/second");
        owner.half();
    }

    @Test
    @Proves({"R-PK-2", "R-SU-1"})
    @Defends("A20")
    @Asvs("6.3.4")
    void theStrongestIsAskedForFirstAndAWeakerOneOnANewDeviceIsToldOf() {
        SoftAuthenticator soft = owner.passkey();
        TestBrowser half = owner.half();
        assertThat(ways(half)).isEqualTo("[\"pop\",\"otp\"]");
        assertThat(half.get("/sign-in/second").body())
                .contains("data-passkey=\"get\"")
                .contains("Use a code from your app")
                .doesNotContain("one-time-code");
        String options = Holder.json(half, API).get("passkeyOptions").asString();
        half.get("/sign-in/second");
        assertThat(place(half.post("/sign-in/second", Map.of("passkey", soft.get(options)))))
                .isEqualTo("303 /account");

        TestBrowser weaker = owner.half();
        assertThat(second(weaker, "code", owner.code())).isEqualTo("303 /account");
        Holder.await(
                "a notice of the weaker way",
                () -> Holder.count(
                                owner.browser, owner.holder.address, "A sign-in on a new device without your passkey")
                        == 1);
    }

    @Test
    @Defends("A16")
    void aPasskeysAnswerIsGoodForItsOwnSignInOnly() {
        SoftAuthenticator soft = owner.passkey();
        TestBrowser first = owner.half();
        TestBrowser other = owner.half();
        String answer = soft.get(Holder.json(first, API).get("passkeyOptions").asString());
        assertThat(second(other, "passkey", answer)).startsWith("422");
        assertThat(second(first, "passkey", answer)).isEqualTo("303 /account");
        assertThat(second(owner.half(), "passkey", answer)).startsWith("422");
    }
}
