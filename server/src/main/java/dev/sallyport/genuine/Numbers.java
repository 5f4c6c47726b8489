package dev.sallyport.genuine;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Hosts that are addresses in numbers, in all the ways that browsers take them: `127.1`, `0x7f.1`, `017700000001`,
/// `2130706433` (https://url.spec.whatwg.org/#concept-ipv4-parser).
final class Numbers {
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final Pattern NUMBER = Pattern.compile("0[xX][0-9a-fA-F]*|[0-9]+");

    private Numbers() {}

    /// @param host without a trailing dot
    static boolean endsInNumber(String host) {
        String last = host.substring(host.lastIndexOf('.') + 1);
        return DIGITS.matcher(last).matches()
                || (last.startsWith("0x") && NUMBER.matcher(last).matches());
    }

    /// Four numbers with dots; empty if browsers refuse it.
    static Optional<String> dotted(String host) {
        List<String> parts = List.of(host.split("\\.", -1));
        if (parts.size() > 4) {
            return Optional.empty();
        }
        long address = 0;
        for (int i = 0; i < parts.size(); i++) {
            Optional<Long> number = number(parts.get(i));
            boolean last = i == parts.size() - 1;
            long room = last ? 1L << (8 * (5 - parts.size())) : 256;
            if (number.isEmpty() || number.get() >= room) {
                return Optional.empty();
            }
            address += last ? number.get() : number.get() << (8 * (3 - i));
        }
        return Optional.of("%d.%d.%d.%d"
                .formatted((address >> 24) & 255, (address >> 16) & 255, (address >> 8) & 255, address & 255));
    }

    private static Optional<Long> number(String part) {
        if (!NUMBER.matcher(part).matches()) {
            return Optional.empty();
        }
        boolean hex = part.startsWith("0x") || part.startsWith("0X");
        int radix = hex ? 16 : (part.length() > 1 && part.startsWith("0")) ? 8 : 10;
        String digits = hex ? part.substring(2) : part;
        if (digits.isEmpty()) {
            return Optional.of(0L);
        }
        try {
            // What is longer is too large for any address.
            String significant = digits.replaceFirst("^0+(?=.)", "");
            return significant.length() > 12 ? Optional.empty() : Optional.of(Long.parseLong(significant, radix));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
