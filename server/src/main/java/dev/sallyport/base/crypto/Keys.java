package dev.sallyport.base.crypto;

import dev.sallyport.base.config.Config;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// The key ring as it is now. It is read again every ten seconds, so that a rotation needs no restart, and at
/// once when a key is met that the known ring lacks. A ring that cannot be read any more is trusted for one
/// minute; then nothing is opened or closed until it is back (A78).
@Component
public final class Keys {
    private static final Logger LOG = LoggerFactory.getLogger(Keys.class);
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final Duration TRUSTED = Duration.ofMinutes(1);

    private record Known(KeyRing ring, Instant readAt, Instant triedAt) {}

    private final KeyRingFile file;
    private final Clock clock;
    private volatile Known known;

    Keys(Config config, Clock clock) {
        this.file = new KeyRingFile(config.keys());
        this.clock = clock;
        Instant now = clock.instant();
        this.known = new Known(file.read().at(now), now, now);
    }

    /// @throws KeyTrouble when the ring has been out of reach for a minute
    public KeyRing ring() {
        Instant now = clock.instant();
        if (now.isAfter(known.triedAt().plus(FRESH))) {
            reload(now);
        }
        Known current = known;
        if (now.isAfter(current.readAt().plus(FRESH).plus(TRUSTED))) {
            throw new KeyTrouble("the key ring has been out of reach since " + current.readAt());
        }
        return current.ring();
    }

    /// Whether the last reading succeeded.
    boolean reachable() {
        ring();
        Known current = known;
        return current.readAt().equals(current.triedAt());
    }

    private synchronized void reload(Instant now) {
        if (!now.isAfter(known.triedAt().plus(FRESH))) {
            return;
        }
        try {
            known = new Known(file.read().at(now), now, now);
        } catch (KeyTrouble e) {
            LOG.error(
                    "{}; what is known is used until {}",
                    e.getMessage(),
                    known.readAt().plus(FRESH).plus(TRUSTED));
            known = new Known(known.ring(), known.readAt(), now);
        }
    }

    RingKey byId(RingKey.Use use, String id) {
        KeyRing ring = ring();
        try {
            return ring.byId(use, id);
        } catch (KeyTrouble unknown) {
            return file.read().byId(use, id);
        }
    }
}
