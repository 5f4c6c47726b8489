package dev.sallyport.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Two clocks that run like the real ones from a point that tests move forward.
final class TestTime extends Clock {
    private final AtomicLong ahead = new AtomicLong();
    private final AtomicLong wallAhead = new AtomicLong();

    void advance(Duration by) {
        ahead.addAndGet(by.toNanos());
    }

    /// Sets the wall clock alone.
    void setWall(Duration by) {
        wallAhead.addAndGet(by.toNanos());
    }

    long nanos() {
        return System.nanoTime() + ahead.get();
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plusNanos(ahead.get()).plusNanos(wallAhead.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("everything here is UTC");
    }

    static void await(String what, BooleanSupplier happened) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not happen: " + what);
            }
            LockSupport.parkNanos(500_000L);
        }
    }
}
