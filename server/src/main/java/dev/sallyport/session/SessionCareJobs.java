package dev.sallyport.session;

import com.github.kagkarlsson.scheduler.task.Task;
import dev.sallyport.base.jobs.Care;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Sessions that ran out while they were held end for good; those that are long over are forgotten; the record of facts
/// keeps that they were.
@Configuration(proxyBeanMethods = false)
class SessionCareJobs {
    private static final Duration KEPT = Duration.ofDays(30);

    @Bean
    Task<Void> endHeldSessions(Sessions sessions) {
        return Care.every(Duration.ofMinutes(10), "session-held", sessions::endHeld);
    }

    @Bean
    Task<Void> forgetSessions(SessionStore store, Clock clock) {
        return Care.every(
                Duration.ofHours(6),
                "session-forgetting",
                () -> store.forget(clock.instant().minus(KEPT)));
    }
}
