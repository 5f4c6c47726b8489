package dev.sallyport.recoverycode;

import dev.sallyport.base.crypto.Tokens;
import java.util.Locale;

/// How a recovery code is written: thirteen signs of five bits each, without the ones that look like others, in groups
/// (N-19: at least 64 bits).
final class CodeText {
    static final int SIGNS = 13;
    /// Crockford's base 32: no I, L, O, U.
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private CodeText() {}

    static String create() {
        byte[] random = Tokens.random(SIGNS);
        var code = new StringBuilder(SIGNS);
        for (byte b : random) {
            code.append(ALPHABET.charAt(b & 31));
        }
        return code.toString();
    }

    /// Whether it can be one at all; what cannot is not worth the work of hashing it.
    static boolean mayBe(String code) {
        return code.length() == SIGNS && code.chars().allMatch(sign -> ALPHABET.indexOf(sign) >= 0);
    }

    /// Such as `7K2QF-9XH4T-M3P`.
    static String shown(String code) {
        return code.substring(0, 5) + "-" + code.substring(5, 10) + "-" + code.substring(10);
    }

    /// As it is typed: in any case, with or without dashes and blanks, with the letters that were left out taken for
    /// the figures they look like.
    static String read(String typed) {
        return typed.toUpperCase(Locale.ROOT)
                .replaceAll("[\\s\\p{Z}\\p{Pd}]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
    }
}
