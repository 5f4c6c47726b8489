package dev.sallyport.password;

import dev.sallyport.argon2.Argon2;
import dev.sallyport.argon2.Choice;
import dev.sallyport.base.config.Config;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What this feature makes of the settings once.
@Configuration(proxyBeanMethods = false)
class PasswordBeans {
    private static final Logger LOG = LoggerFactory.getLogger(HashPool.class);

    @Bean(destroyMethod = "close")
    HashPool hashPool(Config config, MeterRegistry registry) {
        var passwords = config.passwords();
        return new HashPool(
                Argon2.start(Choice.of(passwords.hasher()), LOG::info),
                passwords.threads(),
                passwords.queue(),
                passwords.deadline(),
                registry);
    }
}
