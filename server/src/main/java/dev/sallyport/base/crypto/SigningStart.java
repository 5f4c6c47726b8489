package dev.sallyport.base.crypto;

import dev.sallyport.base.config.Config;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Chooses who signs once the server answers, beside it: unpacking a library and trying it is no reason to wait.
@Component
final class SigningStart {
    private final Config config;

    SigningStart(Config config) {
        this.config = config;
    }

    @EventListener(ApplicationReadyEvent.class)
    void choose() {
        Thread.ofPlatform()
                .name("signatures")
                .daemon()
                .start(() -> Signing.choose(config.keys().signatures()));
    }
}
