package dev.sallyport.passkey;

import com.github.kagkarlsson.scheduler.task.Task;
import dev.sallyport.base.jobs.Care;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Challenges that nobody answered are forgotten.
@Configuration(proxyBeanMethods = false)
class PasskeyCare {
    @Bean
    Task<Void> forgetCeremonies(CeremonyStore ceremonies, Clock clock) {
        return Care.every(Duration.ofMinutes(10), "passkey-forgetting", () -> ceremonies.forget(clock.instant()));
    }
}
