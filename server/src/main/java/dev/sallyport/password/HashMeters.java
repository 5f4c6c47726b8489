package dev.sallyport.password;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/// What an operator sees of hashing: how many wait in each lane, how long they waited, how long a hash takes,
/// and how many were sent away for which reason.
final class HashMeters {
    private final MeterRegistry registry;
    private final Timer hash;
    private final Map<Lane, Timer> wait = new EnumMap<>(Lane.class);

    HashMeters(MeterRegistry registry, ToIntFunction<Lane> waiting) {
        this.registry = registry;
        this.hash = Timer.builder("sallyport.password.hash")
                .publishPercentileHistogram()
                .register(registry);
        for (Lane lane : Lane.values()) {
            Gauge.builder("sallyport.password.queue", () -> waiting.applyAsInt(lane))
                    .tag("lane", name(lane))
                    .register(registry);
            wait.put(
                    lane,
                    Timer.builder("sallyport.password.wait")
                            .tag("lane", name(lane))
                            .publishPercentileHistogram()
                            .register(registry));
        }
    }

    void waited(Lane lane, long nanos) {
        Objects.requireNonNull(wait.get(lane)).record(nanos, TimeUnit.NANOSECONDS);
    }

    void hashed(long nanos) {
        hash.record(nanos, TimeUnit.NANOSECONDS);
    }

    void refused(Lane lane, String why) {
        registry.counter("sallyport.password.refused", "lane", name(lane), "why", why)
                .increment();
    }

    private static String name(Lane lane) {
        return lane.name().toLowerCase(Locale.ROOT);
    }
}
