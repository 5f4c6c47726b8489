package dev.sallyport.notices;

import dev.sallyport.base.config.Config;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// Where texts do not go for now, as this node last read it: at most ten seconds ago.
@Component
class SmsStops {
    static final String OPERATOR = "operator";
    static final String PUMPING = "pumping";
    private static final Duration KEEP = Duration.ofSeconds(10);

    private final SmsStopStore store;
    private final Clock clock;
    private volatile Read read = new Read(Instant.EPOCH, Set.of(), Set.of());

    private record Read(Instant at, Set<String> byOperator, Set<String> all) {}

    SmsStops(SmsStopStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// Whether the operator has stopped every text to a country.
    boolean byOperator(String country) {
        return now().byOperator().contains(country);
    }

    /// Whether texts to a place are stopped, at least those to numbers that nobody has proven.
    boolean any(String place) {
        return now().all().contains(place);
    }

    private Read now() {
        Read known = read;
        Instant now = clock.instant();
        if (now.isBefore(known.at().plus(KEEP))) {
            return known;
        }
        var stops = store.stops(now);
        Read fresh = new Read(
                now,
                stops.stream()
                        .filter(stop -> stop.cause().equals(OPERATOR))
                        .map(SmsStopStore.Stop::place)
                        .collect(Collectors.toUnmodifiableSet()),
                stops.stream().map(SmsStopStore.Stop::place).collect(Collectors.toUnmodifiableSet()));
        read = fresh;
        return fresh;
    }

    /// This node has just changed something: it need not wait.
    void forget() {
        read = new Read(Instant.EPOCH, Set.of(), Set.of());
    }

    @Configuration(proxyBeanMethods = false)
    static class Meters {
        @Bean
        MeterBinder smsStopped(SmsStops stops, Config config) {
            return registry -> config.sms()
                    .countries()
                    .forEach(country -> Gauge.builder("sallyport.sms.stopped", stops, s -> s.any(country) ? 1 : 0)
                            .tag("country", country)
                            .description("1 while texts to a country, or to its unproven numbers, are stopped")
                            .register(registry));
        }
    }
}
