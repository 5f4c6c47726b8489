package dev.sallyport.genuine;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.util.Map;

/// What letters look like to people (UTS 39), and which nobody sees.
final class Letters {
    private static final SpoofChecker LOOKS =
            new SpoofChecker.Builder().setChecks(SpoofChecker.CONFUSABLE).build();
    private static final SpoofChecker MIXED = new SpoofChecker.Builder()
            .setChecks(SpoofChecker.RESTRICTION_LEVEL
                    | SpoofChecker.INVISIBLE
                    | SpoofChecker.MIXED_NUMBERS
                    | SpoofChecker.HIDDEN_OVERLAY)
            .setRestrictionLevel(SpoofChecker.RestrictionLevel.HIGHLY_RESTRICTIVE)
            .build();
    private static final Normalizer2 DECOMPOSE = Normalizer2.getNFKDInstance();

    /// Pairs that read as one letter in most typefaces, and digits that stand for letters.
    private static final Map<String, String> PAIRS = Map.of("rn", "m", "vv", "w", "cl", "d");

    private static final String DIGITS = "0134578";
    private static final String FOR_DIGITS = "oleastb";

    private Letters() {}

    static boolean isInvisible(int c) {
        return UCharacter.hasBinaryProperty(c, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
                || c == 0x200B
                || c == 0xFEFF
                || (c >= 0xE0000 && c <= 0xE007F);
    }

    static boolean turnsDirection(int c) {
        return UCharacter.hasBinaryProperty(c, UProperty.BIDI_CONTROL);
    }

    /// Whether every label is of one script (or a mix that people write), so that it may be shown in its own letters.
    static boolean canBeShown(String name) {
        for (String label : name.split("\\.")) {
            if (MIXED.failsChecks(label)) {
                return false;
            }
        }
        return name.codePoints().noneMatch(c -> isInvisible(c) || turnsDirection(c));
    }

    /// Letters of several scripts within one label.
    static boolean isMixed(String label) {
        return MIXED.failsChecks(label);
    }

    /// Equal for what a reader takes for the same at a glance: marks, scripts, digits and pairs of letters are gone.
    static String atAGlance(String label) {
        String plain = isAscii(label) ? label : withoutMarks(LOOKS.getSkeleton(withoutMarks(label)));
        var letters = new StringBuilder(plain.length());
        plain.codePoints().map(Character::toLowerCase).forEach(c -> {
            int digit = DIGITS.indexOf(c);
            if (digit >= 0) {
                letters.append(FOR_DIGITS.charAt(digit));
            } else if (c == 'i') {
                // As good as an l in most typefaces; on both sides of the comparison.
                letters.append('l');
            } else if (c != '-' && c != '_') {
                letters.appendCodePoint(c);
            }
        });
        return pairs(letters.toString());
    }

    private static String pairs(String letters) {
        var read = new StringBuilder(letters.length());
        for (int i = 0; i < letters.length(); i++) {
            String pair = i + 1 < letters.length() ? PAIRS.get(letters.substring(i, i + 2)) : null;
            if (pair == null) {
                read.append(letters.charAt(i));
            } else {
                read.append(pair);
                i++;
            }
        }
        return read.toString();
    }

    private static String withoutMarks(String label) {
        return DECOMPOSE
                .normalize(label)
                .codePoints()
                .filter(c -> UCharacter.getType(c) != UCharacter.NON_SPACING_MARK)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isAscii(String label) {
        return label.chars().allMatch(c -> c < 0x80);
    }
}
