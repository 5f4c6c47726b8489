package dev.sallyport.oauth;

import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.util.Optional;

/// Names of programs, and what they look like: nobody may be taken for another, or for the service (A49).
final class AppNames {
    private static final SpoofChecker LOOKS =
            new SpoofChecker.Builder().setChecks(SpoofChecker.CONFUSABLE).build();
    private static final SpoofChecker MIXED = new SpoofChecker.Builder()
            .setChecks(SpoofChecker.RESTRICTION_LEVEL | SpoofChecker.INVISIBLE | SpoofChecker.MIXED_NUMBERS)
            .setRestrictionLevel(SpoofChecker.RestrictionLevel.HIGHLY_RESTRICTIVE)
            .build();
    private static final Normalizer2 FOLD = Normalizer2.getNFKCCasefoldInstance();

    private AppNames() {}

    /// Equal for names that a reader would take for the same, however they are spaced and written.
    static String skeleton(String name) {
        String letters = FOLD.normalize(name)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        // Twice: a skeleton's letters may have capitals that look like others again.
        return LOOKS.getSkeleton(FOLD.normalize(LOOKS.getSkeleton(letters)));
    }

    /// What keeps a name from being registered.
    static Optional<String> obstacle(String name, String brand, boolean own) {
        if (!name.strip().equals(name) || name.isEmpty() || name.codePointCount(0, name.length()) > 40) {
            return Optional.of("A name has 1 to 40 characters, and no blanks around it.");
        }
        if (!name.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || " .-&'".indexOf(c) >= 0)) {
            return Optional.of("A name has letters, digits, blanks and . - & ' only.");
        }
        if (MIXED.failsChecks(name)) {
            return Optional.of("The name mixes letters of several scripts, which nobody could tell apart.");
        }
        if (!own && skeleton(name).contains(skeleton(brand))) {
            return Optional.of("The name could be taken for " + brand + " itself.");
        }
        return Optional.empty();
    }
}
