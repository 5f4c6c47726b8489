package dev.sallyport.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The site has what anybody's site would have, and nothing more.
class IndependenceTest {
    @Test
    void nothingOfTheServerIsOnItsClassPath() {
        assertThat(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator)))
                .noneMatch(
                        entry -> entry.matches(".*[/\\\\](server|wire|argon2|sallyport-(server|wire|argon2))[-/\\\\].*")
                                || entry.contains("postgresql"));
        assertThat(Stream.of("dev.sallyport.Sallyport", "dev.sallyport.wire.ClientEntry", "org.postgresql.Driver"))
                .noneMatch(IndependenceTest::isThere);
        assertThat(isThere("dev.sallyport.client.Verifier")).isTrue();
    }

    private static boolean isThere(String type) {
        return IndependenceTest.class.getResource("/" + type.replace('.', '/') + ".class") != null;
    }

    @Test
    void itImportsOfSallyportTheClientOnly() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                assertThat(Files.readAllLines(file))
                        .as(file.toString())
                        .filteredOn(line -> line.startsWith("import dev.sallyport."))
                        .allMatch(line -> line.startsWith("import dev.sallyport.client."));
            }
        }
    }
}
