package dev.sallyport.base.crypto;

import dev.sallyport.base.config.Config;
import java.time.Clock;
import org.springframework.stereotype.Component;

/// The key ring as it is now. A ring that another node or the command line has rotated is read again when a
/// key is
/// met
/// that the known ring lacks, and at least every ten seconds.
@Component
public final class Keys {
    private static final long FRESH_NANOS = 10_000_000_000L;

    private final KeyRingFile file;
    private volatile KeyRing ring;
    private volatile long readAt = System.nanoTime();

    Keys(Config config, Clock clock) {
        this.file = new KeyRingFile(config.keys());
        this.ring = file.read();
    }

    public KeyRing ring() {
        if (System.nanoTime() - readAt > FRESH_NANOS) {
            reload();
        }
        return ring;
    }

    synchronized void reload() {
        ring = file.read();
        readAt = System.nanoTime();
    }

    RingKey byId(RingKey.Use use, String id) {
        try {
            return ring().byId(use, id);
        } catch (KeyTrouble unknown) {
            reload();
            return ring.byId(use, id);
        }
    }
}
