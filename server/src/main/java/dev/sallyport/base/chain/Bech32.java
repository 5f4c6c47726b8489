package dev.sallyport.base.chain;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Addresses of segregated witness: version 0 in bech32 (BIP-173), later ones in bech32m (BIP-350).
final class Bech32 {
    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int BECH32 = 1;
    private static final int BECH32M = 0x2bc830a3;
    private static final int CHECK = 6;
    private static final int MOST = 90;
    private static final int LAST_VERSION = 16;

    private Bech32() {}

    /// Whether it is a right address with this human-readable part, all in one case.
    static boolean isAddress(String text, String prefix) {
        String lower = text.toLowerCase(Locale.ROOT);
        boolean oneCase = text.equals(lower) || text.equals(text.toUpperCase(Locale.ROOT));
        if (!oneCase || text.length() > MOST || !lower.startsWith(prefix + "1")) {
            return false;
        }
        int[] data = lower.substring(prefix.length() + 1)
                .chars()
                .map(ALPHABET::indexOf)
                .toArray();
        for (int digit : data) {
            if (digit < 0) {
                return false;
            }
        }
        if (data.length <= CHECK || data[0] > LAST_VERSION) {
            return false;
        }
        return polymod(prefix, data) == (data[0] == 0 ? BECH32 : BECH32M) && isProgram(data);
    }

    /// Where it looks wrong: at a letter that there is not, or at the one letter that alone would mend the checksum.
    /// What it should be is not said, so that nobody is led to somebody else's address (BIP-173).
    static OptionalInt wrongAt(String text, String prefix) {
        String lower = text.toLowerCase(Locale.ROOT);
        int from = prefix.length() + 1;
        for (int i = from; i < lower.length(); i++) {
            if (ALPHABET.indexOf(lower.charAt(i)) < 0) {
                return OptionalInt.of(i);
            }
        }
        if (lower.length() > MOST || isAddress(lower, prefix)) {
            return OptionalInt.empty();
        }
        int[] mending = IntStream.range(from, lower.length())
                .filter(i -> isMendedAt(lower, prefix, i))
                .limit(2)
                .toArray();
        return mending.length == 1 ? OptionalInt.of(mending[0]) : OptionalInt.empty();
    }

    private static boolean isMendedAt(String lower, String prefix, int at) {
        var other = new StringBuilder(lower);
        return ALPHABET.chars().anyMatch(letter -> {
            other.setCharAt(at, (char) letter);
            return isAddress(other.toString(), prefix);
        });
    }

    private static int polymod(String prefix, int[] data) {
        int sum = 1;
        for (int i = 0; i < prefix.length(); i++) {
            sum = step(sum, prefix.charAt(i) >> 5);
        }
        sum = step(sum, 0);
        for (int i = 0; i < prefix.length(); i++) {
            sum = step(sum, prefix.charAt(i) & 31);
        }
        for (int digit : data) {
            sum = step(sum, digit);
        }
        return sum;
    }

    private static int step(int sum, int digit) {
        int top = sum >>> 25;
        int next = ((sum & 0x1ffffff) << 5) ^ digit;
        for (int i = 0; i < GENERATOR.length; i++) {
            next ^= ((top >> i) & 1) == 1 ? GENERATOR[i] : 0;
        }
        return next;
    }

    /// The witness program: whole bytes, and no bits but noughts after them; 2 to 40, in version 0 20 or 32.
    private static boolean isProgram(int[] data) {
        int digits = data.length - 1 - CHECK;
        int bytes = digits * 5 / 8;
        int left = digits * 5 % 8;
        boolean isPadded = left < 5 && (left == 0 || (data[digits] & ((1 << left) - 1)) == 0);
        return isPadded && (data[0] == 0 ? bytes == 20 || bytes == 32 : bytes >= 2 && bytes <= 40);
    }
}
