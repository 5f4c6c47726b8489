package dev.sallyport.withdrawal;

import dev.sallyport.base.http.Refused;
import dev.sallyport.wire.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The one time by which money is decided: the database's, whatever the clocks of nodes say (R-HOLD-2).
/// A node whose own clock is further away decides nothing until it is set right: either may be the
/// wrong one (A54).
@Component
class MoneyClock {
    static final Duration MOST_APART = Duration.ofSeconds(2);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final InstantSource machine;

    @Autowired
    MoneyClock(JdbcClient jdbc, Clock clock) {
        this(jdbc, clock, InstantSource.system());
    }

    /// @param machine the machine's own clock
    MoneyClock(JdbcClient jdbc, Clock clock, InstantSource machine) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.machine = machine;
    }

    /// In the precision that the database keeps.
    ///
    /// @throws Refused `UNAVAILABLE` when the node's clock is wrong
    Instant now() {
        Instant before = machine.instant();
        Instant there = jdbc.sql("SELECT clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
        Instant after = machine.instant();
        // However long the answer took, the database's time lies between the two.
        if (there.isBefore(before.minus(MOST_APART)) || there.isAfter(after.plus(MOST_APART))) {
            throw new Refused(ErrorCode.UNAVAILABLE, "this node's clock is " + Duration.between(there, after) + " off");
        }
        // The process goes by the machine's clock, so that this adds nothing; only tests set another.
        Duration ahead = Duration.between(machine.instant(), clock.instant());
        return there.plus(ahead).truncatedTo(ChronoUnit.MICROS);
    }
}
