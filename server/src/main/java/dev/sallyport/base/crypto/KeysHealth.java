package dev.sallyport.base.crypto;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/// Without its keys a node can open nothing and must not be asked.
@Component("keysHealth")
class KeysHealth implements HealthIndicator {
    private final Keys keys;

    KeysHealth(Keys keys) {
        this.keys = keys;
    }

    @Override
    public Health health() {
        try {
            return (keys.reachable() ? Health.up() : Health.down()).build();
        } catch (KeyTrouble e) {
            return Health.down().build();
        }
    }
}
