package dev.sallyport.exchange;

import dev.sallyport.client.ApiRequestVerifier;
import dev.sallyport.client.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/// Starts the site. Where the demo started it, it ends when the demo does, however that ends.
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(SiteSettings.class)
public class DemoExchange {
    public static void main(String[] args) {
        ConfigurableApplicationContext site = SpringApplication.run(DemoExchange.class, args);
        System.out.println("ready");
        if (site.getBean(SiteSettings.class).endsWithInput()) {
            waitForTheEndOfInput();
            System.exit(0);
        }
    }

    @Bean(destroyMethod = "close")
    ApiRequestVerifier programs(Settings settings) {
        return ApiRequestVerifier.open(settings);
    }

    private static void waitForTheEndOfInput() {
        try {
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
