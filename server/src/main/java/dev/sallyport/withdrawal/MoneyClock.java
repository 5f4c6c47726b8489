package dev.sallyport.withdrawal;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;

/// The one time by which money is decided.
@Component
class MoneyClock {
    private final Clock clock;

    MoneyClock(Clock clock) {
        this.clock = clock;
    }

    /// In the precision that the database keeps.
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
