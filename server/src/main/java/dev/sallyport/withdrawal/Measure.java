package dev.sallyport.withdrawal;

import dev.sallyport.withdrawal.Sums.Grain;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// What a line of the policy looks at.
enum Measure {
    AMOUNT,
    NEW_PAYEE,
    NEW_DEVICE,
    CHANGED,
    HOUR,
    DAY,
    MONTH,
    HOUR_COUNT,
    DAY_COUNT;

    /// @param which the past that the line names
    BigDecimal of(Case one, Predicate<Sums.Part> which) {
        return switch (this) {
            case AMOUNT -> one.value();
            // The day's, so that nothing is gained by many small ones.
            case NEW_PAYEE -> where(one.newPayee(), one.value().add(one.sums().toYoung(which)));
            case NEW_DEVICE -> where(one.newDevice(), DAY.of(one, which));
            case CHANGED -> where(one.changed(), DAY.of(one, which));
            case HOUR -> one.value().add(one.sums().value(Grain.MINUTES, which));
            case DAY -> one.value().add(one.sums().value(Grain.HOUR, which));
            case MONTH -> one.value().add(one.sums().value(Grain.DAY, which));
            case HOUR_COUNT -> BigDecimal.valueOf(1 + one.sums().times(Grain.MINUTES, which));
            case DAY_COUNT -> BigDecimal.valueOf(1 + one.sums().times(Grain.HOUR, which));
        };
    }

    /// Minus one where the line does not apply, so that it is above nothing.
    private static BigDecimal where(boolean applies, BigDecimal value) {
        return applies ? value : BigDecimal.ONE.negate();
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Measure> of(String label) {
        return Arrays.stream(values()).filter(m -> m.label().equals(label)).findFirst();
    }
}
