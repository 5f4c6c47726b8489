package dev.sallyport.base.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sallyport.base.crypto.Pepper;
import dev.sallyport.base.http.Refused;
import dev.sallyport.wire.ErrorCode;
import io.github.bucket4j.Bucket;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/// Takes from the limits of [Limit]. A refused try costs one statement that changes no row of anybody's
/// account.
@Component
public final class Limits {
    private static final Logger LOG = LoggerFactory.getLogger(Limits.class);

    private final LimitStore store;
    private final Pepper pepper;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Cache<String, Bucket> node = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    Limits(LimitStore store, Pepper pepper, Clock clock, MeterRegistry meters) {
        this.store = store;
        this.pepper = pepper;
        this.clock = clock;
        this.meters = meters;
    }

    /// Takes one, or refuses with `TOO_MANY` and the time after which the next is free.
    public void take(Limit limit, String key) {
        tryTake(limit, key).ifPresent(wait -> {
            throw new Refused(ErrorCode.TOO_MANY, "limit " + limit.name(), wait);
        });
    }

    /// Takes one. Empty when it was given, else the time to wait.
    public Optional<Duration> tryTake(Limit limit, String key) {
        Optional<Duration> wait = limit.place() == Limit.Place.NODE ? fromNode(limit, key) : fromStore(limit, key);
        if (wait.isPresent()) {
            meters.counter("sallyport.limit.refused", "limit", limit.name()).increment();
        }
        return wait;
    }

    private Optional<Duration> fromNode(Limit limit, String key) {
        Bucket bucket = node.get(
                limit.name() + "|" + key,
                k -> Bucket.builder()
                        .addLimit(b -> b.capacity(limit.burst()).refillGreedy(limit.burst(), limit.per()))
                        .build());
        var probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    private Optional<Duration> fromStore(Limit limit, String key) {
        byte[] hidden = hidden(limit, key);
        try {
            return store.take(limit, hidden, clock.instant())
                    ? Optional.empty()
                    : Optional.of(limit.per().dividedBy(limit.burst()));
        } catch (DataAccessException e) {
            if (limit.onOutage() == Limit.OnOutage.CLOSED) {
                throw e;
            }
            LOG.warn("The count of {} is out of reach; it is open meanwhile", limit.name());
            return Optional.empty();
        }
    }

    /// Gives back what was taken for a try that was right, where only wrong ones are to count: a whole office may sit
    /// behind one address.
    public void giveBack(Limit limit, String key) {
        if (limit.place() == Limit.Place.SHARED) {
            store.giveBack(limit, hidden(limit, key));
            return;
        }
        Bucket bucket = node.getIfPresent(limit.name() + "|" + key);
        if (bucket != null) {
            // Never above the burst.
            bucket.addTokens(1);
        }
    }

    private byte[] hidden(Limit limit, String key) {
        return pepper.derive("limit." + limit.name(), key.getBytes(StandardCharsets.UTF_8));
    }
}
