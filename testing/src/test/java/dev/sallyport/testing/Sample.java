package dev.sallyport.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A small repository in a temporary folder.
final class Sample {
    static final String TEST = "server/src/test/java/SampleTest.java";

    private static final String RULES = """
            id	kind	basis	text
            R-1	requirement	ours	The door is shut.
            R-2	requirement	ours	The door is shut | locked.
            A1	attack	R-1	Pushing the door: it stays shut.
            6.5.1	asvs	L2	Codes are used once.
            6.1.1	document	L1	Limits are written down.
            """;

    final Path root;

    private Sample(Path root) {
        this.root = root;
    }

    static Sample in(Path root) throws IOException {
        Sample sample = new Sample(root);
        sample.file("pom.xml", "<project><modules></modules></project>");
        sample.file("docs/rules.tsv", RULES);
        return sample;
    }

    Sample file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /// The page as it would be written; fails when there are mistakes.
    String page() throws IOException {
        if (ProvenDoc.write(root) instanceof ProvenDoc.Outcome.Wrong(List<String> mistakes)) {
            throw new AssertionError(String.join("\n", mistakes));
        }
        return Files.readString(root.resolve("docs/proven.md"));
    }

    /// The table row of one rule.
    String row(String id) throws IOException {
        return page().lines()
                .filter(line -> line.startsWith("| " + id + " |"))
                .findFirst()
                .orElseThrow();
    }

    List<String> mistakes() throws IOException {
        return ProvenDoc.write(root) instanceof ProvenDoc.Outcome.Wrong(List<String> mistakes) ? mistakes : List.of();
    }

    /// What the command says and returns.
    record Said(int code, String out, String err) {}

    Said run(String... options) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> arguments =
                Stream.concat(Stream.of(options), Stream.of(root.toString())).toList();
        int code = ProvenDoc.run(arguments, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
        return new Said(code, out.toString(UTF_8), err.toString(UTF_8));
    }
}
