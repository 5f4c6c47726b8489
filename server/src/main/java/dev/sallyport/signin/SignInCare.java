package dev.sallyport.signin;

import com.github.kagkarlsson.scheduler.task.Task;
import dev.sallyport.base.jobs.Care;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Sign-ins that were not finished and failures that no longer count are forgotten.
@Configuration(proxyBeanMethods = false)
class SignInCare {
    @Bean
    Task<Void> forgetSignIns(SignInStore signIns, SprayStore spray, Clock clock) {
        return Care.every(
                Duration.ofMinutes(10),
                "sign-in-forgetting",
                () -> signIns.forget(clock.instant())
                        + spray.forget(clock.instant().minus(Spray.WINDOW)));
    }
}
