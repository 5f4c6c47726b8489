package dev.sallyport.signin;

import static dev.sallyport.harness.AppHolder.place;
import static dev.sallyport.harness.AppHolder.second;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.account.Provings;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.limit.Attempts;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.password.Passwords;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Somebody has the password and guesses the second proof, by as many sign-ins as he likes.
@Proves({"R-RL-1", "R-RL-2", "N-6"})
@Defends("A8")
@Asvs({"6.6.3", "6.3.1"})
class SecondGuessingTest {
    private static final String API = "/api/sign-in/second";
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestNode node = TestNode.shared();
    private final AppHolder owner = AppHolder.signUp(node);
    private final AccountId account = new AccountId(UUID.fromString(owner.holder.account()));

    /// A sign-in that has had its right password, without the price of looking at it a thousand times.
    private TestBrowser half(TestNode at) {
        var browser = new TestBrowser(at);
        browser.get("/sign-in");
        var signIn = new SignIn(
                Provings.newId(node.clock.instant()),
                List.of(Need.SECOND),
                "",
                null,
                at.bean(Passwords.class).changedAt(account).orElseThrow(),
                false,
                false,
                0,
                "");
        var token = at.bean(Tx.class)
                .run(() -> at.bean(Progress.class).begin(account, signIn, new Caller(browser.address, "Chrome", null)));
        browser.cookies.put("__Host-signin", token.reveal());
        return browser;
    }

    private static int guess(TestBrowser half, String field, String value) {
        return half.json("POST", API, "{\"proof\":{\"" + field + "\":\"" + value + "\"}}")
                .statusCode();
    }

    @Test
    @Proves({"N-7", "R-OTP-1"})
    @Defends("A12")
    void aThousandSignInsGetNoMoreTriesThanOne() {
        owner.recoveryCodes();
        String code;
        try (var other = TestNode.start(node.clock, Map.of())) {
            var halves = new ArrayList<TestBrowser>();
            for (int i = 0; i < 1_000; i++) {
                halves.add(half(i % 2 == 0 ? node : other));
            }
            String wrong = owner.wrongCode();
            code = owner.code();
            List<List<Integer>> answers = Race.of(50, i -> () -> {
                var mine = new ArrayList<Integer>();
                for (int n = i; n < halves.size(); n += 50) {
                    // Whatever is guessed goes to one count.
                    mine.add(
                            n % 3 == 0
                                    ? guess(halves.get(n), "recovery", "AAAAA-AAAAA-AAA")
                                    : guess(halves.get(n), "code", wrong));
                }
                return mine;
            });
            List<Integer> all = answers.stream().flatMap(List::stream).toList();
            assertThat(all).hasSize(1_000).allMatch(status -> status == 422 || status == 429);
            long looked = all.stream().filter(status -> status == 422).count();
            assertThat(looked).isBetween(1L, (long) Attempts.FREE);
            assertThat(owner.facts("signin.second-failed")).isEqualTo(looked);
        }
        // The right code of a stranger waits with them, and is not spent by waiting.
        assertThat(guess(half(node), "code", code)).isEqualTo(429);
        // The owner on the device that his account knows does not.
        assertThat(second(owner.half(owner.browser), "code", code)).isEqualTo("303 /account");
        Holder.await(
                "the owner is told",
                () -> Holder.count(
                                owner.browser,
                                owner.holder.address,
                                "Somebody has your password and is guessing the second step")
                        == 1);
    }

    @Test
    void inAllTimeStrangersGetFiftyTriesUntilThePasswordIsAnother() {
        int looked = 0;
        for (int i = 0; i < 70; i++) {
            looked += guess(half(node), "code", owner.wrongCode()) == 422 ? 1 : 0;
            node.clock.advance(HOUR);
        }
        assertThat(looked).isEqualTo(Attempts.MOST);
        assertThat(guess(half(node), "code", owner.code())).isEqualTo(429);

        // The owner comes in on his own device, and his new password gives tries to new devices again.
        assertThat(second(owner.half(owner.browser), "code", owner.code())).isEqualTo("303 /account");
        owner.browser.get("/account/password");
        String fresh = "another long zebra phrase";
        assertThat(place(
                        owner.browser.post("/account/password", Map.of("current", Holder.PASSWORD, "password", fresh))))
                .isEqualTo("303 /account/password?done=changed");
        var phone = new TestBrowser(node);
        Holder.trySignIn(phone, owner.holder.address, fresh);
        assertThat(second(phone, "code", owner.code())).isEqualTo("303 /account");
    }
}
