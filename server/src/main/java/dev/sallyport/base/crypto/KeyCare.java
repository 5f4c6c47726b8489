package dev.sallyport.base.crypto;

import com.github.kagkarlsson.scheduler.task.Task;
import dev.sallyport.base.jobs.Care;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// After a rotation, wraps every account's data key under the new key, some at a time, while everything goes
/// on.
@Configuration(proxyBeanMethods = false)
class KeyCare {
    private static final int SOME = 1_000;

    @Bean
    Task<Void> rewrapKeys(Vault vault) {
        return Care.every(Duration.ofMinutes(1), "key-rewrapping", () -> vault.rewrap(SOME));
    }
}
