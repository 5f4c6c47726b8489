package dev.sallyport.withdrawal;

import java.util.ArrayList;
import java.util.List;

/// A destination as eyes can compare it: in groups of four, with its ends marked. Nobody reads all of
/// one, and those who swap destinations make theirs alike at the ends (address poisoning), so the
/// middle is there in full too.
public final class Grouped {
    private static final int SIZE = 4;

    private Grouped() {}

    /// @param end whether it is the first or the last
    public record Group(String text, boolean end) {}

    static List<Group> of(String destination) {
        int[] letters = destination.codePoints().toArray();
        var groups = new ArrayList<Group>();
        for (int from = 0; from < letters.length; from += SIZE) {
            int to = Math.min(letters.length, from + SIZE);
            groups.add(new Group(new String(letters, from, to - from), from == 0 || to == letters.length));
        }
        return groups;
    }

    /// Which group the letter at this place stands in, counted as people do, from one.
    static int numberOf(int place) {
        return place / SIZE + 1;
    }

    /// By its ends alone, such as `bc1q...9x4f`, in letters that a text message has.
    static String ends(String destination) {
        int[] letters = destination.codePoints().toArray();
        return letters.length <= 3 * SIZE
                ? destination
                : new String(letters, 0, SIZE) + "..." + new String(letters, letters.length - SIZE, SIZE);
    }
}
