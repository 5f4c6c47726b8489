package dev.sallyport.totp;

import com.github.kagkarlsson.scheduler.task.Task;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.jobs.Care;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Belongings;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TotpBeans {
    /// By default what every app understands: SHA-1, six digits. The strict profile takes no code of the step before.
    @Bean
    TotpRule totpRule(Config config) {
        return new TotpRule(
                TotpRule.Algorithm.of(config.totps().algorithm()),
                config.totps().digits(),
                config.strict() ? 0 : 1);
    }

    @Bean
    Task<Void> forgetTotpBindings(TotpStore store, Clock clock) {
        return Care.every(Duration.ofMinutes(10), "totp-forgetting", () -> store.forget(clock.instant()));
    }

    @Bean
    Belongings totpBelongings(Totps totps, TotpStore store) {
        return new Belongings() {
            @Override
            public String name() {
                return "authenticatorApps";
            }

            @Override
            public Object export(AccountId account) {
                return totps.list(account).stream()
                        .map(t ->
                                Map.of("name", t.name(), "boundAt", t.boundAt().toString()))
                        .toList();
            }

            @Override
            public void erase(AccountId account) {
                store.erase(account);
            }
        };
    }
}
