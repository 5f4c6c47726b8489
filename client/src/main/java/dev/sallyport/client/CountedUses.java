package dev.sallyport.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/// How often keys were used in this process, and from where: each has its budget, and the server is told
/// every few seconds, for the holder to see and for keys that lie unused. Only where the nonces are not
/// spent on the server.
final class CountedUses {
    private static final long PAUSE_MILLIS = 5_000;
    private static final int MOST_AT_ONCE = 250;
    /// 6,000 a minute, as the server takes them, and as many at once.
    private static final long STEP = Duration.ofMinutes(1).toNanos() / 6_000;
    private static final long BURST = Duration.ofMinutes(1).toNanos();
    private static final int MOST = 1_000_000;

    /// Of one key.
    private static final class Use {
        private final LongAdder count = new LongAdder();
        /// Until when the budget is spent, if it was never paused.
        private final AtomicLong spentUntil;
        private volatile long at;
        private volatile String address = "";

        private Use(long now) {
            this.spentUntil = new AtomicLong(now);
        }
    }

    private final InsidePort inside;
    private final LongSupplier nanos;
    private final Map<String, Use> uses = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    CountedUses(InsidePort inside, LongSupplier nanos) {
        this.inside = inside;
        this.nanos = nanos;
    }

    void start() {
        var thread = new Thread(this::tellAgainAndAgain, "sallyport-api-key-uses");
        thread.setDaemon(true);
        thread.start();
    }

    /// Whether the key has not had too many; takes one.
    boolean mayTake(String key) {
        long now = nanos.getAsLong();
        Use use = of(key, now);
        while (true) {
            long until = use.spentUntil.get();
            long from = until - now < 0 ? now : until;
            if (from - now > BURST - STEP) {
                return false;
            }
            if (use.spentUntil.compareAndSet(until, from + STEP)) {
                return true;
            }
        }
    }

    void note(String key, long at, String address) {
        Use use = of(key, nanos.getAsLong());
        use.at = at;
        use.address = address;
        use.count.increment();
    }

    private Use of(String key, long now) {
        Use use = uses.get(key);
        return use != null ? use : uses.computeIfAbsent(key, k -> new Use(now));
    }

    private void tellAgainAndAgain() {
        try {
            while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                tell();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tell();
    }

    private record Told(Use use, long count) {}

    private void tell() {
        var told = new ArrayList<Told>();
        var json = new ArrayList<String>();
        long now = nanos.getAsLong();
        // What is noted in this moment is lost from the count, not from the budget.
        uses.values().removeIf(use -> use.count.sum() == 0 && use.spentUntil.get() - now < -BURST);
        for (var entry : uses.entrySet()) {
            Use use = entry.getValue();
            long count = Math.min(MOST, use.count.sumThenReset());
            if (count > 0) {
                told.add(new Told(use, count));
                json.add("{\"key\":" + Json.quote(entry.getKey()) + ",\"at\":" + use.at + ",\"address\":"
                        + Json.quote(use.address) + ",\"count\":" + count + "}");
            }
            if (json.size() == MOST_AT_ONCE) {
                tell(told, json);
            }
        }
        tell(told, json);
    }

    private void tell(List<Told> told, List<String> json) {
        if (!json.isEmpty()) {
            try {
                SpentNonces.tell(inside, json);
            } catch (Unavailable e) {
                // Kept for the next round.
                told.forEach(one -> one.use.count.add(one.count));
            }
        }
        told.clear();
        json.clear();
    }

    void close() {
        closed.countDown();
    }
}
