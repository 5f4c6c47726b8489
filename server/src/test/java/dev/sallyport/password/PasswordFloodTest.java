package dev.sallyport.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A node with one hashing thread and room for four in each lane, and more sign-ins than it can take.
class PasswordFloodTest {
    private static final int QUEUE = 4;

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
    void aFloodOfStrangersIsSentAwayWhileKnownDevicesGetInAndPagesStayQuick() throws Exception {
        Holder owner = Holder.signUp(node);
        var pool = node.bean(HashPool.class);
        var gate = new CountDownLatch(1);
        var strangers = new ArrayList<TestBrowser>();
        for (int i = 0; i < 10 * QUEUE; i++) {
            var stranger = new TestBrowser(node);
            stranger.get("/sign-in");
            strangers.add(stranger);
        }
        owner.browser.cookies.remove("__Host-session");
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
            long begin = System.nanoTime();
            assertThat(new TestBrowser(node).get("/sign-in").statusCode()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));

            gate.countDown();
            assertThat(busy.get(20, TimeUnit.SECONDS)).isTrue();
            assertThat(known.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(303);
            for (Future<HttpResponse<String>> one : flood) {
                assertThat(one.get(20, TimeUnit.SECONDS).statusCode()).isIn(422, 503);
            }
            assertThat(pool.waiting(Lane.STRANGER)).isZero();
        }
    }

    private static boolean awaited(CountDownLatch gate) {
        try {
            return gate.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
