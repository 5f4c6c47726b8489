package dev.sallyport.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenDocTest {
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
    void testIsNamedAsASentenceAndLinkedToItsFile() throws IOException {
        sample.file(Sample.TEST, "class SampleTest { @Test @Proves(\"R-1\") void doorStaysShut() {} }");
        assertThat(sample.row("R-1"))
                .isEqualTo(
                        "| R-1 | ours | The door is shut. | [SampleTest: door stays shut](../" + Sample.TEST + ") |");
    }

    @Test
    void ruleWithoutATestIsUnproven() throws IOException {
        assertThat(sample.row("R-1")).endsWith("| **unproven** |");
    }

    @Test
    void barInARuleDoesNotBreakTheTable() throws IOException {
        assertThat(sample.row("R-2")).contains("shut \\| locked");
    }

    @Test
    void totalsCountEachRuleOnce() throws IOException {
        sample.file(
                Sample.TEST,
                "class SampleTest { @Test @Proves(\"R-1\") void one() {} @Test @Proves(\"R-1\") void two() {} }");
        assertThat(sample.page()).contains("| Requirements | 1 | 2 |", "| **in all** | **1** | **5** |");
        assertThat(sample.row("R-1")).contains("SampleTest: one", "<br>", "SampleTest: two");
    }

    @Test
    void arrayOfIdsClaimsEach() throws IOException {
        sample.file(Sample.TEST, """
                class SampleTest {
                    @Test
                    @Proves({"R-1", "R-2"})
                    @Defends(value = {"A1"})
                    @dev.sallyport.testing.Asvs(value = "6.5.1")
                    void doorStaysShut() {}
                }
                """);
        for (String id : new String[] {"R-1", "R-2", "A1", "6.5.1"}) {
            assertThat(sample.row(id)).contains("[SampleTest: door stays shut]");
        }
    }

    @Test
    void claimOfAClassIsOneEntryForAllItsTests() throws IOException {
        sample.file(Sample.TEST, """
                @Proves("R-1")
                class SampleTest {
                    @Test void one() {}
                    @Property void two() {}
                    @Test @Disabled void three() {}
                    void notATest() {}
                    @Nested class Inside { @ParameterizedTest void four() {} }
                }
                """);
        assertThat(sample.row("R-1")).contains("[SampleTest: all 3 tests](");
    }

    @Test
    void testInANestedClassIsNamedWithBoth() throws IOException {
        sample.file(
                Sample.TEST,
                "class SampleTest { @Nested class Inside { @Test @Proves(\"R-1\") void doorStaysShut() {} } }");
        assertThat(sample.row("R-1")).contains("[SampleTest.Inside: door stays shut](");
    }

    @Test
    void disabledTestProvesNothing() throws IOException {
        sample.file(Sample.TEST, "class SampleTest { @Test @Disabled(\"later\") @Proves(\"R-1\") void one() {} }");
        assertThat(sample.row("R-1")).endsWith("| **unproven** |");
    }

    @Test
    void testInADisabledClassProvesNothing() throws IOException {
        sample.file(Sample.TEST, """
                @Disabled @Proves("R-1")
                class SampleTest {
                    @Test @Proves("R-2") void one() {}
                    @Nested class Inside { @Test @Defends("A1") void two() {} }
                }
                """);
        assertThat(sample.page()).contains("| **in all** | **0** | **5** |");
    }

    @Test
    void testUnderAConditionIsMarked() throws IOException {
        sample.file(Sample.TEST, "class SampleTest { @Test @EnabledOnOs(LINUX) @Proves(\"R-1\") void one() {} }");
        assertThat(sample.row("R-1")).contains("[SampleTest: one (under a condition)](");
    }

    @Test
    void claimsInCommentsAndTextsDoNotCount() throws IOException {
        sample.file(
                Sample.TEST, "class SampleTest { /* @Proves(\"R-1\") */ @Test void one() { use(\"@Proves(R-1)\"); } }");
        assertThat(sample.row("R-1")).endsWith("| **unproven** |");
    }

    @Test
    void pageOfTheDocsMeetsARuleThatAsksForADocument() throws IOException {
        sample.file("docs/policies/limits.md", "# Limits\n\n<!-- asvs: 6.1.1 -->\n");
        assertThat(sample.row("6.1.1")).contains("[Limits](policies/limits.md)");
    }

    @Test
    void sameSourcesGiveTheSamePage() throws IOException {
        sample.file("b/src/test/java/BTest.java", "class BTest { @Test @Proves(\"R-1\") void b() {} }");
        sample.file("a/src/test/java/x/ATest.java", "package x; class ATest { @Test @Proves(\"R-1\") void a() {} }");
        String first = sample.page();
        assertThat(sample.page()).isEqualTo(first);
        assertThat(sample.row("R-1")).containsSubsequence("ATest: a", "BTest: b");
    }

    @Test
    void checkOfAFreshPageSaysTrue() throws IOException {
        sample.page();
        assertThat(sample.run("--check")).isEqualTo(new Sample.Said(0, "docs/proven.md is true.\n", ""));
    }

    @Test
    void checkOfAStalePageNamesTheCommandAndWritesNothing() throws IOException {
        String before = sample.page();
        sample.file(Sample.TEST, "class SampleTest { @Test @Proves(\"R-1\") void one() {} }");
        Sample.Said said = sample.run("--check");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("docs/proven.md is stale", ProvenDoc.REFRESH);
        assertThat(Files.readString(folder.resolve("docs/proven.md"))).isEqualTo(before);
    }

    @Test
    void checkOfAMissingPageIsStale() throws IOException {
        assertThat(ProvenDoc.check(folder)).isEqualTo(new ProvenDoc.Outcome.Stale());
    }

    @Test
    void lineEndsOfACheckoutDoNotMakeItStale() throws IOException {
        sample.file("docs/proven.md", sample.page().replace("\n", "\r\n"));
        assertThat(ProvenDoc.check(folder)).isEqualTo(new ProvenDoc.Outcome.True());
    }

    @Test
    void unknownOptionIsRefused() throws IOException {
        assertThat(sample.run("--chek").code()).isEqualTo(2);
    }

    @Test
    void rootIsTheFolderWhosePomHasModules() throws IOException {
        sample.file("server/pom.xml", "<project/>");
        assertThat(ProvenDoc.rootAround(folder.resolve("server/src"))).isEqualTo(folder);
        Path outside = folder.getRoot();
        assertThatThrownBy(() -> ProvenDoc.rootAround(outside)).isInstanceOf(IOException.class);
    }
}
