package dev.sallyport.notices;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import dev.sallyport.base.crypto.Pepper;
import dev.sallyport.base.crypto.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Where a number belongs, as far as counting it needs to know.
///
/// @param country its two-letter code; `ZZ` for a number of no country
/// @param range the country and the keyed hash of the ten thousand numbers that differ in the last digits only:
///     who pumps texts owns such ranges
record SmsPlace(String country, String range) {
    private static final int LAST_DIGITS = 4;
    private static final String NOWHERE = "ZZ";

    static SmsPlace of(String number, Pepper pepper) {
        String country = country(number);
        String front = number.substring(0, Math.max(0, number.length() - LAST_DIGITS));
        byte[] hidden = pepper.derive("sms.range", front.getBytes(StandardCharsets.UTF_8));
        return new SmsPlace(country, country + ":" + Tokens.encode(hidden));
    }

    static String country(String number) {
        var numbers = PhoneNumberUtil.getInstance();
        try {
            String country = numbers.getRegionCodeForNumber(numbers.parse(number, null));
            return country == null ? NOWHERE : country;
        } catch (NumberParseException e) {
            return NOWHERE;
        }
    }

    List<String> all() {
        return List.of(country, range);
    }
}
