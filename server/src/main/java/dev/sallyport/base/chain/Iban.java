package dev.sallyport.base.chain;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Numbers of bank accounts: ISO 13616 with the check of ISO 7064 (mod 97), and the length where the single euro
/// payments area has settled it.
final class Iban {
    private static final Pattern FORM = Pattern.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}");
    private static final BigInteger MODULUS = BigInteger.valueOf(97);
    private static final Map<String, Integer> LENGTHS = Arrays.stream(("AD24 AT20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 "
                            + "EE20 ES24 FI18 FR27 GB22 GR27 HR21 HU28 IE22 IS26 IT27 LI21 LT20 LU20 LV21 MC27 MT31 NL18 "
                            + "NO15 PL28 PT25 RO24 SE24 SI19 SK24 SM27 VA22")
                    .split(" "))
            .collect(Collectors.toUnmodifiableMap(
                    entry -> entry.substring(0, 2), entry -> Integer.parseInt(entry.substring(2))));

    private Iban() {}

    /// @param text without blanks and in capitals
    static boolean isIban(String text) {
        if (!FORM.matcher(text).matches()
                || LENGTHS.getOrDefault(text.substring(0, 2), text.length()) != text.length()) {
            return false;
        }
        String digits = (text.substring(4) + text.substring(0, 4))
                .chars()
                .mapToObj(c -> Integer.toString(Character.digit(c, 36)))
                .collect(Collectors.joining());
        return new BigInteger(digits).mod(MODULUS).equals(BigInteger.ONE);
    }
}
