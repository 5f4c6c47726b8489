import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// 128 bits: a row's word and the word below it share a vector. Rows are mixed in half rounds of eight
/// vectors, because sixteen do not fit the registers of SSE; columns as in the 256-bit kernel.
final class Kernel128 {
    static Source source() {
        Source source = Vectors.kernel(128, "Argon2 block fill on 128-bit vectors: two Blake2b rounds at a time.");
        // C2 has no fast exchange of two longs; of four ints it has.
        source.member("private static final VectorShuffle<Integer> SWAP = VectorShuffle.fromValues(IntVector.SPECIES_128, 2, 3, 0, 1);");
        source.position("((row >> 1) * 16 + column) * 2 + (row & 1)");
        List<String> rows = new ArrayList<>();
        for (int k = 0; k < 128; k += 32) {
            for (String half : new String[] {"columnsLeft", "columnsRight", "diagonalsLeft", "diagonalsRight"}) {
                rows.add("%1$s(m, p + %2$d, r + %2$d, s + %2$d);".formatted(half, k));
            }
        }
        source.fill(rows, IntStream.range(0, 8).map(i -> 4 * i).boxed().toList());
        half(source, "columnsLeft", Vectors.columns().subList(0, 2), true);
        half(source, "columnsRight", Vectors.columns().subList(2, 4), true);
        half(source, "diagonalsLeft", Vectors.diagonals().subList(0, 2), false);
        half(source, "diagonalsRight", Vectors.diagonals().subList(2, 4), false);
        List<Vectors.Slot> column = Vectors.paritySlots(32, 2);
        for (boolean xor : new boolean[] {false, true}) {
            source.method("private static void columns" + (xor ? "Xor" : "") + "(long[] m, int p, int r, int c, int s)", Vectors.join(List.of(
                    List.of("LongVector t;"), Vectors.loadScratch(column),
                    Vectors.parityRound("$ = $.reinterpretAsInts().rearrange(SWAP).reinterpretAsLongs();"),
                    Vectors.storeBlock(column, xor))));
        }
        return source;
    }

    private static void half(Source source, String name, List<List<String>> quadruples, boolean first) {
        List<Vectors.Slot> slots = quadruples.stream().flatMap(List::stream)
                .map(v -> new Vectors.Slot(v, 2 * Integer.parseInt(v.substring(1)))).toList();
        source.method("private static void " + name + "(long[] m, int p, int r, int s)", Vectors.join(List.of(
                List.of("LongVector t;"), first ? Vectors.loadXor(slots) : Vectors.loadScratch(slots),
                Vectors.mix(quadruples), Vectors.storeScratch(slots))));
    }

    private Kernel128() {}
}
