package dev.sallyport.genuine;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds in a message what can be judged: links, mail addresses, numbers, names, codes; and what it does that ours do
/// not. One pass over its signs; each kind of thing so often and no more, and what is left out is said.
final class MessageReader {
    /// Different things of a message that are judged.
    static final int MOST = 100;

    private static final int MOST_CODES = 3;
    /// What ends a word for our purpose.
    private static final String BETWEEN = "<>\"'()[]{}|,;\u201c\u201d\u201e\u00ab\u00bb`";

    private static final String TRAILING = ".:!?*_~…";
    private static final String DOTS = ".\u3002\uff0e\uff61";
    private static final Pattern CODE = Pattern.compile("[0-9A-Z]{4}-[0-9A-Z]{4}");
    private static final Pattern NAME = Pattern.compile("@[A-Za-z0-9._]{3,40}");

    /// @param label the words that stand over the link, empty for none
    record Found(Asked what, String text, String label) {}

    /// @param cut whether more stands in it than was looked at
    record Read(List<Found> found, List<String> codes, Set<Flag> flags, boolean cut) {}

    private final Map<String, Found> found = new LinkedHashMap<>();
    private final List<String> codes = new ArrayList<>();
    private final EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
    private boolean cut;

    MessageReader link(String target, String label) {
        add(new Found(Asked.LINK, target, label));
        return this;
    }

    MessageReader text(String text) {
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || isBlank(text.charAt(i)) || BETWEEN.indexOf(text.charAt(i)) >= 0) {
                if (i > from) {
                    word(text.substring(from, i));
                }
                from = i + 1;
            }
        }
        if (text.codePoints().anyMatch(c -> Letters.turnsDirection(c) || c == 0x200B || c == 0x2060 || c == 0xAD)) {
            flags.add(Flag.HIDDEN_LETTERS);
        }
        numbers(text);
        return this;
    }

    Read read(Phrases phrases, String text) {
        flags.addAll(phrases.in(text));
        return new Read(List.copyOf(found.values()), List.copyOf(codes), Set.copyOf(flags), cut);
    }

    private void add(Found one) {
        if (found.size() < MOST) {
            found.putIfAbsent(one.what() + " " + one.text(), one);
        } else if (!found.containsKey(one.what() + " " + one.text())) {
            cut = true;
        }
    }

    private void word(String raw) {
        int end = raw.length();
        while (end > 0 && TRAILING.indexOf(raw.charAt(end - 1)) >= 0) {
            end--;
        }
        String word = raw.substring(0, end);
        if (word.length() > Link.LONGEST) {
            cut = cut || word.contains("://");
            return;
        }
        if (CODE.matcher(word).matches()) {
            if (codes.size() < MOST_CODES && !codes.contains(word)) {
                codes.add(word);
            }
        } else if (isLink(word)) {
            add(new Found(Asked.LINK, word, ""));
        } else if (isMail(word)) {
            add(new Found(Asked.MAIL, word.startsWith("mailto:") ? word.substring(7) : word, ""));
        } else if (NAME.matcher(word).matches()) {
            add(new Found(Asked.HANDLE, word, ""));
        }
    }

    /// Blanks that do not break, too.
    static boolean isBlank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    static boolean isMail(String word) {
        int at = word.lastIndexOf('@');
        return at > 0 && at < word.length() - 3 && hasDot(word, at + 2);
    }

    private static boolean isLink(String word) {
        int scheme = word.indexOf(':');
        if (scheme > 0
                && scheme + 2 < word.length()
                && isSlash(word.charAt(scheme + 1))
                && isSlash(word.charAt(scheme + 2))) {
            return true;
        }
        if (word.regionMatches(true, 0, "javascript:", 0, 11) || word.regionMatches(true, 0, "data:", 0, 5)) {
            return true;
        }
        int end = 0;
        while (end < word.length() && "/\\?#:@".indexOf(word.charAt(end)) < 0) {
            end++;
        }
        if (end < word.length() && word.charAt(end) == '@') {
            return false;
        }
        return hasDot(word.substring(0, end), 1) && isDomain(word.substring(0, end));
    }

    private static boolean isSlash(char c) {
        return c == '/' || c == '\\';
    }

    private static boolean hasDot(String word, int from) {
        for (int i = from; i < word.length() - 1; i++) {
            if (DOTS.indexOf(word.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /// "e.g." and "12.5" are none; what ends in a suffix that registries give out is one.
    private static boolean isDomain(String host) {
        return Link.read(host) instanceof Link.Reading.Read(Link link)
                && !link.isNumber()
                && Suffixes.isListed(link.host());
    }

    /// Runs of digits with little between them that make a telephone number.
    private void numbers(String text) {
        int digits = 0;
        int from = -1;
        int gap = 0;
        boolean odd = false;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '\n';
            if (c >= '0' && c <= '9') {
                from = from < 0 ? (i > 0 && text.charAt(i - 1) == '+' ? i - 1 : i) : from;
                digits++;
                gap = 0;
            } else if (from >= 0) {
                gap++;
                boolean plain = " ()-./\u00a0+".indexOf(c) >= 0;
                boolean symbol = "[]{}<>*_~|•·".indexOf(c) >= 0
                        || Character.isSurrogate(c)
                        || Character.getType(c) == Character.OTHER_SYMBOL
                        || c == '\ufe0f';
                odd |= symbol;
                if (gap > 4 || (!plain && !symbol)) {
                    number(text, from, i, digits, odd);
                    digits = 0;
                    from = -1;
                    gap = 0;
                    odd = false;
                }
            }
        }
    }

    private void number(String text, int from, int to, int digits, boolean odd) {
        if (digits < 8 || digits > 15) {
            return;
        }
        String written = text.substring(from, to);
        int last = written.length();
        while (last > 0 && !Character.isDigit(written.charAt(last - 1))) {
            last--;
        }
        written = written.substring(0, last);
        boolean between = odd && written.chars().anyMatch(c -> " ()-./+\u00a0".indexOf(c) < 0 && !Character.isDigit(c));
        boolean begins =
                written.startsWith("+") || written.startsWith("0") || (from > 0 && text.charAt(from - 1) == '(');
        if (between) {
            flags.add(Flag.BROKEN_UP_NUMBER);
        }
        if ((between || begins || digits >= 10) && !looksLikeADate(written)) {
            add(new Found(Asked.PHONE, written, ""));
        }
    }

    private static boolean looksLikeADate(String written) {
        return written.matches("\\d{4}-\\d\\d-\\d\\d.*|\\d\\d?[./]\\d\\d?[./]\\d{4}.*");
    }
}
