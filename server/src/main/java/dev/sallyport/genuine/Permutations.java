package dev.sallyport.genuine;

import com.ibm.icu.text.IDNA;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The look-alikes of a domain that somebody is likely to register, by the way they are made (classes 1 to 23): for
/// watching over them, and for trying the judge.
final class Permutations {
    private static final Map<Character, String> KEYS = keys();
    private static final String VOWELS = "aeiou";
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final Map<String, List<String>> GLYPHS = Map.of(
            "o",
            List.of("0"),
            "l",
            List.of("1"),
            "i",
            List.of("1", "l"),
            "e",
            List.of("3"),
            "m",
            List.of("rn"),
            "w",
            List.of("vv"),
            "d",
            List.of("cl"),
            "s",
            List.of("5"),
            "b",
            List.of("8"),
            "a",
            List.of("4"));
    /// Of other scripts, alike in most typefaces.
    private static final Map<Character, String> FOREIGN = Map.ofEntries(
            Map.entry('a', "аα"),
            Map.entry('c', "с"),
            Map.entry('e', "е"),
            Map.entry('i', "і"),
            Map.entry('o', "оο"),
            Map.entry('p', "р"),
            Map.entry('x', "х"),
            Map.entry('y', "у"),
            Map.entry('s', "ѕ"),
            Map.entry('j', "ј"));
    private static final Map<Character, String> MARKED = Map.of(
            'a', "áàäâạ", 'c', "ç", 'e', "éèëêẹ", 'i', "íîï", 'n', "ñ", 'o', "óöôọ", 'u', "úüụ", 'y', "ý", 's', "š",
            'z', "ž");
    private static final List<String> WORDS = List.of(
            "login",
            "secure",
            "support",
            "verify",
            "airdrop",
            "wallet",
            "2fa",
            "account",
            "help",
            "app",
            "bonus",
            "official");
    private static final List<String> ENDINGS =
            List.of("co", "cm", "net", "org", "io", "app", "xyz", "top", "info", "online");
    private static final List<String> SHARED =
            List.of("pages.dev", "github.io", "vercel.app", "web.app", "netlify.app");

    private final String name;
    private final String suffix;

    Permutations(Suffixes.Registered official) {
        this.name = official.label();
        this.suffix = official.suffix();
    }

    private static Map<Character, String> keys() {
        var keys = new LinkedHashMap<Character, String>();
        for (String rows : List.of(
                "qwertyuiop asdfghjkl zxcvbnm", "qwertzuiop asdfghjkl yxcvbnm", "azertyuiop qsdfghjklm wxcvbn")) {
            for (String row : rows.split(" ")) {
                for (int i = 0; i < row.length(); i++) {
                    String beside =
                            (i > 0 ? row.substring(i - 1, i) : "") + (i + 1 < row.length() ? row.charAt(i + 1) : "");
                    keys.merge(row.charAt(i), beside, String::concat);
                }
            }
        }
        return keys;
    }

    /// Hosts by the number of their class, in the order of likelihood within each.
    Map<Integer, Set<String>> all() {
        var all = new LinkedHashMap<Integer, Set<String>>();
        all.put(13, hosts(words()));
        all.put(14, endings());
        all.put(12, hosts(glyphs()));
        all.put(1, hosts(omissions()));
        all.put(2, hosts(repetitions()));
        all.put(3, hosts(transpositions()));
        all.put(4, hosts(keyboard(false)));
        all.put(5, hosts(keyboard(true)));
        all.put(6, hosts(additions()));
        all.put(7, hosts(vowels()));
        all.put(8, hosts(plurals()));
        all.put(9, hosts(bits()));
        all.put(10, hosts(hyphens()));
        all.put(11, dots());
        all.put(15, hosts(List.of("www" + name, "login" + name, "app" + name, "mail" + name)));
        all.put(16, hosts(foreign()));
        all.put(17, hosts(whollyForeign()));
        all.put(18, hosts(marked()));
        all.put(20, stuffed());
        all.put(21, shared());
        all.put(23, hosts(List.of("839402-" + name, "76214-" + name, name + "-4711")));
        return all;
    }

    private Set<String> hosts(Iterable<String> labels) {
        var hosts = new LinkedHashSet<String>();
        for (String label : labels) {
            if (!label.isEmpty() && !label.equals(name) && !label.startsWith("-") && !label.endsWith("-")) {
                var ascii = new StringBuilder();
                var info = new IDNA.Info();
                IDNA.getUTS46Instance(IDNA.CHECK_BIDI).labelToASCII(label, ascii, info);
                if (!info.hasErrors()) {
                    hosts.add(ascii + "." + suffix);
                }
            }
        }
        return hosts;
    }

    private Set<String> words() {
        var labels = new LinkedHashSet<String>();
        for (String word : WORDS) {
            labels.addAll(List.of(name + "-" + word, word + "-" + name, name + word, word + name));
        }
        return labels;
    }

    private Set<String> endings() {
        var hosts = new LinkedHashSet<String>();
        ENDINGS.stream().filter(ending -> !ending.equals(suffix)).forEach(ending -> hosts.add(name + "." + ending));
        hosts.add(name + suffix.replace(".", "") + "." + suffix);
        hosts.add(name + "-" + suffix.replace(".", "") + ".net");
        return hosts;
    }

    private Set<String> glyphs() {
        var labels = new LinkedHashSet<String>();
        GLYPHS.forEach((letter, alikes) -> {
            for (int at = name.indexOf(letter); at >= 0; at = name.indexOf(letter, at + 1)) {
                for (String alike : alikes) {
                    labels.add(name.substring(0, at) + alike + name.substring(at + 1));
                }
            }
        });
        return labels;
    }

    private Set<String> omissions() {
        var labels = new LinkedHashSet<String>();
        for (int i = 0; i < name.length(); i++) {
            labels.add(name.substring(0, i) + name.substring(i + 1));
        }
        return labels;
    }

    private Set<String> repetitions() {
        var labels = new LinkedHashSet<String>();
        for (int i = 0; i < name.length(); i++) {
            labels.add(name.substring(0, i + 1) + name.substring(i));
        }
        return labels;
    }

    private Set<String> transpositions() {
        var labels = new LinkedHashSet<String>();
        for (int i = 0; i + 1 < name.length(); i++) {
            labels.add(name.substring(0, i) + name.charAt(i + 1) + name.charAt(i) + name.substring(i + 2));
        }
        return labels;
    }

    private Set<String> keyboard(boolean more) {
        var labels = new LinkedHashSet<String>();
        for (int i = 0; i < name.length(); i++) {
            for (char key : KEYS.getOrDefault(name.charAt(i), "").toCharArray()) {
                labels.add(name.substring(0, i) + key + name.substring(more ? i : i + 1));
            }
        }
        return labels;
    }

    private Set<String> additions() {
        var labels = new LinkedHashSet<String>();
        for (char letter : (LETTERS + "0123456789").toCharArray()) {
            labels.add(name + letter);
        }
        return labels;
    }

    private Set<String> vowels() {
        var labels = new LinkedHashSet<String>();
        for (int i = 0; i < name.length(); i++) {
            for (char vowel : VOWELS.indexOf(name.charAt(i)) < 0 ? new char[0] : VOWELS.toCharArray()) {
                labels.add(name.substring(0, i) + vowel + name.substring(i + 1));
            }
        }
        return labels;
    }

    private Set<String> plurals() {
        var labels = new LinkedHashSet<String>();
        for (int i = 2; i <= name.length(); i++) {
            labels.add(name.substring(0, i) + "s" + name.substring(i));
        }
        return labels;
    }

    private Set<String> bits() {
        var labels = new LinkedHashSet<String>();
        for (int i = 0; i < name.length(); i++) {
            for (int bit = 0; bit < 7; bit++) {
                char flipped = (char) (name.charAt(i) ^ (1 << bit));
                if (LETTERS.indexOf(flipped) >= 0 || (flipped >= '0' && flipped <= '9')) {
                    labels.add(name.substring(0, i) + flipped + name.substring(i + 1));
                }
            }
        }
        return labels;
    }

    private Set<String> hyphens() {
        var labels = new LinkedHashSet<String>();
        for (int i = 1; i < name.length(); i++) {
            labels.add(name.substring(0, i) + "-" + name.substring(i));
        }
        return labels;
    }

    private Set<String> dots() {
        var hosts = new LinkedHashSet<String>();
        for (int i = 1; i < name.length(); i++) {
            hosts.add(name.substring(0, i) + "." + name.substring(i) + "." + suffix);
        }
        return hosts;
    }

    private Set<String> foreign() {
        var labels = new LinkedHashSet<String>();
        for (int i = 0; i < name.length(); i++) {
            for (char alike : FOREIGN.getOrDefault(name.charAt(i), "").toCharArray()) {
                labels.add(name.substring(0, i) + alike + name.substring(i + 1));
            }
        }
        return labels;
    }

    /// As many letters of another script as there are for it.
    private Set<String> whollyForeign() {
        var label = new StringBuilder();
        name.chars().forEach(letter -> {
            String alike = FOREIGN.getOrDefault((char) letter, "");
            label.append(alike.isEmpty() ? (char) letter : alike.charAt(0));
        });
        return Set.of(label.toString());
    }

    private Set<String> marked() {
        var labels = new LinkedHashSet<String>();
        for (int i = 0; i < name.length(); i++) {
            for (char marked : MARKED.getOrDefault(name.charAt(i), "").toCharArray()) {
                labels.add(name.substring(0, i) + marked + name.substring(i + 1));
            }
        }
        return labels;
    }

    private Set<String> stuffed() {
        return new LinkedHashSet<>(List.of(
                name + "." + suffix + ".account-verify.net",
                "login." + name + "." + suffix + "-secure.io",
                name + ".signin-help.com",
                "secure-" + name + ".id-check.org"));
    }

    private Set<String> shared() {
        var hosts = new LinkedHashSet<String>();
        for (String host : SHARED) {
            hosts.add(name + "." + host);
            hosts.add(name + "-login." + host);
        }
        return hosts;
    }
}
