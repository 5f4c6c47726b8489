package dev.sallyport.base.limit;

import com.github.kagkarlsson.scheduler.task.Task;
import dev.sallyport.base.jobs.Care;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Counts that no longer limit anybody are forgotten.
@Configuration(proxyBeanMethods = false)
class LimitCare {
    /// The longest time in which a bucket fills is a day; failures in a row are kept for a month.
    private static final Duration BUCKETS = Duration.ofDays(2);

    private static final Duration ATTEMPTS = Duration.ofDays(30);

    @Bean
    Task<Void> forgetLimits(LimitStore limits, AttemptStore attempts, PuzzleStore puzzles, Clock clock) {
        return Care.every(
                Duration.ofHours(1),
                "limit-forgetting",
                () -> limits.forget(clock.instant().minus(BUCKETS))
                        + attempts.forget(clock.instant().minus(ATTEMPTS))
                        + puzzles.forget(clock.instant()));
    }
}
