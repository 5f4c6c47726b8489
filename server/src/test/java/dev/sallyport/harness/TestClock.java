package dev.sallyport.harness;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// A clock that runs like the real one from a point that tests move forward, and never back.
public final class TestClock extends Clock {
    /// One for all nodes of a JVM: they share a database, and what one finds too old the others must find too old.
    private static volatile Duration ahead = Duration.ZERO;

    public void advance(Duration by) {
        synchronized (TestClock.class) {
            ahead = ahead.plus(by);
        }
    }

    /// How far the time of all nodes, and of their database, is ahead of the machine's.
    static Duration ahead() {
        return ahead;
    }

    /// A clock that somebody has set wrong.
    public static Clock wrong(Duration by) {
        return Clock.offset(new TestClock(), by);
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("everything here is UTC");
    }
}
