import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/// The vector statements the three vector kernels share. In the generated code `m` is the work memory, `p`,
/// `r` and `c` are the places (in longs) of the previous, the reference and the current block in it, `s` is
/// the place of the scratch block.
final class Vectors {
    static final String IMPORTS = "import jdk.incubator.vector.*;\n\n";

    /// A vector variable and its offset inside a block.
    record Slot(String variable, int offset) {}

    static Source kernel(int bits, String story) {
        Source source = new Source("Kernel" + bits, IMPORTS, story);
        source.member("private static final VectorSpecies<Long> S = LongVector.SPECIES_" + bits + ";");
        source.member("private static final long M = 0xFFFFFFFFL;");
        return source;
    }

    /// GB of RFC 9106 section 3.6 on several quadruples of vectors (a, b, c, d) at once. Their statements are
    /// interleaved so that independent multiplications overlap.
    static List<String> mix(List<List<String>> quadruples) {
        List<String> lines = new ArrayList<>();
        int[][] turns = {{32, 24}, {16, 63}};
        for (int[] turn : turns) {
            for (List<String> q : quadruples) {
                lines.add(step(q.get(0), q.get(1), q.get(3), turn[0]));
            }
            for (List<String> q : quadruples) {
                lines.add(step(q.get(2), q.get(3), q.get(1), turn[1]));
            }
        }
        return lines;
    }

    /// x += y + 2 · low32(x) · low32(y), then z = (z ^ x) turned right.
    private static String step(String x, String y, String z, int turn) {
        return ("t = %1$s.and(M).mul(%2$s.and(M)); %1$s = %1$s.add(%2$s).add(t.add(t)); "
                + "%3$s = %3$s.lanewise(VectorOperators.XOR, %1$s).lanewise(VectorOperators.ROR, %4$d);").formatted(x, y, z, turn);
    }

    /// The columns, then the diagonals, of 16 vectors v0 to v15 that hold one word of several Blake2b rounds
    /// each.
    static List<List<String>> columns() {
        return IntStream.range(0, 4).mapToObj(i -> quadruple(i, i, i, i)).toList();
    }

    static List<List<String>> diagonals() {
        return IntStream.range(0, 4).mapToObj(i -> quadruple(i, (i + 1) % 4, (i + 2) % 4, (i + 3) % 4)).toList();
    }

    private static List<String> quadruple(int a, int b, int c, int d) {
        return List.of("v" + a, "v" + (4 + b), "v" + (8 + c), "v" + (12 + d));
    }

    /// Two parities of a round in eight vectors: even and odd words apart, so that the diagonals need a swap
    /// inside pairs only.
    static List<String> parityRound(String swap) {
        List<String> lines = new ArrayList<>(mix(List.of(List.of("a0", "b0", "c0", "d0"), List.of("a1", "b1", "c1", "d1"))));
        List<String> turned = List.of("b0", "c0", "c1", "d1");
        turned.forEach(v -> lines.add(swap.replace("$", v)));
        lines.addAll(mix(List.of(List.of("a0", "b1", "c0", "d1"), List.of("a1", "b0", "c1", "d0"))));
        turned.forEach(v -> lines.add(swap.replace("$", v)));
        return lines;
    }

    /// The eight vectors of a parity round, `pair` longs apart in twos and `row` longs apart from letter to
    /// letter.
    static List<Slot> paritySlots(int row, int pair) {
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            slots.add(new Slot("" + "abcd".charAt(i / 2) + i % 2, i / 2 * row + i % 2 * pair));
        }
        return slots;
    }

    static List<String> loadXor(Collection<Slot> slots) {
        return slots.stream()
                .map(v -> "LongVector %1$s = LongVector.fromArray(S, m, p + %2$d)".formatted(v.variable(), v.offset()) + xor("r", v) + ";")
                .toList();
    }

    static List<String> loadScratch(Collection<Slot> slots) {
        return slots.stream()
                .map(v -> "LongVector %s = LongVector.fromArray(S, m, s + %d);".formatted(v.variable(), v.offset()))
                .toList();
    }

    static List<String> storeScratch(Collection<Slot> slots) {
        return slots.stream().map(v -> "%s.intoArray(m, s + %d);".formatted(v.variable(), v.offset())).toList();
    }

    /// The end of G: the mixed block xor previous xor reference and, from the second pass on, xor what stood
    /// there.
    static List<String> storeBlock(Collection<Slot> slots, boolean xor) {
        return slots.stream()
                .map(v -> v.variable() + xor("p", v) + xor("r", v) + (xor ? xor("c", v) : "")
                        + ".intoArray(m, c + %d);".formatted(v.offset()))
                .toList();
    }

    private static String xor(String block, Slot v) {
        return ".lanewise(VectorOperators.XOR, LongVector.fromArray(S, m, %s + %d))".formatted(block, v.offset());
    }

    static List<String> join(List<List<String>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }

    private Vectors() {}
}
