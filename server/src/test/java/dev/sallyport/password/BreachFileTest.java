package dev.sallyport.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.password.Breaches.Answer;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BreachFileTest {
    private static String hash(Random random) {
        byte[] bytes = new byte[20];
        random.nextBytes(bytes);
        // Long common beginnings, so that a search that compares too little goes wrong.
        bytes[0] = (byte) (random.nextInt(4) * 85);
        bytes[1] = (byte) (random.nextInt(2) * 255);
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }

    @Property(tries = 150)
    @Proves("R-PW-2")
    void findsExactlyWhatASetFinds(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 400) int size,
            @ForAll boolean counts,
            @ForAll boolean crlf,
            @ForAll boolean lowerCase,
            @ForAll boolean lastLineEnds)
            throws IOException {
        var random = new Random(seed);
        var set = new TreeSet<String>();
        while (set.size() < size) {
            set.add(hash(random));
        }
        var lines = new ArrayList<String>();
        for (String hash : set) {
            String line = lowerCase ? hash.toLowerCase(Locale.ROOT) : hash;
            lines.add(counts ? line + ":" + random.nextInt(1, 1 << random.nextInt(1, 31)) : line);
        }
        String end = crlf ? "\r\n" : "\n";
        String text = String.join(end, lines) + (lastLineEnds && size > 0 ? end : "");
        Path path = Files.createTempFile("breaches", ".txt");
        try {
            Files.writeString(path, text, StandardCharsets.US_ASCII);
            var file = new BreachFile(path);
            for (String hash : set) {
                assertThat(file.ask(hash)).as("in the file: %s", hash).isEqualTo(Answer.BREACHED);
            }
            for (int i = 0; i < 50; i++) {
                String other = hash(random);
                assertThat(file.ask(other) == Answer.BREACHED).isEqualTo(set.contains(other));
            }
            for (String edge : List.of("0".repeat(40), "F".repeat(40))) {
                assertThat(file.ask(edge)).isEqualTo(Answer.NOT_BREACHED);
            }
        } finally {
            Files.delete(path);
        }
    }

    @TempDir
    Path folder;

    private BreachFile file(String text) throws IOException {
        Path path = folder.resolve("hashes.txt");
        Files.writeString(path, text);
        return new BreachFile(path);
    }

    private static final String FIRST = "0000000CAEF405439D57847A8657218C618160B2";
    private static final String LAST = "FFFFFFFEE791CBAC0F6305CAF0CEE06BBE131160";

    @Test
    void findsTheFirstAndTheLastLine() throws IOException {
        var file = file(FIRST + ":2\n" + "8".repeat(40) + ":12345678\n" + LAST + ":9");
        assertThat(file.ask(FIRST)).isEqualTo(Answer.BREACHED);
        assertThat(file.ask("8".repeat(40))).isEqualTo(Answer.BREACHED);
        assertThat(file.ask(LAST)).isEqualTo(Answer.BREACHED);
    }

    @Test
    void emptyLinesAtTheEndAreNoLines() throws IOException {
        var file = file(FIRST + "\r\n\r\n\r\n");
        assertThat(file.ask(FIRST)).isEqualTo(Answer.BREACHED);
        assertThat(file.ask(LAST)).isEqualTo(Answer.NOT_BREACHED);
    }

    @Test
    void aFileThatIsNoneOrGoneAnswersNothing() throws IOException {
        assertThat(file("not a list\n".repeat(50)).ask(FIRST)).isEqualTo(Answer.UNKNOWN);
        assertThat(file("x".repeat(10_000)).ask(FIRST)).isEqualTo(Answer.UNKNOWN);
        assertThat(file(FIRST + "00\n").ask(FIRST)).isEqualTo(Answer.UNKNOWN);
        assertThat(new BreachFile(folder.resolve("gone.txt")).ask(FIRST)).isEqualTo(Answer.UNKNOWN);
    }

    @Test
    @Asvs("6.2.12")
    void aNewFileUnderTheSameNameCountsAtOnce() throws IOException {
        var file = file(FIRST + "\n");
        assertThat(file.ask(LAST)).isEqualTo(Answer.NOT_BREACHED);
        file(FIRST + "\n" + LAST + "\n");
        assertThat(file.ask(LAST)).isEqualTo(Answer.BREACHED);
    }
}
