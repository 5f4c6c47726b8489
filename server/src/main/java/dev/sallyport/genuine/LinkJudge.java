package dev.sallyport.genuine;

import dev.sallyport.genuine.Link.Oddity;
import dev.sallyport.genuine.Verdict.Kind;
import dev.sallyport.genuine.Verdict.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Says of a link whether it is ours, by where it leads and by nothing that it says of itself. Asks nobody: what is
/// judged is never opened, and its name never looked up.
final class LinkJudge {
    /// What a browser would leave the page for: an absolute address, one without its scheme, a script.
    private static final Pattern ABSOLUTE =
            Pattern.compile("[\\s\\p{Cntrl}]*(?:(?i:https?|javascript|vbscript|data|blob|file|intent):|[/\\\\]{2})");

    /// What an oddity says about a link that is not ours, the worst first.
    private static final Map<Oddity, Reason> TRICKS = tricks();

    /// Wrappers within wrappers are opened so often.
    private static final int DEEPEST = 3;

    private final Official official;
    private final Wrappers wrappers = Wrappers.shipped();

    LinkJudge(Official official) {
        this.official = official;
    }

    private static Map<Oddity, Reason> tricks() {
        var tricks = new LinkedHashMap<Oddity, Reason>();
        tricks.put(Oddity.USER_INFO, Reason.USER_INFO);
        tricks.put(Oddity.NUMBERS, Reason.NUMBERS);
        tricks.put(Oddity.DIRECTION, Reason.DIRECTION);
        tricks.put(Oddity.INVISIBLE, Reason.INVISIBLE);
        tricks.put(Oddity.MAPPED, Reason.ODDLY_WRITTEN);
        tricks.put(Oddity.ENCODED, Reason.ODDLY_WRITTEN);
        tricks.put(Oddity.CONTROL, Reason.ODDLY_WRITTEN);
        tricks.put(Oddity.BACKSLASH, Reason.ODDLY_WRITTEN);
        tricks.put(Oddity.SLASHES, Reason.ODDLY_WRITTEN);
        tricks.put(Oddity.TRAILING_DOT, Reason.ODDLY_WRITTEN);
        tricks.put(Oddity.PORT, Reason.ODD_PORT);
        return tricks;
    }

    Verdict of(String text) {
        return of(text, 0);
    }

    private Verdict of(String text, int depth) {
        return switch (Link.read(text)) {
            case Link.Reading.OtherScheme(String scheme) ->
                Verdict.of(Kind.SUSPICIOUS, scheme + ":", Reason.OTHER_SCHEME);
            case Link.Reading.Broken(Link.Fault fault, String readable) -> broken(readable);
            case Link.Reading.Read(Link link) -> of(link, depth);
        };
    }

    /// No browser opens it; people read it all the same.
    private Verdict broken(String readable) {
        Optional<Candidate> candidate = Suffixes.of(readable).map(Candidate::of);
        for (Brand brand : official.brands) {
            Optional<Reason> resemblance = candidate.flatMap(brand::resemblance);
            if (resemblance.isPresent()) {
                return new Verdict(
                        Kind.LOOK_ALIKE, "", Optional.of(brand.domain), List.of(resemblance.get(), Reason.NOT_A_LINK));
            }
        }
        return Verdict.of(Kind.SUSPICIOUS, "", Reason.NOT_A_LINK);
    }

    private Verdict of(Link link, int depth) {
        if (official.hosts.contains(link.host())) {
            return named(link);
        }
        Optional<String> target = depth < DEEPEST ? wrappers.target(link) : Optional.empty();
        return target.isEmpty() ? foreign(link) : wrapped(of(target.get(), depth + 1));
    }

    /// By way of somebody else: never official itself, and else what it leads to.
    private static Verdict wrapped(Verdict target) {
        var reasons = new ArrayList<Reason>(target.reasons());
        reasons.add(Reason.WRAPPED);
        Kind kind = target.kind() == Kind.OFFICIAL ? Kind.UNKNOWN : target.kind();
        return new Verdict(kind, target.shown(), target.target(), reasons);
    }

    /// The host is one of ours; so is the link, if it is written as ours are.
    private Verdict named(Link link) {
        if (!link.secure()) {
            return Verdict.of(Kind.SUSPICIOUS, link.shown(), Reason.NOT_SECURE);
        }
        List<Reason> reasons = reasons(link);
        leadsOn(link).ifPresent(reasons::add);
        if (reasons.isEmpty()) {
            return Verdict.of(Kind.OFFICIAL, link.shown(), Reason.EXACT);
        }
        return new Verdict(Kind.SUSPICIOUS, link.shown(), Optional.of(link.host()), reasons);
    }

    /// A link of ours with somebody else's within it (U16), or with two answers to the same question (U19).
    private Optional<Reason> leadsOn(Link link) {
        var values = new HashMap<String, String>();
        for (Queries.Parameter parameter : Queries.parameters(link.rest())) {
            String before = values.putIfAbsent(parameter.name(), parameter.value());
            if (before != null && !before.equals(parameter.value())) {
                return Optional.of(Reason.TWO_TARGETS);
            }
            if (ABSOLUTE.matcher(parameter.value()).lookingAt() && !staysWithUs(parameter.value())) {
                return Optional.of(Reason.NESTED);
            }
        }
        return Optional.empty();
    }

    private boolean staysWithUs(String target) {
        return Link.read(target) instanceof Link.Reading.Read(Link link)
                && official.hosts.contains(link.host())
                && link.secure();
    }

    private Verdict foreign(Link link) {
        List<Reason> tricks = reasons(link);
        if (link.isNumber()) {
            return verdict(Kind.SUSPICIOUS, link, Optional.empty(), tricks);
        }
        Optional<Suffixes.Registered> registered = Suffixes.of(link.host());
        if (registered.isEmpty()) {
            return verdict(tricks.isEmpty() ? Kind.UNKNOWN : Kind.SUSPICIOUS, link, Optional.empty(), tricks);
        }
        if (official.owns(registered.get())) {
            tricks.addFirst(Reason.NOT_IN_USE);
            return verdict(Kind.SUSPICIOUS, link, Optional.of(registered.get().domain()), tricks);
        }
        return imitation(link, registered.get(), tricks).orElseGet(() -> unlike(link, registered.get(), tricks));
    }

    private Optional<Verdict> imitation(Link link, Suffixes.Registered registered, List<Reason> tricks) {
        var candidate = Candidate.of(registered);
        Brand heard = null;
        for (Brand brand : official.brands) {
            Optional<Reason> resemblance = brand.resemblance(candidate).or(() -> split(brand, link, registered));
            if (resemblance.isEmpty()) {
                continue;
            }
            if (resemblance.get() == Reason.SOUNDS_ALIKE) {
                heard = brand;
                continue;
            }
            return Optional.of(lookAlike(Kind.LOOK_ALIKE, link, brand, resemblance.get(), tricks));
        }
        return Optional.ofNullable(heard)
                .map(brand -> lookAlike(Kind.SUSPICIOUS, link, brand, Reason.SOUNDS_ALIKE, tricks));
    }

    /// A name of ours in the labels before somebody else's domain, or cut in two by a dot (classes 11 and 20).
    private static Optional<Reason> split(Brand brand, Link link, Suffixes.Registered registered) {
        int length = link.host().length() - registered.domain().length();
        if (length == 0) {
            return Optional.empty();
        }
        String before = Candidate.unicode(link.host().substring(0, length - 1));
        if (brand.isWithin(before, Letters.atAGlance(before))) {
            return Optional.of(registered.shared() ? Reason.NAME_ON_A_SHARED_HOST : Reason.NAME_BEFORE_ANOTHER_DOMAIN);
        }
        String joined = (before + registered.label()).replace(".", "");
        return brand.isWithin(joined, Letters.atAGlance(joined))
                ? Optional.of(Reason.SPLIT_BY_A_DOT)
                : Optional.empty();
    }

    private Verdict lookAlike(Kind kind, Link link, Brand brand, Reason reason, List<Reason> tricks) {
        tricks.addFirst(reason);
        return verdict(kind, link, Optional.of(brand.domain), tricks);
    }

    /// Nothing in its host is ours; perhaps its path says it were (class 22), or it is built to mislead.
    private Verdict unlike(Link link, Suffixes.Registered registered, List<Reason> tricks) {
        String rest = link.rest().toLowerCase(Locale.ROOT);
        for (Brand brand : official.brands) {
            if (rest.contains(brand.domain)) {
                return lookAlike(Kind.LOOK_ALIKE, link, brand, Reason.NAME_IN_THE_PATH, tricks);
            }
        }
        if (Letters.isMixed(Candidate.unicode(registered.label()))) {
            tricks.add(Reason.MIXED_LETTERS);
        }
        if (tricks.isEmpty() && wrappers.shortens(link)) {
            return verdict(Kind.UNKNOWN, link, Optional.empty(), List.of(Reason.SHORTENED));
        }
        return verdict(tricks.isEmpty() ? Kind.UNKNOWN : Kind.SUSPICIOUS, link, Optional.empty(), tricks);
    }

    private static Verdict verdict(Kind kind, Link link, Optional<String> target, List<Reason> reasons) {
        return new Verdict(kind, link.shown(), target, reasons.isEmpty() ? List.of(Reason.NOTHING_KNOWN) : reasons);
    }

    private static List<Reason> reasons(Link link) {
        var reasons = new ArrayList<Reason>();
        TRICKS.forEach((oddity, reason) -> {
            if (link.oddities().contains(oddity) && !reasons.contains(reason)) {
                reasons.add(reason);
            }
        });
        return reasons;
    }
}
