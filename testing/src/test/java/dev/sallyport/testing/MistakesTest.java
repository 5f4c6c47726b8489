package dev.sallyport.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each mistake is told with its file and line, and nothing is written.
class MistakesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Sample sample;

    @BeforeEach
    void prepare() throws IOException {
        sample = Sample.in(folder);
    }

    @Test
    void unknownIdIsRefused() throws IOException {
        sample.file(Sample.TEST, "class SampleTest {\n    @Test\n    @Proves(\"R-9\")\n    void one() {}\n}\n");
        Sample.Said said = sample.run();
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).isEqualTo(Sample.TEST + ":3: @Proves names 'R-9', which is not in docs/rules.tsv\n");
        assertThat(Files.exists(folder.resolve("docs/proven.md"))).isFalse();
    }

    @Test
    void unknownIdOfADisabledTestIsRefusedToo() throws IOException {
        sample.file(Sample.TEST, "class SampleTest { @Test @Disabled @Proves(\"R-9\") void one() {} }");
        assertThat(sample.mistakes()).singleElement().asString().contains("'R-9'");
    }

    @Test
    void eachIdOfAnArrayIsToldWithItsOwnLine() throws IOException {
        sample.file(Sample.TEST, "class SampleTest {\n@Test @Proves({\"R-8\",\n\"R-1\",\n\"R-9\"}) void one() {}\n}\n");
        assertThat(sample.mistakes())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith(Sample.TEST + ":2: ")
                                .contains("'R-8'"),
                        second -> assertThat(second)
                                .startsWith(Sample.TEST + ":4: ")
                                .contains("'R-9'"));
    }

    @Test
    void attackUnderTheWrongAnnotationIsRefused() throws IOException {
        sample.file(Sample.TEST, "class SampleTest { @Test @Proves(\"A1\") void one() {} }");
        assertThat(sample.mistakes()).containsExactly(Sample.TEST + ":1: A1 is named with @Defends, not @Proves");
    }

    @Test
    void methodThatIsNoTestCannotClaim() throws IOException {
        sample.file(Sample.TEST, "class SampleTest { @Proves(\"R-1\") void one() {} @Test void two() {} }");
        assertThat(sample.mistakes())
                .containsExactly(Sample.TEST + ":1: @Proves stands on a method that is not a test");
    }

    @Test
    void classWithoutTestsCannotClaim() throws IOException {
        sample.file(Sample.TEST, "@Defends(\"A1\") class SampleTest { @Test @Disabled void one() {} }");
        assertThat(sample.mistakes())
                .containsExactly(Sample.TEST + ":1: @Defends stands on a class without tests that run");
    }

    @Test
    void idMustBeAPlainString() throws IOException {
        sample.file(Sample.TEST, "class SampleTest { @Test @Proves(\"R-\" + 1) void one() {} }");
        assertThat(sample.mistakes()).containsExactly(Sample.TEST + ":1: @Proves wants plain strings");
    }

    @Test
    void sourceThatDoesNotParseIsNamed() throws IOException {
        sample.file(Sample.TEST, "class SampleTest {\n    void one( {}\n}\n");
        assertThat(sample.mistakes()).first().asString().startsWith(Sample.TEST + ":2: ");
    }

    @Test
    void documentCannotClaimWhatNeedsATest() throws IOException {
        sample.file("docs/limits.md", "# Limits\n<!-- asvs: 6.5.1, 9.9.9 -->\n");
        assertThat(sample.mistakes())
                .containsExactly(
                        "docs/limits.md:2: 6.5.1 asks for more than a document; a test must prove it",
                        "docs/limits.md:2: @Asvs names '9.9.9', which is not in docs/rules.tsv");
    }

    @Test
    void badLinesOfTheRulesAreNamed() throws IOException {
        sample.file("docs/rules.tsv", """
                id	kind	basis	text
                R-1	requirement	ours	The door is shut.
                R-1	requirement	ours	Twice.
                R-2	wish	ours	No such kind.
                R-3	requirement	ours
                R-4	requirement		No basis.
                """);
        assertThat(sample.mistakes())
                .satisfiesExactly(
                        twice -> assertThat(twice)
                                .startsWith("docs/rules.tsv:3: ")
                                .contains("twice"),
                        kind -> assertThat(kind)
                                .startsWith("docs/rules.tsv:4: ")
                                .contains("wish"),
                        columns -> assertThat(columns)
                                .startsWith("docs/rules.tsv:5: ")
                                .contains("four columns"),
                        empty -> assertThat(empty)
                                .startsWith("docs/rules.tsv:6: ")
                                .contains("empty"));
    }
}
