package dev.sallyport.base.chain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What may stand beside an address of a network and decides, with it, who is paid.
public enum Memo {
    /// The network knows none.
    NONE {
        @Override
        public Optional<String> canonical(String text) {
            return Optional.empty();
        }
    },
    /// A number of 32 bits, such as a destination tag.
    NUMBER {
        @Override
        public Optional<String> canonical(String text) {
            if (!DIGITS.matcher(text).matches()) {
                return Optional.empty();
            }
            long number = Long.parseLong(text);
            return number < 1L << 32 ? Optional.of(Long.toString(number)) : Optional.empty();
        }
    },
    /// Letters that cannot be taken for others, as they came.
    TEXT {
        @Override
        public Optional<String> canonical(String text) {
            return new Scheme.Opaque().canonical(text);
        }
    };

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,10}");

    /// The one spelling of it; empty where it is none.
    public abstract Optional<String> canonical(String text);

    static Optional<Memo> of(String label) {
        return Arrays.stream(values())
                .filter(memo -> memo.name().toLowerCase(Locale.ROOT).equals(label))
                .findFirst();
    }
}
