package dev.sallyport.recovery;

import static dev.sallyport.harness.AppHolder.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.account.Holds;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The way back into an account, and what keeps a thief of mailbox or number from going it; on a database of its own,
/// where time passes by days.
@Proves({"R-REC-1", "N-18"})
class RecoveryTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @SuppressWarnings("NullAway.Init")
    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.startAlone(new TestClock(), Map.of());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static AccountId account(Holder holder) {
        return new AccountId(UUID.fromString(holder.account()));
    }

    private static Duration held(AccountId account) {
        return node.bean(Holds.class)
                .on(account)
                .map(held -> Duration.between(
                        node.bean(dev.sallyport.base.db.DatabaseClock.class).now(), held.until()))
                .orElse(Duration.ZERO);
    }

    private static String signIn(String address, String password) {
        return place(Holder.trySignIn(new TestBrowser(node), address, password));
    }

    @Test
    @Asvs({"6.4.3", "6.4.4"})
    void aCodeAndTheAppSetANewPasswordAndNothingElse() {
        var owner = AppHolder.signUp(node);
        var inside = owner.half();
        AppHolder.second(inside, "code", owner.code());
        var back = new WayBack(node, owner.holder.address);
        assertThat(back.proveAddress()).isEqualTo("/recovery/second");
        assertThat(back.set(WayBack.NEW_PASSWORD)).as("not due yet").isEqualTo("303 /recovery/second");
        assertThat(back.second("code", owner.wrongCode())).startsWith("422");
        assertThat(back.second("code", owner.code())).isEqualTo("303 /recovery/password");
        assertThat(back.set("short")).startsWith("422");
        back.browser.get("/recovery/password");
        assertThat(back.set(Holder.PASSWORD)).as("the lost one again").startsWith("422");
        assertThat(back.set(WayBack.NEW_PASSWORD)).isEqualTo("303 /recovery/done");
        assertThat(back.browser.cookies).as("no session").doesNotContainKey("__Host-session");
        assertThat(Holder.isSignedIn(inside)).isFalse();
        assertThat(signIn(owner.holder.address, Holder.PASSWORD)).startsWith("422");
        assertThat(signIn(owner.holder.address, WayBack.NEW_PASSWORD))
                .as("the second proof is asked for as before")
                .isEqualTo("303 /sign-in/second");
        assertThat(held(owner.account)).isGreaterThan(Duration.ofHours(47));
        Holder.await(
                "word", () -> Holder.count(back.browser, owner.holder.address, "Your account has a new password") == 1);
    }

    @Test
    void aPasskeyOrARecoveryCodeDoToo() {
        var owner = AppHolder.signUp(node);
        var codes = owner.recoveryCodes();
        var back = new WayBack(node, owner.holder.address);
        assertThat(back.proveAddress()).isEqualTo("/recovery/second");
        assertThat(back.second("recovery", codes.getFirst())).isEqualTo("303 /recovery/password");
        var other = AppHolder.signUp(node);
        var passkey = other.passkey();
        var again = new WayBack(node, other.holder.address);
        assertThat(again.proveAddress()).isEqualTo("/recovery/second");
        String options = org.jsoup.Jsoup.parse(
                        again.browser.get("/recovery/second").body())
                .select("form[data-passkey=get]")
                .attr("data-options");
        assertThat(again.second("passkey", passkey.get(options))).isEqualTo("303 /recovery/password");
    }

    @Test
    @Defends("A26")
    void aStolenMailboxAloneGetsNowhereWhereThereIsASecondProof() {
        var owner = AppHolder.signUp(node);
        var thief = new WayBack(node, owner.holder.address);
        assertThat(thief.proveAddress()).isEqualTo("/recovery/second");
        node.clock.advance(Duration.ofMinutes(40));
        assertThat(thief.due()).isEqualTo("/recovery/second");
        assertThat(thief.set(WayBack.NEW_PASSWORD)).isEqualTo("303 /recovery/second");
        for (int i = 0; i < 6; i++) {
            thief.second("code", owner.wrongCode());
        }
        Holder.await(
                "a warning",
                () -> Holder.count(thief.browser, owner.holder.address, "Somebody is guessing your second proof") == 1);
        assertThat(thief.second("code", owner.wrongCode())).startsWith("429");
        assertThat(signIn(owner.holder.address, Holder.PASSWORD)).isEqualTo("303 /sign-in/second");
    }

    @Test
    @Proves({"R-HOLD-1", "N-20"})
    @Defends("A26")
    void withoutASecondProofItWaitsThreeDaysAndGoesOnInAnyBrowser() {
        Holder holder = Holder.signUp(node);
        AccountId account = account(holder);
        var first = new WayBack(node, holder.address);
        assertThat(first.proveAddress()).isEqualTo("/recovery/waiting");
        Holder.await(
                "word", () -> Holder.count(first.browser, holder.address, "Somebody wants to set a new password") == 1);
        assertThat(first.set(WayBack.NEW_PASSWORD)).isEqualTo("303 /recovery/waiting");
        assertThat(holder.browser.get("/account").body())
                .as("whoever is signed in sees it there")
                .contains("Somebody has begun to get into your account");
        node.clock.advance(Duration.ofHours(71));
        var second = new WayBack(node, holder.address);
        assertThat(second.proveAddress()).isEqualTo("/recovery/waiting");
        node.clock.advance(HOUR);
        node.clock.advance(Duration.ofMinutes(1));
        var third = new WayBack(node, holder.address);
        assertThat(third.proveAddress()).isEqualTo("/recovery/password");
        assertThat(third.set(WayBack.NEW_PASSWORD)).isEqualTo("303 /recovery/done");
        assertThat(held(account)).isGreaterThan(Duration.ofHours(71));
        assertThat(signIn(holder.address, Holder.PASSWORD)).startsWith("422");
        assertThat(Holder.count(third.browser, holder.address, "Somebody wants to set a new password"))
                .as("told once")
                .isEqualTo(1);
    }

    @Test
    @Proves("R-REC-3")
    @Defends("A30")
    void everyAddressCallsItOffByALinkAndAButton() {
        Holder holder = Holder.signUp(node);
        var thief = new WayBack(node, holder.address);
        thief.proveAddress();
        var stranger = new TestBrowser(node);
        String link = WayBack.cancellation(stranger, holder.address);
        assertThat(stranger.get(link).statusCode()).isEqualTo(200);
        assertThat(thief.due()).as("opening it changes nothing").isEqualTo("/recovery/waiting");
        assertThat(stranger.post(link, Map.of()).body()).contains("It is called off");
        assertThat(thief.due()).isEqualTo("/recovery");
        node.clock.advance(Duration.ofDays(4));
        stranger.get("/sign-in");
        assertThat(stranger.post(link, Map.of()).body()).contains("There is nothing to call off");
        assertThat(signIn(holder.address, Holder.PASSWORD)).isEqualTo("303 /account");
    }

    @Test
    @Proves("R-LOCK-3")
    void aClosedAccountOpensAfterADayWithBothProofsAndHoldsForThree() {
        var owner = AppHolder.signUp(node);
        owner.browser.get("/account");
        owner.browser.postUnproven("/account/lockdown", Map.of());
        var back = new WayBack(node, owner.holder.address);
        assertThat(back.proveAddress()).isEqualTo("/recovery/second");
        assertThat(back.second("code", owner.code())).isEqualTo("303 /recovery/waiting");
        node.clock.advance(Duration.ofHours(25));
        var later = new WayBack(node, owner.holder.address);
        later.proveAddress();
        assertThat(later.second("code", owner.code())).isEqualTo("303 /recovery/password");
        assertThat(later.set(Holder.PASSWORD)).as("the void one").startsWith("422");
        later.browser.get("/recovery/password");
        assertThat(later.set(WayBack.NEW_PASSWORD)).isEqualTo("303 /recovery/done");
        assertThat(held(owner.account)).isGreaterThan(Duration.ofHours(71));
        TestBrowser in = new TestBrowser(node);
        assertThat(place(Holder.trySignIn(in, owner.holder.address, WayBack.NEW_PASSWORD)))
                .isEqualTo("303 /sign-in/second");
        assertThat(AppHolder.second(in, "code", owner.code())).isEqualTo("303 /account");
        String page = in.get("/account/lockdown").body();
        assertThat(page).contains("The last time every door was closed", "An authenticator app was added");
        String fact = page.replaceAll("(?s).*?name=\"foreign\" value=\"(\\d+)\".*", "$1");
        assertThat(place(in.post("/account/lockdown/answers", Map.of("foreign", fact))))
                .isEqualTo("303 /account/lockdown");
        assertThat(in.get("/account/lockdown").body()).contains("Something here was not you");
        assertThat(in.post("/account/lockdown/answers", Map.of("foreign", "999999"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    @Proves("R-LOCK-3")
    void aLockdownVoidsWhatWasBegunBeforeItAndSlowsWhatComesAfter() {
        Holder holder = Holder.signUp(node);
        var thief = new WayBack(node, holder.address);
        assertThat(thief.proveAddress()).isEqualTo("/recovery/waiting");
        node.clock.advance(Duration.ofHours(73));
        holder.again();
        holder.browser.postUnproven("/account/lockdown", Map.of());
        var again = new WayBack(node, holder.address);
        assertThat(again.proveAddress()).isEqualTo("/recovery/waiting");
        node.clock.advance(Duration.ofDays(3).plus(HOUR));
        var later = new WayBack(node, holder.address);
        assertThat(later.proveAddress()).as("seven days, not three").isEqualTo("/recovery/waiting");
        assertThat(later.set(WayBack.NEW_PASSWORD)).isEqualTo("303 /recovery/waiting");
    }

    @Test
    @Proves("R-LOCK-1")
    void aSettingsLockIsNotGoneRound() {
        var owner = AppHolder.signUp(node);
        AppHolder.expect(204, owner.browser.json("PUT", "/api/locks/settings", "{\"days\":5}"));
        var back = new WayBack(node, owner.holder.address);
        back.proveAddress();
        assertThat(back.second("code", owner.code())).isEqualTo("303 /recovery/waiting");
        node.clock.advance(Duration.ofDays(5).minusMinutes(5));
        var soon = new WayBack(node, owner.holder.address);
        soon.proveAddress();
        assertThat(soon.second("code", owner.code())).isEqualTo("303 /recovery/waiting");
        node.clock.advance(Duration.ofMinutes(30));
        assertThat(soon.due()).isEqualTo("/recovery/password");
    }

    @Test
    @Asvs({"2.3.4", "15.4.2"})
    void fiftyAtOnceSetOnePassword() {
        var owner = AppHolder.signUp(node);
        var back = new WayBack(node, owner.holder.address);
        back.proveAddress();
        back.second("code", owner.code());
        back.browser.get("/recovery/password");
        var answers = Race.of(12, i -> () -> back.set(WayBack.NEW_PASSWORD + " " + i));
        assertThat(answers.stream().filter("303 /recovery/done"::equals)).hasSize(1);
        assertThat(owner.facts("recovery.completed")).isEqualTo(1);
    }

    @Test
    void anAccountThatOnlyPasskeysOpenHasNoPasswordToLose() {
        var owner = AppHolder.signUp(node);
        var one = owner.passkey();
        owner.passkey();
        owner.browser.prover = dev.sallyport.harness.Prover.passkey(one);
        var switched = owner.browser.json("PUT", "/api/passkeys/only", "{\"only\":true}");
        assertThat(switched.statusCode()).as(switched.body()).isLessThan(300);
        var back = new WayBack(node, owner.holder.address);
        assertThat(back.proveAddress()).isEqualTo("/recovery/second");
        assertThat(back.second("code", owner.code()))
                .as("an app opens nothing here")
                .startsWith("422");
        String options = org.jsoup.Jsoup.parse(
                        back.browser.get("/recovery/second").body())
                .select("form[data-passkey=get]")
                .attr("data-options");
        assertThat(back.second("passkey", one.get(options))).isEqualTo("303 /recovery/passkeys-only");
        assertThat(back.set(WayBack.NEW_PASSWORD)).isEqualTo("303 /recovery/passkeys-only");
    }
}
