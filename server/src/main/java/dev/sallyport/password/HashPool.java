package dev.sallyport.password;

import dev.sallyport.argon2.Argon2;
import dev.sallyport.argon2.Hasher;
import dev.sallyport.argon2.WorkMemoryException;
import dev.sallyport.base.http.Refused;
import dev.sallyport.wire.ErrorCode;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The only threads that hash: as many as configured, each with its own work memory, so that memory is
/// threads times the cost of one hash and never more (R-PW-3, ASVS 15.2.2). They stand behind all other threads
/// ([Niceness]): what needs no hash stays quick.
///
/// Each [Lane] has a bounded queue. Known devices are served first; after [#KNOWN_IN_A_ROW] of them one
/// stranger is, so that nobody is shut out for good. What has not begun when its deadline is over is taken
/// out of the queue, and its caller is told when to come back.
final class HashPool implements AutoCloseable {
    static final int KNOWN_IN_A_ROW = 16;

    private static final Logger LOG = LoggerFactory.getLogger(HashPool.class);
    /// After so long without work a thread gives its work memory back to the heap.
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final long LONGEST_RETRY_SECONDS = 30;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Map<Lane, ArrayDeque<Task<?>>> waiting = new EnumMap<>(Lane.class);
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong typicalNanos = new AtomicLong(TimeUnit.MILLISECONDS.toNanos(50));
    private final CompletableFuture<String> kernel;
    private final HashMeters meters;
    private final Duration deadline;
    private final int queue;
    private int knownInARow;
    private boolean closed;

    private record Task<T>(Lane lane, long since, Function<Hasher, T> work, CompletableFuture<T> result) {}

    /// @param queue how many may wait in each lane
    /// @param deadline how long one may wait, from the call on
    HashPool(Argon2 argon2, int threads, int queue, Duration deadline, MeterRegistry registry) {
        this.queue = queue;
        this.deadline = deadline;
        for (Lane lane : Lane.values()) {
            waiting.put(lane, new ArrayDeque<>());
        }
        this.meters = new HashMeters(registry, this::waiting);
        this.kernel = argon2.ready();
        for (int i = 0; i < threads; i++) {
            this.threads.add(
                    Thread.ofPlatform().daemon().name("password-hash-" + i).start(() -> serve(argon2)));
        }
    }

    /// Runs `work` on a hashing thread and waits for it.
    ///
    /// @throws Refused `BUSY` with the time to come back after when the lane is full, the deadline is over,
    ///     or the heap has no room; nothing was done then
    /// @throws IllegalStateException inside a transaction: the wait would hold a connection of the database
    <T> T run(Lane lane, Function<Hasher, T> work) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("hash first, then open the transaction");
        }
        if (kernel.isCompletedExceptionally()) {
            // An operator forced a hasher that proved wrong here; another one in silence is not what he
            // asked for.
            throw new Refused(ErrorCode.UNAVAILABLE, "the configured password.hasher broke: " + kernel.exceptionNow());
        }
        var task = new Task<T>(lane, System.nanoTime(), work, new CompletableFuture<>());
        enqueue(task);
        try {
            return task.result().get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            if (giveUp(task)) {
                throw busy(lane, "deadline");
            }
            // It has begun: its end is near, and its work would be lost.
            return settled(task);
        } catch (InterruptedException stopping) {
            giveUp(task);
            Thread.currentThread().interrupt();
            throw new Refused(ErrorCode.UNAVAILABLE, "interrupted while waiting for a hash");
        } catch (ExecutionException done) {
            return settled(task);
        }
    }

    /// Refuses like [#run] when the lane has no room now, before anything else is done for the caller.
    void requireRoom(Lane lane) {
        lock.lock();
        try {
            refuseIfFull(lane);
        } finally {
            lock.unlock();
        }
    }

    private void refuseIfFull(Lane lane) {
        if (line(lane).size() >= queue) {
            throw busy(lane, "full");
        }
    }

    private void enqueue(Task<?> task) {
        lock.lock();
        try {
            if (closed) {
                throw new Refused(ErrorCode.UNAVAILABLE, "stopping", Duration.ofSeconds(5));
            }
            refuseIfFull(task.lane());
            line(task.lane()).addLast(task);
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    private boolean giveUp(Task<?> task) {
        lock.lock();
        try {
            return line(task.lane()).remove(task);
        } finally {
            lock.unlock();
        }
    }

    private <T> T settled(Task<T> task) {
        try {
            return task.result().join();
        } catch (CompletionException fault) {
            throw switch (fault.getCause()) {
                case WorkMemoryException noRoom -> {
                    LOG.error("{}", noRoom.getMessage());
                    yield busy(task.lane(), "memory");
                }
                case RuntimeException e -> e;
                case null, default -> fault;
            };
        }
    }

    private void serve(Argon2 argon2) {
        Niceness.low();
        try (Hasher hasher = argon2.newHasher()) {
            for (Task<?> task = next(hasher); task != null; task = next(hasher)) {
                perform(task, hasher);
            }
        }
    }

    private <T> void perform(Task<T> task, Hasher hasher) {
        long began = System.nanoTime();
        meters.waited(task.lane(), began - task.since());
        if (began - task.since() > deadline.toNanos()) {
            task.result().completeExceptionally(busy(task.lane(), "deadline"));
            return;
        }
        try {
            T value = task.work().apply(hasher);
            long took = System.nanoTime() - began;
            typicalNanos.updateAndGet(old -> old + (took - old) / 8);
            meters.hashed(took);
            task.result().complete(value);
        } catch (RuntimeException | Error fault) {
            // The caller gets it; this thread lives on for the next.
            task.result().completeExceptionally(fault);
        }
    }

    private @Nullable Task<?> next(Hasher hasher) {
        lock.lock();
        try {
            while (true) {
                Task<?> task = poll();
                if (task != null || closed) {
                    return task;
                }
                if (work.awaitNanos(IDLE.toNanos()) <= 0) {
                    hasher.release();
                }
            }
        } catch (InterruptedException stopping) {
            return null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Task<?> poll() {
        boolean strangersTurn = knownInARow >= KNOWN_IN_A_ROW;
        Task<?> task = line(strangersTurn ? Lane.STRANGER : Lane.KNOWN).pollFirst();
        if (task == null) {
            task = line(strangersTurn ? Lane.KNOWN : Lane.STRANGER).pollFirst();
        }
        knownInARow = task != null && task.lane() == Lane.KNOWN ? knownInARow + 1 : 0;
        return task;
    }

    private Refused busy(Lane lane, String why) {
        meters.refused(lane, why);
        long ahead = 1L + waiting(lane) + (lane == Lane.STRANGER ? waiting(Lane.KNOWN) : 0);
        long seconds = TimeUnit.NANOSECONDS.toSeconds(ahead * typicalNanos.get() / threads.size()) + 1;
        return new Refused(
                ErrorCode.BUSY,
                "hash pool, lane " + lane + ": " + why,
                Duration.ofSeconds(Math.min(seconds, LONGEST_RETRY_SECONDS)));
    }

    int waiting(Lane lane) {
        lock.lock();
        try {
            return line(lane).size();
        } finally {
            lock.unlock();
        }
    }

    private ArrayDeque<Task<?>> line(Lane lane) {
        return java.util.Objects.requireNonNull(waiting.get(lane));
    }

    /// What waits is still done; nothing new is taken.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
