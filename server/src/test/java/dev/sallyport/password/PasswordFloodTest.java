package dev.sallyport.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.limit.Attempts;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A node with one hashing thread and room for four in each lane, and more sign-ins than it can take.
class PasswordFloodTest {
    private static final int QUEUE = 4;
    private static final String SESSION = "__Host-session";

    @SuppressWarnings("NullAway.Init")
    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.start(
                new TestClock(),
                Map.of("password.threads", "1", "password.queue", Integer.toString(QUEUE), "password.deadline", "30s"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    @Proves("R-PW-3")
    @Defends({"A62", "A4"})
    @Asvs({"15.2.2", "6.1.1"})
    void aFloodOfStrangersIsSentAwayWhileKnownDevicesGetInAndAllElseIsAnswered() throws Exception {
        Holder owner = Holder.signUp(node);
        TestBrowser signedIn = owner.elsewhere();
        var pool = node.bean(HashPool.class);
        var gate = new CountDownLatch(1);
        var strangers = new ArrayList<TestBrowser>();
        for (int i = 0; i < 10 * QUEUE; i++) {
            var stranger = new TestBrowser(node);
            stranger.get("/sign-in");
            strangers.add(stranger);
        }
        owner.browser.cookies.remove(SESSION);
        owner.browser.get("/sign-in");
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            // The thread is busy until the gate opens, so that it is exact who finds a place.
            var begun = new CountDownLatch(1);
            Future<Boolean> busy = callers.submit(() -> pool.run(Lane.STRANGER, hasher -> {
                begun.countDown();
                return awaited(gate);
            }));
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

            var flood = new ArrayList<Future<HttpResponse<String>>>();
            for (TestBrowser stranger : strangers) {
                flood.add(callers.submit(() -> stranger.post(
                        "/sign-in",
                        Map.of("identifier", Holder.newAddress(), "password", "a stranger knocks on the gate"))));
            }
            // All but those who found a place are answered at once.
            Holder.await(
                    "the others are sent away",
                    () -> flood.stream().filter(Future::isDone).count() == strangers.size() - QUEUE);
            for (Future<HttpResponse<String>> one : List.copyOf(flood)) {
                if (one.isDone()) {
                    assertThat(one.get().statusCode()).isEqualTo(503);
                    assertThat(Integer.parseInt(one.get()
                                    .headers()
                                    .firstValue("Retry-After")
                                    .orElse("0")))
                            .isBetween(1, 30);
                }
            }

            Future<HttpResponse<String>> known = callers.submit(() ->
                    owner.browser.post("/sign-in", Map.of("identifier", owner.address, "password", Holder.PASSWORD)));
            Holder.await("the owner has a place", () -> pool.waiting(Lane.KNOWN) == 1);
            // What needs no hash is answered while nothing can be hashed at all.
            for (int i = 0; i < 20; i++) {
                assertThat(new TestBrowser(node).get("/sign-in").statusCode()).isEqualTo(200);
                assertThat(signedIn.get("/account").statusCode()).isEqualTo(200);
                assertThat(sessionCheck(signedIn)).contains("\"active\":true");
            }
            assertThat(known.isDone()).isFalse();

            gate.countDown();
            assertThat(busy.get(20, TimeUnit.SECONDS)).isTrue();
            assertThat(known.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(303);
            for (Future<HttpResponse<String>> one : flood) {
                assertThat(one.get(20, TimeUnit.SECONDS).statusCode()).isIn(422, 503);
            }
            assertThat(pool.waiting(Lane.STRANGER)).isZero();
        }
    }

    private static String sessionCheck(TestBrowser browser) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(node.inside("/v1/session-check"))
                                    .header("Authorization", "Bearer " + TestNode.SERVICE_TOKEN)
                                    .header("X-Session-Token", Objects.requireNonNull(browser.cookies.get(SESSION)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    @Proves({"R-RL-2", "R-PW-3"})
    @Defends({"A4", "A62"})
    @Asvs("6.1.1")
    void whoWasSentAwayBecauseTooManyWaitedHasNotFailed() throws Exception {
        Holder owner = Holder.signUp(node);
        TestBrowser stranger = new TestBrowser(node);
        owner.browser.get("/account/password");
        var pool = node.bean(HashPool.class);
        var gate = new CountDownLatch(1);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var begun = new CountDownLatch(1);
            var crowd = new ArrayList<Future<Boolean>>();
            crowd.add(callers.submit(() -> pool.run(Lane.STRANGER, hasher -> {
                begun.countDown();
                return awaited(gate);
            })));
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            for (Lane lane : Lane.values()) {
                for (int i = 0; i < QUEUE; i++) {
                    crowd.add(callers.submit(() -> pool.run(lane, hasher -> true)));
                }
                Holder.await("the lane is full", () -> pool.waiting(lane) == QUEUE);
            }
            long counted = counts();
            for (int i = 0; i < 2 * Attempts.FREE; i++) {
                assertThat(Holder.trySignIn(stranger, owner.address, Holder.PASSWORD)
                                .statusCode())
                        .isEqualTo(503);
            }
            assertThat(counts()).as("nothing was counted for them").isEqualTo(counted);
            for (int i = 0; i < Attempts.FREE; i++) {
                assertThat((i % 2 == 0 ? prove(owner.browser) : change(owner.browser)).statusCode())
                        .isEqualTo(503);
            }
            gate.countDown();
            for (Future<Boolean> one : crowd) {
                assertThat(one.get(20, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(Holder.trySignIn(stranger, owner.address, Holder.PASSWORD).statusCode())
                .isEqualTo(303);
        assertThat(prove(owner.browser).statusCode()).isEqualTo(200);
        owner.browser.get("/account/password");
        assertThat(change(owner.browser).statusCode()).isEqualTo(200);
    }

    /// Of networks at the sign-in, and of failures.
    private static long counts() {
        return node.bean(JdbcClient.class).sql("""
                SELECT (SELECT count(*) FROM limit_bucket WHERE name = 'SIGN_IN_NETWORK') + (SELECT count(*) FROM attempt)
                """).query(Long.class).single();
    }

    private static HttpResponse<String> prove(TestBrowser browser) {
        var asked = Holder.json(browser.json("POST", "/api/session/proofs", null));
        return browser.proveJson(asked.get("id").asString(), Map.of("password", Holder.PASSWORD));
    }

    private static HttpResponse<String> change(TestBrowser browser) {
        return browser.json(
                "PUT",
                "/api/password",
                "{\"current\":\"" + Holder.PASSWORD + "\",\"password\":\"seven boats & one harbour\"}");
    }

    private static boolean awaited(CountDownLatch gate) {
        try {
            return gate.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
