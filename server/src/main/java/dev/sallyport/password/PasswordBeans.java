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

    @Bean
    Argon2 argon2(Config config, CompletableFuture<Void> answering) {
        return Argon2.start(Choice.of(config.passwords().hasher()), LOG::info, answering);
    }

    @Bean(destroyMethod = "close")
    HashPool hashPool(Config config, MeterRegistry registry, Argon2 argon2) {
        var passwords = config.passwords();
        return new HashPool(argon2, passwords.threads(), passwords.queue(), passwords.deadline(), registry);
    }
}
