package dev.sallyport.base.db;

import dev.sallyport.base.http.Refused;
import dev.sallyport.wire.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The one time by which waits are measured that protect money: the database's, which all nodes share (R-HOLD-2). A
/// node whose own clock is set back or forth opens nothing early (A54).
@Component("databaseClock")
public class DatabaseClock {
    /// A node that is further off is broken, or somebody has a hand on its clock.
    private static final Duration MOST_APART = Duration.ofSeconds(2);

    private final JdbcClient jdbc;
    private final Clock clock;

    public DatabaseClock(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// The moment itself, and not the beginning of the transaction.
    public Instant now() {
        return told(jdbc.sql("SELECT clock_timestamp()")
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .single());
    }

    /// The moment that a statement of somebody's own has brought along as `clock_timestamp()`.
    public Instant told(Instant byStatement) {
        return byStatement;
    }

    /// Whether a node was so far off that it must decide nothing.
    ///
    /// @param before and `after`, its own time around the statement that told `now`
    public static boolean isOff(Instant before, Instant now, Instant after) {
        return now.isBefore(before.minus(MOST_APART)) || now.isAfter(after.plus(MOST_APART));
    }

    /// The same for a decision about money.
    ///
    /// @throws Refused `UNAVAILABLE` on a node whose own clock is more than two seconds off
    public Instant forMoney() {
        Instant own = clock.instant();
        Instant now = now();
        if (Duration.between(own, now).abs().compareTo(MOST_APART) > 0) {
            throw new Refused(ErrorCode.UNAVAILABLE, "this node's clock is off: " + own + " against " + now);
        }
        return now;
    }
}
