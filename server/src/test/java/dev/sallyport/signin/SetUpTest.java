package dev.sallyport.signin;

import static dev.sallyport.harness.AppHolder.expect;
import static dev.sallyport.harness.AppHolder.key;
import static dev.sallyport.harness.AppHolder.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.account.Contacts;
import dev.sallyport.account.Identifiers;
import dev.sallyport.account.Proofs;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Oathtool;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.SoftAuthenticator;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A service that demands a second proof from everybody, with two weeks of grace.
@Proves("R-PK-2")
class SetUpTest {
    private static final String PAGE = "/sign-in/set-up";
    private static final Duration GRACE = Duration.ofDays(14);
    private static final Pattern KEY = Pattern.compile("otpauth://[^\"]+");

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.startAlone(
                new TestClock(), Map.of("second-proof.required", "true", "second-proof.grace", "P14D"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Holder late() {
        Holder holder = Holder.signUp(node);
        node.clock.advance(GRACE);
        holder.browser.cookies.remove("__Host-session");
        return holder;
    }

    /// In the browser that the account knows.
    private static TestBrowser signIn(Holder holder) {
        holder.browser.cookies.remove("__Host-session");
        assertThat(place(Holder.trySignIn(holder.browser, holder.address, Holder.PASSWORD)))
                .isEqualTo("303 " + PAGE);
        return holder.browser;
    }

    private static String begin(TestBrowser browser) {
        expect(200, browser.get(PAGE));
        assertThat(place(browser.post(PAGE + "/authenticator", Map.of("name", "Phone"))))
                .isEqualTo("303 " + PAGE + "/authenticator/key");
        var address = KEY.matcher(
                expect(200, browser.get(PAGE + "/authenticator/key")).body());
        assertThat(address.find()).isTrue();
        return key(address.group().replace("&amp;", "&"));
    }

    private static String code(String key) {
        return Oathtool.code(key, node.clock.instant());
    }

    @Test
    void whileThereIsTimeASignInOpensAndTheOverviewSaysUntilWhen() {
        Holder holder = Holder.signUp(node);
        node.clock.advance(Duration.ofDays(13));
        holder.again();
        assertThat(holder.browser.get("/account").body())
                .contains("a second proof is needed to sign in here")
                .contains("/account/two-step");
    }

    @Test
    @Defends("A57")
    void afterItThereIsNoSessionWithoutOne() {
        TestBrowser browser = signIn(late());
        assertThat(browser.get(PAGE).body()).contains("Set up a passkey").contains("authenticator app");
        assertThat(Holder.isSignedIn(browser)).isFalse();
        assertThat(browser.post(PAGE + "/end", Map.of()).statusCode()).isEqualTo(409);
        assertThat(browser.post(PAGE + "/codes", Map.of()).statusCode()).isEqualTo(409);
        browser.get("/api/session");
        assertThat(browser.json("POST", "/api" + PAGE + "/end", "{}").statusCode())
                .isEqualTo(409);
        assertThat(place(browser.get("/account"))).isEqualTo("303 /sign-in?to=%2Faccount");
        assertThat(Holder.isSignedIn(browser)).isFalse();
    }

    @Test
    @Proves({"R-OTP-1", "R-BC-1"})
    void anAppIsBoundTheCodesAreShownAndThenTheSessionOpens() {
        Holder holder = late();
        TestBrowser browser = signIn(holder);
        String key = begin(browser);
        assertThat(browser.post(PAGE + "/authenticator/key", Map.of("code", "000000"))
                        .statusCode())
                .isIn(422, 303);
        assertThat(place(browser.post(PAGE + "/authenticator/key", Map.of("code", code(key)))))
                .isEqualTo("303 " + PAGE);
        assertThat(browser.get(PAGE).body()).contains("Make ten codes");
        assertThat(Holder.isSignedIn(browser)).isFalse();
        assertThat(browser.post(PAGE + "/end", Map.of()).statusCode())
                .as("not before the codes were made")
                .isEqualTo(409);
        browser.get(PAGE);
        String made = expect(200, browser.post(PAGE + "/codes", Map.of())).body();
        assertThat(made.split("<li><code>", -1)).hasSize(11);
        assertThat(place(browser.post(PAGE + "/end", Map.of()))).isEqualTo("303 /account");
        assertThat(Holder.isSignedIn(browser)).isTrue();
        assertThat(Holder.json(browser, "/api/sessions").get(0).get("proofs").toString())
                .contains("pwd")
                .contains("otp");
        assertThat(browser.get("/account").body()).doesNotContain("a second proof is needed");

        // From now on it is asked for.
        var next = new TestBrowser(node);
        assertThat(place(Holder.trySignIn(next, holder.address, Holder.PASSWORD)))
                .isEqualTo("303 /sign-in/second");
    }

    @Test
    void aPasskeyIsBoundByTheInterface() {
        TestBrowser browser = signIn(late());
        browser.get(PAGE);
        var soft = new SoftAuthenticator(node.config.origin());
        String options = expect(200, browser.json("POST", "/api" + PAGE + "/passkey/options", null))
                .body();
        String credential = "{\"credential\":" + soft.create(options) + "}";
        assertThat(expect(200, browser.json("POST", "/api" + PAGE + "/passkey", credential))
                        .body())
                .contains("bound");
        assertThat(browser.json("POST", "/api" + PAGE + "/passkey", credential).statusCode())
                .as("one is enough here")
                .isEqualTo(409);
        assertThat(Holder.json(expect(201, browser.json("POST", "/api" + PAGE + "/codes", "{}")))
                        .get("codes")
                        .size())
                .isEqualTo(10);
        assertThat(expect(200, browser.json("POST", "/api" + PAGE + "/end", "{}"))
                        .body())
                .contains("done");
        assertThat(Holder.isSignedIn(browser)).isTrue();
    }

    @Test
    @Defends("A11")
    void ofTwoSignInsUnderWayTheFirstToBindDecides() {
        Holder holder = late();
        TestBrowser owner = signIn(holder);
        var thief = new TestBrowser(node);
        assertThat(place(Holder.trySignIn(thief, holder.address, Holder.PASSWORD)))
                .as("on a device that is not known the address is proven first")
                .isEqualTo("303 /sign-in/contact-code");
        assertThat(thief.get("/sign-in/contact-code").body()).contains("Before you set up a second proof");
        assertThat(place(thief.post(PAGE + "/authenticator", Map.of("name", "x"))))
                .isEqualTo("303 /sign-in/contact-code");
        // He reads the mail too.
        Holder.await(
                "a code to sign in",
                () -> Holder.mails(thief, holder.address).stream()
                        .anyMatch(m -> m.text().contains("on which you are signing in")));
        thief.get("/sign-in/contact-code");
        assertThat(place(thief.post("/sign-in/contact-code", Map.of("code", Holder.code(thief, holder.address)))))
                .isEqualTo("303 " + PAGE);
        String thiefs = begin(thief);

        String key = begin(owner);
        assertThat(place(owner.post(PAGE + "/authenticator/key", Map.of("code", code(key)))))
                .isEqualTo("303 " + PAGE);
        assertThat(thief.post(PAGE + "/authenticator/key", Map.of("code", code(thiefs)))
                        .statusCode())
                .isEqualTo(409);
        assertThat(thief.post(PAGE + "/codes", Map.of()).statusCode()).isEqualTo(409);
        assertThat(place(thief.get(PAGE))).isEqualTo("303 /sign-in");
        assertThat(Holder.isSignedIn(thief)).isFalse();
    }

    @Test
    @Proves("R-SES-2")
    void aSignInThatBeganWithAnOlderPasswordBindsNothing() {
        Holder holder = Holder.signUp(node);
        TestBrowser elsewhere = holder.elsewhere();
        node.clock.advance(GRACE.minusMinutes(1));
        elsewhere.cookies.remove("__Host-session");
        Holder.trySignIn(elsewhere, holder.address, Holder.PASSWORD);
        node.clock.advance(Duration.ofMinutes(1));
        TestBrowser thief = signIn(holder);
        String key = begin(thief);
        elsewhere.get("/account/password");
        assertThat(place(elsewhere.post(
                        "/account/password",
                        Map.of("current", Holder.PASSWORD, "password", "another long zebra phrase"))))
                .isEqualTo("303 /account/password?done=changed");
        assertThat(thief.post(PAGE + "/authenticator/key", Map.of("code", code(key)))
                        .statusCode())
                .isEqualTo(409);
        assertThat(Holder.json(elsewhere, "/api/authenticators").size()).isZero();
    }

    /// The same step sent many times at once to two nodes, as by an impatient finger.
    private static List<String> atOnce(TestBrowser browser, String path, Map<String, String> fields) {
        try (var second = node.beside()) {
            return atOnce(browser, second, path, fields);
        }
    }

    private static List<String> atOnce(TestBrowser browser, TestNode second, String path, Map<String, String> fields) {
        var copies = new ArrayList<TestBrowser>();
        for (int i = 0; i < 20; i++) {
            var copy = new TestBrowser(i % 2 == 0 ? node : second);
            copy.cookies.putAll(browser.cookies);
            copy.csrf = browser.csrf;
            copies.add(copy);
        }
        return Race.of(20, i -> () -> place(copies.get(i).post(path, fields)));
    }

    @Test
    @Asvs("15.4.2")
    void anAppConfirmedTwentyTimesAtOnceIsBoundOnceAndNobodyWaitsInACircle() {
        Holder holder = late();
        TestBrowser browser = signIn(holder);
        String key = begin(browser);
        long deadlocks = node.deadlocks();
        assertThat(atOnce(browser, PAGE + "/authenticator/key", Map.of("code", code(key))))
                .allMatch(place -> place.equals("303 " + PAGE) || place.startsWith("409"));
        assertThat(node.deadlocks()).isEqualTo(deadlocks);
        assertThat(bound(holder, "TOTP")).isEqualTo(1);
    }

    @Test
    @Asvs("15.4.2")
    void aPasskeySentTwentyTimesAtOnceIsBoundOnceAndNobodyWaitsInACircle() {
        Holder holder = late();
        TestBrowser browser = signIn(holder);
        browser.get(PAGE);
        var soft = new SoftAuthenticator(node.config.origin());
        String answer = soft.create(expect(200, browser.json("POST", "/api" + PAGE + "/passkey/options", null))
                .body());
        long deadlocks = node.deadlocks();
        // Each node here takes answers for its own port only.
        assertThat(atOnce(browser, node, PAGE + "/passkey", Map.of("passkey", answer)))
                .contains("303 " + PAGE)
                .noneMatch(place -> place.startsWith("5"));
        assertThat(node.deadlocks()).isEqualTo(deadlocks);
        assertThat(bound(holder, "PASSKEY")).isEqualTo(1);
    }

    @Test
    @Proves({"R-BC-1", "R-RL-1"})
    @Asvs({"15.4.2", "2.4.1"})
    void recoveryCodesAreMadeAFewTimesAnHourAndTheDearWorkIsDoneNoOftener() {
        Holder holder = late();
        TestBrowser browser = signIn(holder);
        String key = begin(browser);
        assertThat(place(browser.post(PAGE + "/authenticator/key", Map.of("code", code(key)))))
                .isEqualTo("303 " + PAGE);
        browser.get(PAGE);
        long deadlocks = node.deadlocks();
        assertThat(atOnce(browser, PAGE + "/codes", Map.of()))
                .allMatch(place -> place.equals("200 ") || place.startsWith("429"))
                .filteredOn(place -> place.equals("200 "))
                .hasSizeLessThanOrEqualTo(10);
        assertThat(node.deadlocks()).isEqualTo(deadlocks);
        assertThat(bound(holder, "RECOVERY_CODE")).isEqualTo(1);
    }

    private static long bound(Holder holder, String kind) {
        var account = node.bean(Contacts.class)
                .find(Identifiers.read(holder.address, "DE").orElseThrow())
                .orElseThrow()
                .account();
        return node.bean(Proofs.class).held(account).stream()
                .filter(held -> held.kind() == Proofs.Kind.valueOf(kind))
                .count();
    }
}
