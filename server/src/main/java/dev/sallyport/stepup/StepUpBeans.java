package dev.sallyport.stepup;

import com.github.kagkarlsson.scheduler.task.Task;
import dev.sallyport.base.jobs.Care;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Belongings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Puts the guard in its place, after the session's.
@Configuration(proxyBeanMethods = false)
class StepUpBeans {
    @Bean
    WebMvcConfigurer stepUpEdge(StepUpGuard guard) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(guard).order(30);
            }
        };
    }

    @Bean
    Task<Void> forgetStepUps(StepUpStore store, Clock clock) {
        return Care.every(Duration.ofMinutes(10), "step-up-forgetting", () -> store.forget(clock.instant()));
    }

    @Bean
    Belongings stepUpBelongings(StepUpStore store) {
        return new Belongings() {
            @Override
            public String name() {
                return "stepUps";
            }

            // They live for minutes and hold nothing that is not elsewhere.
            @Override
            public Object export(AccountId account) {
                return List.of();
            }

            @Override
            public void erase(AccountId account) {
                store.erase(account);
            }
        };
    }
}
