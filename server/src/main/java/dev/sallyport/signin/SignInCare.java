package dev.sallyport.signin;

import com.github.kagkarlsson.scheduler.task.Task;
import dev.sallyport.base.jobs.Care;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Owners are told of sign-ins that were not finished; those, and failures that no longer count, are forgotten.
@Configuration(proxyBeanMethods = false)
class SignInCare {
    @Bean
    Task<Void> forgetSignIns(HalfFinished half, SignInStore signIns, SprayStore spray, Clock clock) {
        return Care.every(
                Duration.ofMinutes(2),
                "sign-in-forgetting",
                () -> half.tell()
                        + signIns.forget(clock.instant())
                        + spray.forget(clock.instant().minus(Spray.WINDOW)));
    }
}
