package dev.sallyport.base.egress;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// How long to wait for somebody who did not take what he was sent: each time twice as long as before, up to a longest
/// wait, and up to a tenth more, so that what failed together does not come back together.
public record BackOff(Duration first, Duration longest) {
    /// @param failures how many tries have come to nothing, this one included
    public Duration after(int failures) {
        int doubled = Math.clamp(failures - 1, 0, 20);
        long millis = Math.min(longest.toMillis(), first.toMillis() << doubled);
        return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(Math.max(1, millis / 10)));
    }
}
