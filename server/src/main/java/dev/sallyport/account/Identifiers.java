package dev.sallyport.account;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.IDNA;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.util.BitSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Turns what a person typed into the one canonical form of an identifier, or refuses it (R-ID-1). The form
/// is a fixed point: making it again changes nothing, so that no second look-up can land elsewhere than the
/// first.
///
/// A mail domain goes through UTS 46 to its lower-case A-label. A local part is ASCII and lowered, or NFC in
/// a single script; a letter that any mapping would turn into ASCII (Kelvin sign, long s, sharp s, ligatures,
/// raised and full-width letters, dotted I) is refused, because it is how one address becomes another's
/// (A32).
///
/// What is not ASCII and yet looks like it is refused as well, whoever exists: were it refused only where it
/// looks like somebody's address, the refusal would tell that he has an account, and a stranger could take
/// what looks like an address before its owner comes.
public final class Identifiers {
    private static final int MOST = 320;
    private static final int MOST_LOCAL = 64;
    /// RFC 5322 `dot-atom`; quoted local parts are not taken.
    private static final Pattern ASCII_LOCAL =
            Pattern.compile("[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*");

    private static final Pattern DOMAIN = Pattern.compile(
            "(?=.{4,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+");
    private static final Pattern NUMBER = Pattern.compile("[+(0-9][0-9 ()./-]{4,30}");

    private static final IDNA UTS46 = IDNA.getUTS46Instance(IDNA.USE_STD3_RULES
            | IDNA.CHECK_BIDI
            | IDNA.CHECK_CONTEXTJ
            | IDNA.CHECK_CONTEXTO
            | IDNA.NONTRANSITIONAL_TO_ASCII
            | IDNA.NONTRANSITIONAL_TO_UNICODE);
    private static final Normalizer2 NFC = Normalizer2.getNFCInstance();
    private static final Normalizer2 FOLD = Normalizer2.getNFKCCasefoldInstance();
    private static final SpoofChecker LOOKS =
            new SpoofChecker.Builder().setChecks(SpoofChecker.CONFUSABLE).build();
    /// What the skeletons of ASCII are made of, which is not only ASCII: `%` has `\u00ba/\u2080`.
    private static final Set<Integer> PLAIN_LOOKS = IntStream.range(0x21, 0x7F)
            .boxed()
            .flatMap(c -> LOOKS.getSkeleton(Character.toString(c)).codePoints().boxed())
            .collect(Collectors.toUnmodifiableSet());

    private Identifiers() {}

    /// The canonical identifier, or empty when the text is neither a mail address nor a number that could be
    /// somebody's.
    ///
    /// @param homeCountry the country whose numbers may be typed without a `+`, as an ISO code
    public static Optional<Identifier> read(String typed, String homeCountry) {
        String text = typed.strip();
        if (text.isEmpty() || text.length() > MOST) {
            return Optional.empty();
        }
        return text.contains("@") ? mail(text).filter(mail -> !looksPlain(mail)) : phone(text, homeCountry);
    }

    /// Whether the text is refused for its looks alone: a mail address with letters of other scripts that nobody
    /// could tell from ASCII.
    public static boolean imitates(String typed) {
        String text = typed.strip();
        return text.length() <= MOST
                && text.contains("@")
                && mail(text).filter(Identifiers::looksPlain).isPresent();
    }

    private static boolean looksPlain(Identifier mail) {
        return !mail.plain() && mail.skeleton().codePoints().allMatch(PLAIN_LOOKS::contains);
    }

    private static Optional<Identifier> mail(String text) {
        int at = text.lastIndexOf('@');
        String local = text.substring(0, at);
        Optional<String> domain = domain(text.substring(at + 1));
        if (domain.isEmpty() || local.isEmpty() || local.length() > MOST_LOCAL) {
            return Optional.empty();
        }
        Optional<String> canonical = isAscii(local) ? asciiLocal(local) : unicodeLocal(local);
        if (canonical.isEmpty()) {
            return Optional.empty();
        }
        String shown = canonical.get() + "@" + unicodeDomain(domain.get());
        return Optional.of(new Identifier(
                Identifier.Kind.MAIL,
                canonical.get() + "@" + domain.get(),
                LOOKS.getSkeleton(shown),
                isAscii(canonical.get()) && !domain.get().contains("xn--")));
    }

    private static Optional<String> asciiLocal(String local) {
        String lowered = local.toLowerCase(Locale.ROOT);
        return ASCII_LOCAL.matcher(lowered).matches() ? Optional.of(lowered) : Optional.empty();
    }

    private static Optional<String> unicodeLocal(String local) {
        String composed = NFC.normalize(local);
        // Single letters that stand for others: what folds to something with ASCII in it, or to something longer.
        boolean impostor = composed.codePoints().anyMatch(point -> point > 0x7F && isImpostor(point));
        if (impostor || (!NFC.isNormalized(local) && composed.codePoints().allMatch(point -> point < 0x80))) {
            return Optional.empty();
        }
        String lowered = NFC.normalize(UCharacter.toLowerCase(Locale.ROOT, composed));
        boolean allowed = lowered.codePoints()
                .allMatch(point -> UCharacter.isLetterOrDigit(point)
                        || UCharacter.getType(point) == Character.NON_SPACING_MARK
                        || "._-+".indexOf(point) >= 0);
        boolean dots = lowered.startsWith(".") || lowered.endsWith(".") || lowered.contains("..");
        // A fixed point by construction or not at all.
        boolean fixed = FOLD.normalize(lowered).equals(lowered);
        return allowed && !dots && fixed && isOneScript(lowered) ? Optional.of(lowered) : Optional.empty();
    }

    private static boolean isImpostor(int point) {
        String self = new String(Character.toChars(point));
        String folded = FOLD.normalize(self);
        String lowered = UCharacter.toLowerCase(Locale.ROOT, self);
        // The dotless i is its own small letter, and yet ASCII to whoever compares in capitals.
        if (UCharacter.toUpperCase(Locale.ROOT, self).codePoints().anyMatch(p -> p < 0x80)) {
            return true;
        }
        return folded.isEmpty()
                || !folded.equals(FOLD.normalize(lowered))
                || !folded.equals(NFC.normalize(lowered))
                || folded.codePoints().anyMatch(p -> p < 0x80);
    }

    private static boolean isOneScript(String text) {
        BitSet scripts = new BitSet();
        text.codePoints().forEach(point -> {
            int script = UScript.getScript(point);
            if (script != UScript.COMMON && script != UScript.INHERITED) {
                scripts.set(script);
            }
        });
        return scripts.cardinality() <= 1;
    }

    private static Optional<String> domain(String typed) {
        var info = new IDNA.Info();
        String ascii = UTS46.nameToASCII(typed, new StringBuilder(), info).toString();
        String lowered = ascii.toLowerCase(Locale.ROOT);
        return info.hasErrors() || !DOMAIN.matcher(lowered).matches() || lowered.matches(".*\\.[0-9]+")
                ? Optional.empty()
                : Optional.of(lowered);
    }

    private static String unicodeDomain(String ascii) {
        return UTS46.nameToUnicode(ascii, new StringBuilder(), new IDNA.Info()).toString();
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c > 0x20 && c < 0x7F);
    }

    private static Optional<Identifier> phone(String text, String homeCountry) {
        if (!NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
            PhoneNumber number = numbers.parse(text, homeCountry);
            PhoneNumberType type = numbers.getNumberType(number);
            boolean mobile = type == PhoneNumberType.MOBILE || type == PhoneNumberType.FIXED_LINE_OR_MOBILE;
            if (!numbers.isValidNumber(number) || !mobile) {
                return Optional.empty();
            }
            String e164 = numbers.format(number, PhoneNumberFormat.E164);
            return Optional.of(new Identifier(Identifier.Kind.PHONE, e164, e164, true));
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    /// The two-letter country of a canonical number; empty for one that belongs to none.
    public static Optional<String> country(Identifier phone) {
        try {
            PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
            return Optional.ofNullable(numbers.getRegionCodeForNumber(numbers.parse(phone.text(), null)));
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }
}
