package dev.sallyport.genuine;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import dev.sallyport.genuine.Verdict.Kind;
import dev.sallyport.genuine.Verdict.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Mail addresses, telephone numbers and names in networks: the same names, in other places (class 25).
final class AddressJudge {
    private final Channels channels;
    private final Official official;
    private final LinkJudge links;

    AddressJudge(Channels channels, Official official, LinkJudge links) {
        this.channels = channels;
        this.official = official;
        this.links = links;
    }

    /// @param address `local@domain`; anything without an `@` is not one
    Verdict mail(String address) {
        int at = address.lastIndexOf('@');
        String local = address.substring(0, Math.max(0, at));
        if (!(Link.read("https://" + address.substring(at + 1)) instanceof Link.Reading.Read(Link link))
                || local.isEmpty()
                || !link.rest().isEmpty()) {
            return Verdict.of(Kind.SUSPICIOUS, "", Reason.NOT_A_LINK);
        }
        String shown = harmless(local) + "@" + link.shown();
        boolean plain = link.isPlain() && local.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (plain && channels.mail().contains(local.toLowerCase(Locale.ROOT) + "@" + link.host())) {
            return Verdict.of(Kind.OFFICIAL, shown, Reason.EXACT);
        }
        Verdict domain = links.of("https://" + address.substring(at + 1));
        if (domain.kind() == Kind.OFFICIAL) {
            return new Verdict(Kind.SUSPICIOUS, shown, Optional.of(link.host()), List.of(Reason.NOT_IN_USE));
        }
        if (domain.kind() == Kind.UNKNOWN) {
            Optional<Brand> brand = carried(local);
            if (brand.isPresent()) {
                return new Verdict(
                        Kind.LOOK_ALIKE, shown, brand.map(b -> b.domain), List.of(Reason.NAME_IN_THE_ADDRESS));
            }
        }
        return new Verdict(domain.kind(), shown, domain.target(), domain.reasons());
    }

    /// @param name what a mail program shows in the sender's place
    Optional<Brand> carried(String name) {
        String label = squeezed(name);
        return official.brands.stream()
                .filter(brand -> brand.isWithin(label, Letters.atAGlance(label))
                        || brand.resemblance(candidate(label))
                                .filter(reason -> reason != Reason.SOUNDS_ALIKE)
                                .isPresent())
                .findFirst();
    }

    /// A name in a network, with or without its `@`.
    Verdict handle(String handle) {
        String name = handle.startsWith("@") ? handle.substring(1) : handle;
        String shown = "@" + harmless(name);
        if (channels.handles().stream().anyMatch(ours -> ours.name().equalsIgnoreCase(name))) {
            return Verdict.of(Kind.OFFICIAL, shown, Reason.EXACT);
        }
        String label = squeezed(name);
        for (Channels.Handle ours : channels.handles()) {
            var brand = new Brand(registered(squeezed(ours.name())));
            Optional<Reason> resemblance = brand.resemblance(candidate(label));
            if (resemblance.isPresent()) {
                return like(shown, "@" + ours.name(), resemblance.get());
            }
        }
        return carried(name)
                .map(brand -> like(shown, brand.domain, Reason.NAME_TAKEN))
                .orElseGet(() -> Verdict.of(Kind.UNKNOWN, shown, Reason.NOTHING_KNOWN));
    }

    private static Verdict like(String shown, String target, Reason reason) {
        Reason told = reason == Reason.OTHER_ENDING ? Reason.NAME_TAKEN : reason;
        Kind kind = told == Reason.SOUNDS_ALIKE ? Kind.SUSPICIOUS : Kind.LOOK_ALIKE;
        return new Verdict(kind, shown, Optional.of(target), List.of(told));
    }

    Verdict phone(String number) {
        return canonical(number)
                .map(e164 -> channels.phones().contains(e164)
                        ? Verdict.of(Kind.OFFICIAL, e164, Reason.EXACT)
                        : Verdict.of(Kind.UNKNOWN, e164, Reason.NOTHING_KNOWN))
                .orElseGet(() -> Verdict.of(Kind.UNKNOWN, harmless(number), Reason.NOTHING_KNOWN));
    }

    Optional<String> canonical(String number) {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        try {
            // Whatever else stands between its digits is there to hide it.
            String digits = (number.strip().startsWith("+") ? "+" : "") + number.replaceAll("[^0-9]", "");
            var parsed = numbers.parse(digits, channels.country());
            return numbers.isPossibleNumber(parsed)
                    ? Optional.of(numbers.format(parsed, PhoneNumberFormat.E164))
                    : Optional.empty();
        } catch (NumberParseException e) {
            // No number: what it is called by, the caller says.
            return Optional.empty();
        }
    }

    private static Candidate candidate(String label) {
        return Candidate.of(registered(label));
    }

    private static Suffixes.Registered registered(String label) {
        return new Suffixes.Registered(label, label, "", false);
    }

    private static String squeezed(String name) {
        var label = new StringBuilder(name.length());
        name.toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(c -> Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK)
                .forEach(label::appendCodePoint);
        return label.toString();
    }

    /// Without what misleads an eye.
    private static String harmless(String text) {
        String clean = text.codePoints()
                .filter(c -> !Character.isISOControl(c) && !Letters.isInvisible(c) && !Letters.turnsDirection(c))
                .limit(100)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return Letters.canBeShown(clean) ? clean : clean.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
