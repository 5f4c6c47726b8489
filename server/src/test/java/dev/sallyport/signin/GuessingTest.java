package dev.sallyport.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Audit;
import dev.sallyport.base.limit.Attempts;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.Solver;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GuessingTest {
    private static final String BLOCKED = "Many failed attempts to sign in";
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestNode node = TestNode.shared();

    private HttpResponse<String> guess(String address, String password) {
        return Holder.trySignIn(new TestBrowser(node), address, password);
    }

    private int wrong(String address) {
        return guess(address, "wrong wrong wrong wrong " + System.nanoTime()).statusCode();
    }

    private static long retryAfter(HttpResponse<String> answer) {
        return Long.parseLong(answer.headers().firstValue("Retry-After").orElse("0"));
    }

    @Test
    @Proves({"R-RL-1", "R-RL-2", "R-MSG-3"})
    @Defends({"A3", "A4", "A1"})
    @Asvs({"6.3.1", "6.1.1"})
    void strangersWaitLongerAndLongerWhileTheOwnersDeviceStaysOpen() {
        Holder owner = Holder.signUp(node);
        for (int i = 0; i < 5; i++) {
            assertThat(wrong(owner.address)).isEqualTo(422);
        }
        Duration wait = Duration.ofSeconds(30);
        for (int i = 0; i < 9; i++) {
            var refused = guess(owner.address, Holder.PASSWORD);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(retryAfter(refused)).isBetween(wait.toSeconds() - 5, wait.toSeconds());
            node.clock.advance(wait);
            assertThat(wrong(owner.address)).isEqualTo(422);
            wait = wait.multipliedBy(2).compareTo(HOUR) > 0 ? HOUR : wait.multipliedBy(2);
        }
        // The owner's own browser is asked for its password as ever.
        owner.again();
        assertThat(owner.isSignedIn()).isTrue();
        Holder.await("the owner is told", () -> Holder.count(owner.browser, owner.address, BLOCKED) > 0);
        assertThat(Holder.count(owner.browser, owner.address, BLOCKED)).isEqualTo(1);
        // Its success opens nothing for strangers.
        assertThat(guess(owner.address, Holder.PASSWORD).statusCode()).isEqualTo(429);
        node.clock.advance(HOUR);
        assertThat(guess(owner.address, Holder.PASSWORD).statusCode()).isEqualTo(303);
    }

    @Test
    @Proves("R-RL-2")
    void aSuccessClearsTheCountOfItsLane() {
        Holder owner = Holder.signUp(node);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 4; i++) {
                assertThat(wrong(owner.address)).isEqualTo(422);
            }
            assertThat(guess(owner.address, Holder.PASSWORD).statusCode()).isEqualTo(303);
        }
    }

    @Test
    @Proves("R-RL-1")
    @Defends({"A3", "A1"})
    @Asvs({"6.3.1", "15.4.2"})
    void ofFiftyParallelGuessesFiveAreLookedAt() {
        Holder owner = Holder.signUp(node);
        var browsers = new java.util.ArrayList<TestBrowser>();
        for (int i = 0; i < 50; i++) {
            var browser = new TestBrowser(node);
            browser.get("/sign-in");
            browsers.add(browser);
        }
        var answers = Race.of(
                50,
                i -> () -> browsers.get(i)
                        .post(
                                "/sign-in",
                                Map.of("identifier", owner.address, "password", "guess number " + i + " of fifty"))
                        .statusCode());
        assertThat(answers.stream().filter(s -> s == 422).count()).isBetween(1L, 5L);
        assertThat(answers).allMatch(s -> s == 422 || s == 429 || s == 503);
    }

    @Test
    @Proves("R-RL-1")
    void theCountSurvivesARestart() {
        String address;
        try (var before = TestNode.start(node.clock, Map.of())) {
            address = Holder.signUp(before).address;
            for (int i = 0; i < Attempts.FREE; i++) {
                assertThat(Holder.trySignIn(new TestBrowser(before), address, "wrong wrong wrong wrong")
                                .statusCode())
                        .isEqualTo(422);
            }
        }
        try (var after = TestNode.start(node.clock, Map.of())) {
            assertThat(Holder.trySignIn(new TestBrowser(after), address, Holder.PASSWORD)
                            .statusCode())
                    .isEqualTo(429);
        }
    }

    @Test
    @Proves("R-RL-1")
    void theCountIsOneForAllNodes() {
        Holder owner = Holder.signUp(node);
        for (int i = 0; i < Attempts.FREE; i++) {
            wrong(owner.address);
        }
        try (var other = TestNode.start(node.clock, Map.of())) {
            assertThat(Holder.trySignIn(new TestBrowser(other), owner.address, Holder.PASSWORD)
                            .statusCode())
                    .isEqualTo(429);
        }
    }

    @Test
    @Proves({"R-RL-2", "R-LOG-1"})
    @Defends("A3")
    void whatIsRefusedIsCountedAndMakesNobodysRecordGrow() {
        Holder owner = Holder.signUp(node);
        var account = new AccountId(UUID.fromString(owner.account()));
        var refused = node.bean(MeterRegistry.class).counter("sallyport.audit.refused", "kind", "signin.failed");
        for (int i = 0; i < Attempts.FREE; i++) {
            assertThat(wrong(owner.address)).isEqualTo(422);
        }
        Holder.await("the last fact of it", () -> facts(account, "signin.blocked") == 1);
        assertThat(facts(account, "signin.failed")).isEqualTo(Attempts.FREE);
        int all = facts(account, "");
        double before = refused.count();
        for (int i = 0; i < 20; i++) {
            assertThat(wrong(owner.address)).isEqualTo(429);
        }
        assertThat(refused.count()).isEqualTo(before + 20);
        assertThat(facts(account, "")).isEqualTo(all);
    }

    private int facts(AccountId account, String kind) {
        return node.bean(Audit.class)
                .timeline(account, kind, Long.MAX_VALUE, 200)
                .size();
    }

    @Test
    @Proves("R-RL-2")
    @Defends("A3")
    void afterFiftyFailuresStrangersAreShutOutUntilTheOwnerChangesThePassword() {
        Holder owner = Holder.signUp(node);
        for (int i = 0; i < Attempts.MOST; i++) {
            assertThat(wrong(owner.address)).as("failure " + i).isEqualTo(422);
            node.clock.advance(i >= 4 ? HOUR : Duration.ZERO);
        }
        Holder.await(
                "the owner is told",
                () -> Holder.count(owner.browser, owner.address, "Sign-ins from unknown devices are switched off")
                        == 1);
        node.clock.advance(Duration.ofDays(3));
        assertThat(guess(owner.address, Holder.PASSWORD).statusCode()).isEqualTo(429);
        owner.again();
        owner.browser.get("/account/password");
        String other = "another long zebra phrase";
        assertThat(owner.browser
                        .post("/account/password", Map.of("current", Holder.PASSWORD, "password", other))
                        .statusCode())
                .isEqualTo(303);
        assertThat(guess(owner.address, other).statusCode()).isEqualTo(303);
    }

    @Test
    @Proves("R-RL-1")
    @Defends("A1")
    void oneNetworkMayTrySixtyTimesInTenMinutes() {
        var one = new TestBrowser(node);
        one.get("/sign-in");
        Instant start = node.clock.instant();
        int looked = 0;
        for (int i = 0; i < 65; i++) {
            int status = one.post("/sign-in", Map.of("identifier", "n" + i + "@net.examplex.com", "password", "p " + i))
                    .statusCode();
            looked += status == 422 ? 1 : 0;
        }
        // One comes back every ten seconds.
        long meanwhile = Duration.between(start, node.clock.instant()).dividedBy(Duration.ofSeconds(10));
        assertThat(looked).isBetween(55, 61 + (int) meanwhile).isLessThan(65);
    }

    @Test
    @Proves({"R-PW-3"})
    @Defends("A62")
    @Asvs({"15.2.2", "6.2.9"})
    void aPasswordOfAMegabyteCostsNoHash() {
        Holder owner = Holder.signUp(node);
        var hashed =
                node.bean(MeterRegistry.class).get("sallyport.password.hash").timer();
        long before = hashed.count();
        for (String address : new String[] {owner.address, Holder.newAddress()}) {
            assertThat(guess(address, "a".repeat(1_025)).statusCode()).isEqualTo(422);
            assertThat(guess(address, "a".repeat(9_000)).statusCode()).isEqualTo(422);
            assertThat(guess(address, "a".repeat(1 << 20)).statusCode()).isEqualTo(413);
            var app = new TestBrowser(node);
            app.get("/sign-in");
            for (int length : new int[] {1_025, 1 << 20}) {
                String asked = "{\"identifier\":\"" + address + "\",\"password\":\"" + "a".repeat(length) + "\"}";
                assertThat(app.json("POST", "/api/sign-in", asked).statusCode()).isEqualTo(413);
            }
        }
        assertThat(hashed.count()).isEqualTo(before);
        assertThat(guess(owner.address, Holder.PASSWORD).statusCode()).isEqualTo(303);
        assertThat(hashed.count()).isEqualTo(before + 1);
    }

    @Test
    @Proves("R-RL-3")
    @Defends("A2")
    @Asvs("6.3.1")
    void sprayingAsksStrangersForAPuzzleAndLocksNobody() {
        try (var alone = TestNode.startAlone(node.clock, Map.of("sign-in.spray-accounts", "8"))) {
            Holder owner = Holder.signUp(alone);
            var last = 0;
            for (int i = 0; i < 8; i++) {
                assertThat(new TestBrowser(alone).get("/sign-in").body())
                        .as("after " + i)
                        .doesNotContain("challenge");
                last = Holder.trySignIn(new TestBrowser(alone), "spray" + i + "@examplex.com", "Summer of 2026 again")
                        .statusCode();
            }
            assertThat(last).isEqualTo(422);
            var stranger = new TestBrowser(alone);
            var page = stranger.get("/sign-in");
            assertThat(page.body()).contains("challenge");
            var puzzled = stranger.post("/sign-in", Map.of("identifier", owner.address, "password", Holder.PASSWORD));
            assertThat(puzzled.statusCode()).isEqualTo(422);
            assertThat(stranger.cookies).doesNotContainKey("__Host-session");
            assertThat(stranger.json("POST", "/api/sign-in", "{\"identifier\":\"a@examplex.com\",\"password\":\"x\"}")
                            .body())
                    .contains("challenge-required");
            // Known devices are not asked.
            owner.again();
            assertThat(owner.isSignedIn()).isTrue();
            // A solution lets in once.
            String solution = Solver.solve(Holder.json(stranger, "/api/sign-in/puzzle"));
            assertThat(stranger.post(
                                    "/sign-in",
                                    Map.of(
                                            "identifier",
                                            owner.address,
                                            "password",
                                            Holder.PASSWORD,
                                            "altcha",
                                            solution))
                            .statusCode())
                    .isEqualTo(303);
            var replay = new TestBrowser(alone);
            replay.get("/sign-in");
            assertThat(replay.post(
                                    "/sign-in",
                                    Map.of(
                                            "identifier",
                                            owner.address,
                                            "password",
                                            Holder.PASSWORD,
                                            "altcha",
                                            solution))
                            .statusCode())
                    .isEqualTo(422);
            // In the end it is calm again.
            node.clock.advance(Spray.ALARM.plusSeconds(1));
            assertThat(Holder.trySignIn(new TestBrowser(alone), owner.address, Holder.PASSWORD)
                            .statusCode())
                    .isEqualTo(303);
        }
    }
}
