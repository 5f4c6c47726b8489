package dev.sallyport.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Remembers in this process what was used, up to so many at once. When it is full of what still counts
/// it can tell nothing any more, and says so: forgetting would let a proof in twice.
final class Memory implements Once {
    private static final Duration SWEEP = Duration.ofSeconds(5);

    private final ConcurrentHashMap<String, Long> used = new ConcurrentHashMap<>();
    private final AtomicLong nextSweep = new AtomicLong();
    private final int most;
    private final Clock clock;

    Memory(int most, Clock clock) {
        this.most = most;
        this.clock = clock;
    }

    @Override
    public boolean isFirst(String name, Instant until) {
        long now = clock.millis();
        long due = nextSweep.get();
        if (now >= due && nextSweep.compareAndSet(due, now + SWEEP.toMillis())) {
            used.values().removeIf(end -> end < now);
        }
        if (used.mappingCount() >= most) {
            throw new IllegalStateException("more was used at once than can be remembered: " + most);
        }
        return used.putIfAbsent(name, until.toEpochMilli()) == null;
    }

    void forget(String name) {
        used.remove(name);
    }
}
