package dev.sallyport.testing;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Writes `docs/proven.md` from the tests and `docs/rules.tsv`, or checks that it is true.
///
/// ```
/// java -cp testing/target/classes dev.sallyport.testing.ProvenDoc [--check] [ROOT]
/// ```
///
/// `ROOT` is the folder with the root `pom.xml`; without it, the one around the working folder. Exit code 0:
/// written, or true. 1: stale, or a test names a rule wrongly. 2: called wrongly.
public final class ProvenDoc {
    /// How a person brings the page up to date; said whenever it is stale.
    public static final String REFRESH =
            "mvn -q -pl testing compile" + " && java -cp testing/target/classes dev.sallyport.testing.ProvenDoc";

    private static final String PAGE = "docs/proven.md";

    private ProvenDoc() {}

    /// What came of it.
    public sealed interface Outcome {
        /// The page is on disk and true.
        record True() implements Outcome {}

        /// The page on disk is missing or differs; only from [#check].
        record Stale() implements Outcome {}

        /// Tests, pages or rules need a correction; nothing was written.
        ///
        /// @param mistakes each as `file:line: sentence`, in order
        record Wrong(List<String> mistakes) implements Outcome {}
    }

    public static void main(String... arguments) throws IOException {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    /// Makes the page anew and writes it.
    ///
    /// @param root the folder with the root `pom.xml`
    public static Outcome write(Path root) throws IOException {
        Claims claims = claims(root);
        if (!claims.mistakes().isEmpty()) {
            return wrong(claims.mistakes());
        }
        Files.writeString(root.resolve(PAGE), ProvenPage.of(claims));
        return new Outcome.True();
    }

    /// Compares the page with what it should say, and writes nothing.
    ///
    /// @param root the folder with the root `pom.xml`
    public static Outcome check(Path root) throws IOException {
        Claims claims = claims(root);
        if (!claims.mistakes().isEmpty()) {
            return wrong(claims.mistakes());
        }
        Path page = root.resolve(PAGE);
        // A checkout may have turned the line ends round; that does not make the page untrue.
        boolean same = Files.exists(page)
                && Files.readString(page).replace("\r\n", "\n").equals(ProvenPage.of(claims));
        return same ? new Outcome.True() : new Outcome.Stale();
    }

    /// The repository around a folder: the nearest one above with a `pom.xml` that lists modules.
    public static Path rootAround(Path folder) throws IOException {
        for (Path up = folder.toAbsolutePath().normalize(); up != null; up = up.getParent()) {
            Path pom = up.resolve("pom.xml");
            if (Files.exists(pom) && Files.readString(pom).contains("<modules>")) {
                return up;
            }
        }
        throw new IOException("No folder at or above " + folder + " has a pom.xml with modules.");
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) throws IOException {
        boolean checking = arguments.contains("--check");
        List<String> roots =
                arguments.stream().filter(each -> !each.equals("--check")).toList();
        if (roots.size() > 1 || roots.stream().anyMatch(each -> each.startsWith("-"))) {
            err.println("Usage: ProvenDoc [--check] [ROOT]");
            return 2;
        }
        Path root = roots.isEmpty() ? rootAround(Path.of("")) : Path.of(roots.getFirst());
        return switch (checking ? check(root) : write(root)) {
            case Outcome.True() -> {
                out.println(PAGE + (checking ? " is true." : " is written."));
                yield 0;
            }
            case Outcome.Stale() -> {
                err.println(PAGE + " is stale. Refresh it: " + REFRESH);
                yield 1;
            }
            case Outcome.Wrong(List<String> mistakes) -> {
                err.println(mistakes.stream().collect(joining("\n")));
                yield 1;
            }
        };
    }

    private static Claims claims(Path folder) throws IOException {
        Path root = folder.toAbsolutePath().normalize();
        List<Mistake> mistakes = new ArrayList<>();
        Claims claims = new Claims(Rules.read(root, mistakes), mistakes);
        TestSources.read(root, claims);
        Documents.read(root, claims);
        return claims;
    }

    private static Outcome wrong(Set<Mistake> mistakes) {
        return new Outcome.Wrong(mistakes.stream().map(Mistake::toString).toList());
    }
}
