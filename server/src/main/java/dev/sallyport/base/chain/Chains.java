package dev.sallyport.base.chain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The networks by their codes: the lines of `chain/networks.tsv`, or of the operator's own file.
public record Chains(Map<String, Network> byCode) {
    private static final Pattern CODE = Pattern.compile("[a-z0-9._-]{1,24}");
    private static final Pattern PREFIX = Pattern.compile("-|[a-z0-9]{1,20}");
    private static final Pattern VERSIONS = Pattern.compile("[0-9]{1,3}(?:,[0-9]{1,3}){0,7}");
    private static final int MOST_VERSION = 255;

    public Chains {
        byCode = Map.copyOf(byCode);
    }

    /// @param code in small letters
    public record Network(String code, Scheme scheme, Memo memo) {}

    /// The network of this code, in whatever case it is written. One that no line names takes any text.
    public Network network(String code) {
        String lower = code.toLowerCase(Locale.ROOT);
        Network known = byCode.get(lower);
        return known == null ? new Network(lower, new Scheme.Opaque(), Memo.TEXT) : known;
    }

    /// What came of reading a file.
    public sealed interface Read {
        record Good(Chains chains) implements Read {}

        /// Every mistake in it, in sentences.
        record Bad(List<String> mistakes) implements Read {}
    }

    public static Read read(List<String> text) {
        var networks = new HashMap<String, Network>();
        var mistakes = new ArrayList<String>();
        for (int i = 0; i < text.size(); i++) {
            String line = text.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Optional<Network> read = line(line.split("\\s+"));
            if (read.isEmpty()) {
                mistakes.add(
                        "line " + (i + 1) + " is not: network, scheme, prefix, versions, memo, as in \"" + line + "\"");
            } else if (networks.put(read.get().code(), read.get()) != null) {
                mistakes.add("line " + (i + 1) + " names " + read.get().code() + " a second time");
            }
        }
        return mistakes.isEmpty() ? new Read.Good(new Chains(networks)) : new Read.Bad(mistakes);
    }

    private static Optional<Network> line(String[] words) {
        if (words.length != 5 || !CODE.matcher(words[0]).matches()) {
            return Optional.empty();
        }
        return scheme(words[1], words[2], words[3])
                .flatMap(scheme -> Memo.of(words[4]).map(memo -> new Network(words[0], scheme, memo)));
    }

    private static Optional<Scheme> scheme(String name, String prefix, String versions) {
        if (name.equals("bitcoin")) {
            return PREFIX.matcher(prefix).matches()
                    ? versions(versions).map(bytes -> bitcoin(prefix, bytes))
                    : Optional.empty();
        }
        if (!prefix.equals("-") || !versions.equals("-")) {
            return Optional.empty();
        }
        return switch (name) {
            case "eip55" -> Optional.of(new Scheme.Hex());
            case "ripple" -> Optional.of(new Scheme.Ripple());
            case "key58" -> Optional.of(new Scheme.Key58());
            case "iban" -> Optional.of(new Scheme.BankAccount());
            case "text" -> Optional.of(new Scheme.Opaque());
            default -> Optional.empty();
        };
    }

    private static Scheme bitcoin(String prefix, List<Integer> versions) {
        return new Scheme.BitcoinLike(prefix.equals("-") ? "" : prefix, versions);
    }

    private static Optional<List<Integer>> versions(String text) {
        if (!VERSIONS.matcher(text).matches()) {
            return Optional.empty();
        }
        List<Integer> bytes = Stream.of(text.split(",")).map(Integer::valueOf).toList();
        return bytes.stream().allMatch(one -> one <= MOST_VERSION) ? Optional.of(bytes) : Optional.empty();
    }
}
