package dev.sallyport.password;

import dev.sallyport.argon2.Argon2;
import dev.sallyport.argon2.Choice;
import dev.sallyport.base.config.Config;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What this feature makes of the settings once.
@Configuration(proxyBeanMethods = false)
class PasswordBeans {
    private static final Logger LOG = LoggerFactory.getLogger(HashPool.class);

    /// Completes when the server answers. The hasher's warm-up, a second of work for both cores of a small
    /// machine, begins then: no start waits for it.
    @Bean
    CompletableFuture<Void> answering() {
        return new CompletableFuture<>();
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> warmUp(CompletableFuture<Void> answering) {
        return ready -> answering.complete(null);
    }

    @Bean(destroyMethod = "close")
    HashPool hashPool(Config config, MeterRegistry registry, CompletableFuture<Void> answering) {
        var passwords = config.passwords();
        return new HashPool(
                Argon2.start(Choice.of(passwords.hasher()), LOG::info, answering),
                passwords.threads(),
                passwords.queue(),
                passwords.deadline(),
                registry);
    }
}
