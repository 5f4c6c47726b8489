package dev.sallyport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an operator's watch over new registrations is fed with.
@Proves("R-PHI-1")
class GenuineCommandTest {
    private record Said(int code, List<String> lines, String err) {}

    private static Said say(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Sallyport.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(Stream.concat(Stream.of("genuine", "permutations"), Stream.of(words))
                        .toArray(String[]::new));
        return new Said(code, out.toString().lines().toList(), err.toString());
    }

    @Test
    void likelyLookAlikesAreListedRankedAndEachOnce() {
        Said said = say("examplex.com");
        assertThat(said.code()).isZero();
        assertThat(said.lines()).hasSizeGreaterThan(200);
        assertThat(said.lines().getFirst())
                .startsWith("1\t")
                .endsWith("examplex.com\t" + said.lines().getFirst().split("\t")[1]);
        List<String> hosts = said.lines().stream().map(l -> l.split("\t")[1]).toList();
        assertThat(hosts).doesNotHaveDuplicates().doesNotContain("examplex.com");
        assertThat(hosts)
                .contains("examplex-login.com", "examplex.co", "examp1ex.com", "examplx.com", "xn--exmplex-3fg.com");
        assertThat(hosts.indexOf("examplex-login.com")).isLessThan(hosts.indexOf("dxamplex.com"));
        assertThat(hosts).allMatch(host -> host.matches("[a-z0-9.-]+"));
    }

    @Test
    void asCsvItHasAHeadAndAsManyAsAskedFor() {
        Said said = say("--csv", "--most", "5", "examplex.com");
        assertThat(said.lines()).hasSize(6);
        assertThat(said.lines().getFirst()).isEqualTo("rank,host,shown,way,of");
        assertThat(said.lines().get(1)).matches("1,[^,]+,[^,]+,[a-z-]+,examplex\\.com");
    }

    @Test
    void theDomainsOfTheSettingsAreTheUsualOnes(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("sallyport.yaml");
        Files.writeString(file, "origin: https://account.examplex.com\ngenuine:\n  hosts: www.otherx.org\n");
        Said said = say("--config", file.toString());
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.lines())
                .anyMatch(l -> l.contains("\totherx.org\t"))
                .anyMatch(l -> l.contains("\texamplex.com\t"));
    }

    @Test
    void whatIsNoDomainIsRefused() {
        assertThat(say("https://examplex.com/").code()).isEqualTo(2);
        assertThat(say("https://examplex.com/").err()).contains("is no domain");
    }
}
