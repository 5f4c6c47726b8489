package dev.sallyport.withdrawal;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/// Exact decimal numbers, each with one way to write it: no sign, no exponent, no noughts that say
/// nothing. Two texts that
/// differ are two numbers, so that a hash over the text is one over the number.
final class Decimal {
    private static final Pattern CANONICAL = Pattern.compile("(0|[1-9][0-9]{0,17})(\\.[0-9]{0,17}[1-9])?");
    /// What a value is kept with.
    private static final int MOST_VALUE_SCALE = 10;

    private Decimal() {}

    /// Empty for what is not written in the one way.
    static Optional<BigDecimal> read(String text) {
        return CANONICAL.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    /// The same of what limits count by.
    static Optional<BigDecimal> readValue(String text) {
        return read(text).filter(value -> value.scale() <= MOST_VALUE_SCALE);
    }

    /// Whether somebody who typed this meant that number: blanks around, noughts at the end and a comma
    /// for the point are
    /// a person's way to write.
    static boolean isTyped(String typed, BigDecimal number) {
        String text = typed.strip().replace(',', '.');
        return text.length() <= 40 && text.matches("[0-9]+(\\.[0-9]+)?") && new BigDecimal(text).compareTo(number) == 0;
    }
}
