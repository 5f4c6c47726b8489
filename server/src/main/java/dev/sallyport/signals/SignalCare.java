package dev.sallyport.signals;

import com.github.kagkarlsson.scheduler.task.Task;
import dev.sallyport.base.jobs.Care;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Forgets events that everybody has taken, and the dead that nobody replayed; and says how far behind we are.
@Configuration(proxyBeanMethods = false)
class SignalCare {
    /// How far back a stream can be resumed.
    static final Duration KEPT = Duration.ofDays(30);

    static final Duration DEAD_KEPT = Duration.ofDays(90);
    private static final int BATCH = 5_000;

    @Bean
    Task<Void> forgetSignals(EventStore events, DeliveryStore deliveries, Clock clock) {
        return Care.every(Duration.ofHours(1), "signal-forgetting", () -> {
            int forgotten = deliveries.forgetDead(clock.instant().minus(DEAD_KEPT));
            int batch;
            do {
                batch = events.forget(clock.instant().minus(KEPT), BATCH);
                forgotten += batch;
            } while (batch == BATCH);
            return forgotten;
        });
    }

    @Bean
    MeterBinder signalAge(DeliveryStore store, Clock clock) {
        return registry -> Gauge.builder(
                        "sallyport.signals.oldest.seconds",
                        store,
                        s -> s.oldest()
                                .map(oldest -> Math.max(
                                        0.0,
                                        Duration.between(oldest, clock.instant())
                                                        .toMillis()
                                                / 1000.0))
                                .orElse(0.0))
                .description("Age of the oldest event that a receiver has not taken")
                .register(registry);
    }

    @Bean
    MeterBinder signalFailures(ReceiverStore store) {
        return registry -> Gauge.builder("sallyport.signals.failing", store, s -> s.failing(Courier.IN_A_ROW))
                .description("Receivers that take nothing at the moment")
                .register(registry);
    }
}
