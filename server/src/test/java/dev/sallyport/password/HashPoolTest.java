package dev.sallyport.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.argon2.Argon2;
import dev.sallyport.argon2.Choice;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import dev.sallyport.wire.ErrorCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// One thread that hashes and a gate before it, so that who waits, who is served and who is sent away is
/// exact.
class HashPoolTest {
    private static final int QUEUE = 3;
    private static final Argon2 ARGON2 = Argon2.start(Choice.BOUNCY_CASTLE, line -> {});

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<String> served = new CopyOnWriteArrayList<>();
    private HashPool pool = pool(Duration.ofSeconds(30));

    private HashPool pool(Duration deadline) {
        return new HashPool(ARGON2, 1, QUEUE, deadline, meters);
    }

    @AfterEach
    void close() {
        gate.countDown();
        pool.close();
        callers.close();
    }

    /// Keeps the only thread busy until the gate opens.
    private Future<String> occupy() throws InterruptedException {
        var begun = new CountDownLatch(1);
        Future<String> first = callers.submit(() -> pool.run(Lane.STRANGER, hasher -> {
            begun.countDown();
            await(gate);
            return "first";
        }));
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        return first;
    }

    private Future<String> submit(Lane lane, String name) {
        int before = pool.waiting(lane);
        Future<String> call = callers.submit(() -> pool.run(lane, hasher -> {
            served.add(name);
            return name;
        }));
        while (pool.waiting(lane) == before && !call.isDone()) {
            Thread.onSpinWait();
        }
        return call;
    }

    private void queue(Lane lane, String name) {
        var _ = submit(lane, name);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Refused refused(Future<?> call) {
        return (Refused) refusal(call);
    }

    private static Throwable refusal(Future<?> call) {
        try {
            call.get(20, TimeUnit.SECONDS);
            throw new AssertionError("it was served");
        } catch (java.util.concurrent.ExecutionException e) {
            return java.util.Objects.requireNonNull(e.getCause());
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Defends("A62")
    @Asvs("15.2.2")
    void whoComesToAFullQueueIsToldWhenToComeBackAndNothingIsDone() throws Exception {
        var first = occupy();
        for (int i = 0; i < QUEUE; i++) {
            queue(Lane.STRANGER, "waits");
        }
        var sentAway = refused(submit(Lane.STRANGER, "one too many"));
        assertThat(sentAway.code()).isEqualTo(ErrorCode.BUSY);
        assertThat(sentAway.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
        gate.countDown();
        assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo("first");
        callers.shutdown();
        assertThat(callers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(served).hasSize(QUEUE).containsOnly("waits");
        assertThat(meters.counter("sallyport.password.refused", "lane", "stranger", "why", "full")
                        .count())
                .isEqualTo(1);
    }

    @Test
    @Defends({"A4", "A62"})
    void aKnownDeviceFindsRoomBesideAFloodOfStrangersAndIsServedFirst() throws Exception {
        var _ = occupy();
        for (int i = 0; i < 10 * QUEUE; i++) {
            queue(Lane.STRANGER, "stranger");
        }
        var known = submit(Lane.KNOWN, "known");
        gate.countDown();
        assertThat(known.get(20, TimeUnit.SECONDS)).isEqualTo("known");
        callers.shutdown();
        assertThat(callers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(served.getFirst()).isEqualTo("known");
        assertThat(served).hasSize(1 + QUEUE);
    }

    @Test
    void aStreamOfKnownDevicesDoesNotShutStrangersOut() throws Exception {
        pool.close();
        pool = new HashPool(ARGON2, 1, 2 * HashPool.KNOWN_IN_A_ROW, Duration.ofSeconds(30), meters);
        var _ = occupy();
        queue(Lane.STRANGER, "stranger");
        for (int i = 0; i < 2 * HashPool.KNOWN_IN_A_ROW; i++) {
            queue(Lane.KNOWN, "known");
        }
        gate.countDown();
        callers.shutdown();
        assertThat(callers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(served.indexOf("stranger")).isEqualTo(HashPool.KNOWN_IN_A_ROW);
    }

    @Test
    @Asvs("15.2.2")
    void whoWaitedUntilTheDeadlineIsSentAwayAndHisWorkIsNeverDone() throws Exception {
        pool.close();
        pool = pool(Duration.ofMillis(30));
        var first = occupy();
        var late = refused(submit(Lane.STRANGER, "late"));
        assertThat(late.code()).isEqualTo(ErrorCode.BUSY);
        assertThat(late.retryAfter()).isNotNull();
        assertThat(pool.waiting(Lane.STRANGER)).isZero();
        gate.countDown();
        // What had begun is finished, however long it took.
        assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo("first");
        assertThat(submit(Lane.STRANGER, "next").get(20, TimeUnit.SECONDS)).isEqualTo("next");
        assertThat(served).containsExactly("next");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @Proves("R-PW-3")
    void hashingThreadsStandBehindAllOthers() {
        String stat = pool.run(Lane.STRANGER, hasher -> read("/proc/thread-self/stat"));
        // The 19th field (proc(5)), counted from behind the name in brackets, which may hold blanks.
        String nice = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16];
        assertThat(nice).isEqualTo(Integer.toString(Niceness.LOW));
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Defends("A62")
    void whetherThereIsRoomIsToldBeforeAnythingIsDone() throws Exception {
        Future<String> first = occupy();
        pool.requireRoom(Lane.STRANGER);
        for (int i = 0; i < QUEUE; i++) {
            queue(Lane.STRANGER, "stranger " + i);
        }
        assertThatThrownBy(() -> pool.requireRoom(Lane.STRANGER))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(ErrorCode.BUSY));
        pool.requireRoom(Lane.KNOWN);
        gate.countDown();
        assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo("first");
    }

    @Test
    void aFaultReachesItsCallerAndTheThreadServesTheNext() throws Exception {
        assertThatThrownBy(() -> pool.run(Lane.KNOWN, hasher -> {
                    throw new IllegalArgumentException("broken record");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("broken record");
        assertThat(submit(Lane.KNOWN, "next").get(20, TimeUnit.SECONDS)).isEqualTo("next");
    }

    @Test
    @Proves("R-PW-3")
    void hashersAreAsManyAsThreadsWhateverComes() throws Exception {
        pool.close();
        pool = new HashPool(ARGON2, 2, 1_000, Duration.ofSeconds(30), meters);
        var hashers = java.util.concurrent.ConcurrentHashMap.newKeySet();
        var calls = new ArrayList<CompletableFuture<Boolean>>();
        for (int i = 0; i < 300; i++) {
            Lane lane = i % 3 == 0 ? Lane.KNOWN : Lane.STRANGER;
            calls.add(CompletableFuture.supplyAsync(() -> pool.run(lane, hashers::add), callers));
        }
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        assertThat(hashers).hasSizeBetween(1, 2);
    }

    @Test
    void nobodyHashesInsideATransaction() {
        var tx = TestNode.shared().bean(Tx.class);
        var done = new AtomicBoolean();
        assertThatThrownBy(() -> tx.run(() -> pool.run(Lane.KNOWN, hasher -> {
                    done.set(true);
                    return "done";
                })))
                .isInstanceOf(IllegalStateException.class);
        assertThat(done).isFalse();
    }

    @Test
    void aClosedPoolTakesNothing() {
        pool.close();
        assertThatThrownBy(() -> pool.run(Lane.KNOWN, hasher -> "late"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }
}
