package dev.sallyport.withdrawal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a withdrawal takes, the gravest last.
enum Demand {
    NONE,
    /// The holder, by the strongest proof that he has.
    CONFIRM,
    /// The holder, and a second person whom he has chosen.
    TWO_PEOPLE,
    /// A day, and then as the other lines say.
    HOLD,
    REFUSE;

    static Optional<Demand> of(String label) {
        return Arrays.stream(values())
                .filter(demand ->
                        demand.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(label))
                .findFirst();
    }

    static Demand gravest(Demand one, Demand other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
