import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Plain longs, in the order of RFC 9106: eight rows, then eight columns, each one unrolled Blake2b round.
final class ScalarKernel {
    static Source source() {
        Source source = new Source("ScalarKernel", "", "Argon2 block fill on plain longs.");
        source.member("private static final long M = 0xFFFFFFFFL;");
        source.position("row * 16 + column");
        List<String> fill = new ArrayList<>();
        IntStream.range(0, 8).forEach(i -> fill.add("row(m, p + %1$d, r + %1$d, s + %1$d);".formatted(16 * i)));
        IntStream.range(0, 8).forEach(i -> fill.add("column(m, s + %d);".formatted(2 * i)));
        fill.add("if (xor) {");
        fill.add("    for (int i = 0; i < 128; i++) m[c + i] ^= m[s + i] ^ m[p + i] ^ m[r + i];");
        fill.add("} else {");
        fill.add("    for (int i = 0; i < 128; i++) m[c + i] = m[s + i] ^ m[p + i] ^ m[r + i];");
        fill.add("}");
        source.method("@Override void begin(long[] m, int p, int r, int c, int s, boolean xor)", fill);
        // The last loop writes the whole block at once; nothing is left for the second half.
        source.method("@Override void finish(long[] m, int p, int r, int c, int s, boolean xor)", List.of());
        round(source, "row(long[] m, int p, int r, int s)", "m[p + %1$d] ^ m[r + %1$d]", i -> i);
        round(source, "column(long[] m, int s)", "m[s + %1$d]", i -> i / 2 * 16 + i % 2);
        return source;
    }

    private static void round(Source source, String signature, String load, java.util.function.IntUnaryOperator place) {
        List<String> lines = new ArrayList<>();
        IntStream.range(0, 16).forEach(i -> lines.add(("long v%2$d = " + load + ";").formatted(place.applyAsInt(i), i)));
        Vectors.columns().forEach(q -> mix(lines, q));
        Vectors.diagonals().forEach(q -> mix(lines, q));
        IntStream.range(0, 16).forEach(i -> lines.add("m[s + %d] = v%d;".formatted(place.applyAsInt(i), i)));
        source.method("private static void " + signature, lines);
    }

    private static void mix(List<String> lines, List<String> q) {
        step(lines, q.get(0), q.get(1), q.get(3), 32);
        step(lines, q.get(2), q.get(3), q.get(1), 24);
        step(lines, q.get(0), q.get(1), q.get(3), 16);
        step(lines, q.get(2), q.get(3), q.get(1), 63);
    }

    private static void step(List<String> lines, String x, String y, String z, int turn) {
        lines.add("%1$s += %2$s + 2 * (%1$s & M) * (%2$s & M); %3$s = Long.rotateRight(%3$s ^ %1$s, %4$d);".formatted(x, y, z, turn));
    }

    private ScalarKernel() {}
}
