import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// 512 bits: a vector is a tile of two rows by four words, so that the same vectors serve rows and columns. A
/// method mixes two groups of four vectors (four Blake2b rounds); a diagonal is a permutation inside each
/// vector, 48 for a block.
///
/// Measured against it, in the cache: eight rounds side by side with two transpositions (fewer steps in
/// sequence, but 96 two-vector selects; a quarter slower and half again as long to warm up), one group a
/// method (a fifth slower), four groups a method (never reached full speed).
final class Kernel512 {
    /// The three left turns of a row's four words, for both rows of a tile.
    private static final long[][] IN_ROWS = {{1, 2, 3, 0, 5, 6, 7, 4}, {2, 3, 0, 1, 6, 7, 4, 5}, {3, 0, 1, 2, 7, 4, 5, 6}};

    /// The same for columns: four words of one round lie in lanes 0, 1, 4, 5, those of its neighbour in lanes
    /// 2, 3, 6, 7.
    private static final long[][] IN_COLUMNS = {{1, 4, 3, 6, 5, 0, 7, 2}, {4, 5, 6, 7, 0, 1, 2, 3}, {5, 0, 7, 2, 1, 4, 3, 6}};

    static Source source() {
        Source source = Vectors.kernel(512, "Argon2 block fill on 512-bit vectors: tiles of two rows by four words.");
        turns(source, "ROWS", IN_ROWS);
        turns(source, "COLUMNS", IN_COLUMNS);
        source.position("((row >> 1) * 4 + (column >> 2)) * 8 + (row & 1) * 4 + (column & 3)");
        source.fill(List.of("rows(m, p, r, s);", "rows(m, p + 64, r + 64, s + 64);"), List.of(0, 16));
        List<Vectors.Slot> row = slots(32, 8);
        source.method("private static void rows(long[] m, int p, int r, int s)", Vectors.join(List.of(
                List.of("LongVector t;"), Vectors.loadXor(row), round("ROWS"), Vectors.storeScratch(row))));
        List<Vectors.Slot> column = slots(8, 32);
        for (boolean xor : new boolean[] {false, true}) {
            source.method("private static void columns" + (xor ? "Xor" : "") + "(long[] m, int p, int r, int c, int s)", Vectors.join(List.of(
                    List.of("LongVector t;"), Vectors.loadScratch(column), round("COLUMNS"), Vectors.storeBlock(column, xor))));
        }
        return source;
    }

    private static List<Vectors.Slot> slots(int group, int letter) {
        List<Vectors.Slot> slots = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            slots.add(new Vectors.Slot("" + "abcd".charAt(i % 4) + i / 4, i / 4 * group + i % 4 * letter));
        }
        return slots;
    }

    private static List<String> round(String direction) {
        List<List<String>> groups = List.of(List.of("a0", "b0", "c0", "d0"), List.of("a1", "b1", "c1", "d1"));
        List<String> mix = Vectors.mix(groups);
        return Vectors.join(List.of(mix, turned(groups, direction, 1, 2, 3), mix, turned(groups, direction, 3, 2, 1)));
    }

    /// Turns b, c and d of each group left by so many words: to the diagonals, or back.
    private static List<String> turned(List<List<String>> groups, String direction, int b, int c, int d) {
        List<String> lines = new ArrayList<>();
        int[] by = {b, c, d};
        for (List<String> group : groups) {
            for (int letter = 1; letter < 4; letter++) {
                lines.add("%1$s = %1$s.rearrange(%2$s_%3$d);".formatted(group.get(letter), direction, by[letter - 1]));
            }
        }
        return lines;
    }

    private static void turns(Source source, String direction, long[][] lanes) {
        for (int by = 1; by <= 3; by++) {
            String list = Arrays.toString(lanes[by - 1]).replace("[", "").replace("]", "");
            source.member("private static final VectorShuffle<Long> %s_%d = VectorShuffle.fromValues(S, %s);".formatted(direction, by, list));
        }
    }

    private Kernel512() {}
}
