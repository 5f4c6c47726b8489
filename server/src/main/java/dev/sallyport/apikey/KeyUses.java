package dev.sallyport.apikey;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/// How often, when and from where keys were used: counted in memory, written together every few seconds. What a holder
/// sees is that much behind; a node that dies loses a few seconds of counts.
@Component
class KeyUses implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(KeyUses.class);
    private static final Duration SPAN = Duration.ofSeconds(10);

    private record Count(long times, Instant at, String address) {
        Count and(Count later) {
            return new Count(times + later.times, later.at, later.address);
        }
    }

    private final KeyStore store;
    private final KeyRows rows;
    private final ConcurrentHashMap<ApiKeyId, Count> counts = new ConcurrentHashMap<>();
    private volatile @Nullable Thread writer;
    private volatile boolean running;

    KeyUses(KeyStore store, KeyRows rows) {
        this.store = store;
        this.rows = rows;
    }

    void note(ApiKeyId key, Instant at, String address) {
        note(key, 1, at, address);
    }

    void note(ApiKeyId key, long times, Instant at, String address) {
        counts.merge(key, new Count(times, at, address), Count::and);
    }

    void write() {
        for (ApiKeyId key : counts.keySet()) {
            Count count = counts.remove(key);
            if (count != null) {
                write(key, count);
            }
        }
    }

    private void write(ApiKeyId key, Count count) {
        try {
            store.used(key, count.times, count.at, rows.lastAddress(key.account(), count.address));
        } catch (DataAccessException e) {
            // Kept for the next round.
            counts.merge(key, count, (newer, older) -> older.and(newer));
            LOG.warn("The uses of a key could not be written; they are kept until they can: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("The uses of a key are lost: {}", e.getMessage());
        }
    }

    @Override
    public void start() {
        running = true;
        writer = Thread.ofPlatform().daemon().name("api-key-uses").start(this::writeAgainAndAgain);
    }

    private void writeAgainAndAgain() {
        while (running) {
            LockSupport.parkNanos(SPAN.toNanos());
            write();
        }
    }

    @Override
    public void stop() {
        running = false;
        Thread thread = writer;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
        write();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
