package dev.sallyport.withdrawal;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/// What has left an account lately, by exit and asset.
///
/// @param young the share of the last day that went to destinations first paid within it
record Sums(List<Part> parts, List<Part> young) {
    /// A cent makes nobody known: a destination is new until its first payment is as old as this.
    static final Duration YOUNG = Duration.ofDays(1);

    Sums {
        parts = List.copyOf(parts);
        young = List.copyOf(young);
    }

    /// The sizes of buckets. A window is counted with every bucket that reaches into it: a little more
    /// than it holds, never less.
    enum Grain {
        MINUTES(Duration.ofMinutes(5), Duration.ofHours(1)),
        HOUR(Duration.ofHours(1), Duration.ofDays(1)),
        DAY(Duration.ofDays(1), Duration.ofDays(30));

        private final Duration size;
        private final Duration window;

        Grain(Duration size, Duration window) {
            this.size = size;
            this.window = window;
        }

        /// Where the bucket begins that holds this moment.
        Instant start(Instant at) {
            long seconds = size.toSeconds();
            return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), seconds) * seconds);
        }

        /// Buckets that begin after this reach into the window.
        Instant since(Instant now) {
            return now.minus(window).minus(size);
        }
    }

    record Part(Grain grain, Exit exit, String asset, BigDecimal value, long times) {}

    BigDecimal value(Grain grain, Predicate<Part> which) {
        return of(grain, which).map(Part::value).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    BigDecimal toYoung(Predicate<Part> which) {
        return young.stream().filter(which).map(Part::value).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    long times(Grain grain, Predicate<Part> which) {
        return of(grain, which).mapToLong(Part::times).sum();
    }

    private java.util.stream.Stream<Part> of(Grain grain, Predicate<Part> which) {
        return parts.stream().filter(part -> part.grain() == grain).filter(which);
    }
}
