package dev.sallyport.password;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Cuts a password into the pieces a guesser would try, and counts how many there are at least. A common
/// password counts as three characters that nobody can foresee; a run over the keyboard or the alphabet, a
/// piece that stood there before and a word of the holder's surroundings count as one; any other character
/// counts as itself. So `Password1234567` has four, six words of dice eighteen and more.
///
/// Time and memory grow with the square of the length at most, which [Typed] bounds.
final class Pieces {
    /// Below this a password is refused: it is a common thing with little added.
    static final int ENOUGH = 8;

    /// What a piece is.
    enum Kind {
        CHARACTER(1),
        COMMON(3),
        RUN(1),
        AGAIN(1),
        CONTEXT(1);

        final int cost;

        Kind(int cost) {
            this.cost = cost;
        }
    }

    /// A shorter word or password is found in everything.
    private static final int SHORTEST_WORD = 4;
    private static final int SHORTEST_RUN = 3;

    private final int[] text;
    private final byte[] plain;
    private final Kind[] kindEndingAt;
    private final int[] from;
    private final int[] cost;

    /// @param context words of the holder's surroundings, in any case
    Pieces(String password, Collection<String> context) {
        text = password.toLowerCase(Locale.ROOT).codePoints().toArray();
        plain = new byte[text.length];
        for (int i = 0; i < text.length; i++) {
            plain[i] = (byte) (text[i] < 128 ? text[i] : 0);
        }
        kindEndingAt = new Kind[text.length + 1];
        from = new int[text.length + 1];
        cost = new int[text.length + 1];
        Arrays.fill(cost, Integer.MAX_VALUE);
        cost[0] = 0;
        var words = context.stream()
                .map(word -> word.toLowerCase(Locale.ROOT).codePoints().toArray())
                .filter(word -> word.length >= SHORTEST_WORD)
                .toList();
        byte[] letters = withoutDisguise('l');
        byte[] otherLetters = withoutDisguise('i');
        int[] before = longestBefore();
        for (int at = 0; at < text.length; at++) {
            step(at, at + 1, Kind.CHARACTER);
            // Of two equal cuts the first counts, and a word of the surroundings says more than a repetition.
            for (int[] word : words) {
                if (standsAt(at, word)) {
                    step(at, at + word.length, Kind.CONTEXT);
                }
            }
            reach(at, SHORTEST_RUN, Runs.longest(text, at), Kind.RUN);
            reach(at, SHORTEST_RUN, before[at], Kind.AGAIN);
            for (int end = at + SHORTEST_WORD; end <= Math.min(text.length, at + CommonPasswords.LONGEST); end++) {
                if (common(plain, at, end) || common(letters, at, end) || common(otherLetters, at, end)) {
                    step(at, end, Kind.COMMON);
                }
            }
        }
    }

    /// How many pieces there are at least.
    int count() {
        return cost[text.length];
    }

    /// The kind that covers the most characters of the cheapest cut, plain ones aside.
    Kind mostly() {
        var covered = new EnumMap<Kind, Integer>(Kind.class);
        for (int end = text.length; end > 0; end = from[end]) {
            if (kind(end) != Kind.CHARACTER) {
                covered.merge(kind(end), end - from[end], Integer::sum);
            }
        }
        return covered.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(Kind.CHARACTER);
    }

    /// The longest piece of a kind in the cheapest cut, in lower case; empty when there is none.
    String longest(Kind kind) {
        String longest = "";
        for (int end = text.length; end > 0; end = from[end]) {
            if (kind(end) == kind && end - from[end] > longest.length()) {
                longest = new String(text, from[end], end - from[end]);
            }
        }
        return longest;
    }

    private Kind kind(int end) {
        return Objects.requireNonNull(kindEndingAt[end]);
    }

    private void step(int at, int end, Kind kind) {
        if (cost[at] + kind.cost < cost[end]) {
            cost[end] = cost[at] + kind.cost;
            from[end] = at;
            kindEndingAt[end] = kind;
        }
    }

    /// Any beginning of a run or of a repetition is one too.
    private void reach(int at, int shortest, int longest, Kind kind) {
        for (int length = shortest; length <= longest; length++) {
            step(at, at + length, kind);
        }
    }

    private boolean standsAt(int at, int[] word) {
        return at + word.length <= text.length && Arrays.equals(text, at, at + word.length, word, 0, word.length);
    }

    private static boolean common(byte[] letters, int at, int end) {
        return CommonPasswords.bundled().contains(letters, at, end);
    }

    /// Letters for the signs that people write for them: `p@ssw0rd`.
    private byte[] withoutDisguise(char one) {
        byte[] letters = plain.clone();
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (byte)
                    switch (letters[i]) {
                        case '@', '4' -> 'a';
                        case '0' -> 'o';
                        case '3' -> 'e';
                        case '5', '$' -> 's';
                        case '7', '+' -> 't';
                        case '1', '!', '|' -> one;
                        default -> letters[i];
                    };
        }
        return letters;
    }

    /// For each place the longest piece from there on that also begins earlier.
    private int[] longestBefore() {
        int n = text.length;
        int[] longest = new int[n];
        int[] below = new int[n + 1];
        for (int at = n - 1; at >= 0; at--) {
            int[] here = new int[n + 1];
            for (int earlier = 0; earlier < n; earlier++) {
                if (text[at] == text[earlier]) {
                    here[earlier] = below[earlier + 1] + 1;
                }
                if (earlier < at) {
                    longest[at] = Math.max(longest[at], here[earlier]);
                }
            }
            below = here;
        }
        return longest;
    }
}
