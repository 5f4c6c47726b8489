package dev.sallyport.genuine;

import com.ibm.icu.text.IDNA;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The domains that somebody is likely to register to be taken for ours, for a job that watches new registrations.
public final class Watch {
    private static final IDNA UTS_46 = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII);

    /// By how often deceivers take this way, the commonest first (phishing of recent years: words around a name and
    /// other endings by far, then what an eye overlooks, then slips of the hand, then accidents of machines).
    private static final List<Integer> RANKS =
            List.of(13, 14, 12, 15, 10, 18, 16, 17, 1, 3, 2, 7, 4, 5, 6, 8, 11, 23, 21, 20, 9);

    private static final Map<Integer, String> WAYS = Map.ofEntries(
            Map.entry(1, "letter-missing"),
            Map.entry(2, "letter-twice"),
            Map.entry(3, "letters-swapped"),
            Map.entry(4, "letter-changed"),
            Map.entry(5, "letter-more"),
            Map.entry(6, "letter-at-the-end"),
            Map.entry(7, "vowel-changed"),
            Map.entry(8, "plural"),
            Map.entry(9, "bit-flipped"),
            Map.entry(10, "hyphen"),
            Map.entry(11, "split-by-a-dot"),
            Map.entry(12, "letters-that-look-alike"),
            Map.entry(13, "name-with-words"),
            Map.entry(14, "other-ending"),
            Map.entry(15, "dot-missing"),
            Map.entry(16, "foreign-letter"),
            Map.entry(17, "foreign-letters"),
            Map.entry(18, "marks"),
            Map.entry(20, "name-before-another-domain"),
            Map.entry(21, "name-on-a-shared-host"),
            Map.entry(23, "numbers-and-name"));

    private Watch() {}

    /// @param host as one would look it up, in A-labels
    /// @param shown in its own letters
    /// @param way how it was made, such as `letter-missing`
    /// @param of the domain that it imitates
    public record Likely(int rank, String host, String shown, String way, String of) {}

    /// @param hosts official ones; what lies below one domain counts once
    /// @return ranked, each host once and none of ours
    public static List<Likely> likely(Set<String> hosts) {
        List<Suffixes.Registered> domains = hosts.stream()
                .sorted()
                .map(Suffixes::of)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        var likely = new ArrayList<Likely>();
        var seen = new java.util.HashSet<>(hosts);
        domains.forEach(domain -> seen.add(domain.domain()));
        for (Suffixes.Registered domain : domains) {
            new Permutations(domain)
                    .all()
                    .forEach((way, made) -> made.forEach(host -> {
                        String ascii = ascii(host);
                        if (!ascii.isEmpty() && seen.add(ascii)) {
                            likely.add(new Likely(
                                    RANKS.indexOf(way), ascii, host, WAYS.getOrDefault(way, "other"), domain.domain()));
                        }
                    }));
        }
        likely.sort(Comparator.comparingInt(Likely::rank).thenComparing(Likely::host));
        var ranked = new ArrayList<Likely>();
        for (Likely one : likely) {
            ranked.add(new Likely(ranked.size() + 1, one.host(), one.shown(), one.way(), one.of()));
        }
        return List.copyOf(ranked);
    }

    private static String ascii(String host) {
        var ascii = new StringBuilder();
        var info = new IDNA.Info();
        UTS_46.nameToASCII(host, ascii, info);
        return info.hasErrors() ? "" : ascii.toString();
    }
}
