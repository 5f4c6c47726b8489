package dev.sallyport.signals;

import dev.sallyport.base.http.Refused;
import dev.sallyport.wire.ErrorCode;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// How many connections of one service a node keeps open for it, so that none takes the places of all others.
final class Places {
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final int most;
    private final ConcurrentMap<String, Integer> taken = new ConcurrentHashMap<>();

    Places(int most) {
        this.most = most;
    }

    /// @throws Refused `TOO_MANY` when it has all that one may have
    void take(String service) {
        taken.compute(service, (name, count) -> {
            int before = count == null ? 0 : count;
            if (before >= most) {
                throw new Refused(ErrorCode.TOO_MANY, name + " holds " + most + " connections", AGAIN);
            }
            return before + 1;
        });
    }

    void leave(String service) {
        taken.computeIfPresent(service, (name, count) -> count == 1 ? null : count - 1);
    }
}
