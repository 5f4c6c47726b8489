package dev.sallyport.withdrawal;

import dev.sallyport.base.db.DatabaseClock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;

/// The one time by which money is decided: the database's, whatever the clocks of nodes say (R-HOLD-2, A54).
@Component
class MoneyClock {
    private final DatabaseClock clock;

    MoneyClock(DatabaseClock clock) {
        this.clock = clock;
    }

    /// In the precision that the database keeps. A node whose own clock is more than two seconds off decides
    /// nothing.
    Instant now() {
        return clock.forMoney().truncatedTo(ChronoUnit.MICROS);
    }
}
