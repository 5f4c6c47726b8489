import java.util.List;
import java.util.stream.IntStream;

/// 256 bits: two rounds in eight vectors, even and odd words apart, so that the same layout serves rows and
/// columns and a diagonal is a swap of neighbours. Eight vectors and their temporaries fit the sixteen
/// registers of AVX2.
final class Kernel256 {
    static Source source() {
        Source source = Vectors.kernel(256, "Argon2 block fill on 256-bit vectors: two Blake2b rounds at a time, even and odd words apart.");
        source.member("private static final VectorShuffle<Long> ROWS = VectorShuffle.fromValues(S, 1, 0, 3, 2);");
        source.member("private static final VectorShuffle<Long> COLUMNS = VectorShuffle.fromValues(S, 2, 3, 0, 1);");
        source.position("(((row >> 1) * 4 + (column >> 2)) * 2 + (column & 1)) * 4 + (row & 1) * 2 + ((column >> 1) & 1)");
        source.fill(
                IntStream.range(0, 4).mapToObj(i -> "rows(m, p + %1$d, r + %1$d, s + %1$d);".formatted(32 * i)).toList(),
                List.of(0, 8, 16, 24));
        List<Vectors.Slot> row = Vectors.paritySlots(8, 4);
        source.method("private static void rows(long[] m, int p, int r, int s)", Vectors.join(List.of(
                List.of("LongVector t;"), Vectors.loadXor(row), Vectors.parityRound("$ = $.rearrange(ROWS);"), Vectors.storeScratch(row))));
        List<Vectors.Slot> column = Vectors.paritySlots(32, 4);
        for (boolean xor : new boolean[] {false, true}) {
            source.method("private static void columns" + (xor ? "Xor" : "") + "(long[] m, int p, int r, int c, int s)", Vectors.join(List.of(
                    List.of("LongVector t;"), Vectors.loadScratch(column), Vectors.parityRound("$ = $.rearrange(COLUMNS);"),
                    Vectors.storeBlock(column, xor))));
        }
        return source;
    }

    private Kernel256() {}
}
