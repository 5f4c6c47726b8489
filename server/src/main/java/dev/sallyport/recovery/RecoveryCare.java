package dev.sallyport.recovery;

import com.github.kagkarlsson.scheduler.task.Task;
import dev.sallyport.base.db.DatabaseClock;
import dev.sallyport.base.jobs.Care;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Forgets what is long over; the record of facts keeps that it was.
@Configuration(proxyBeanMethods = false)
class RecoveryCare {
    private static final Duration KEPT = Duration.ofDays(90);

    @Bean
    Task<Void> forgetRecoveries(RecoveryStore store, Visits visits, DatabaseClock clock) {
        return Care.every(
                Duration.ofHours(6),
                "recovery-forgetting",
                () -> visits.forget() + store.forget(clock.now().minus(KEPT)));
    }
}
