package dev.sallyport.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/// The house is built as docs/architecture.md draws it.
class LayoutTest {
    private static final Path JAVA = Path.of("src/main/java");
    private static final Path MIGRATIONS = Path.of("src/main/resources/db");

    private static final List<Source> SOURCES = sources();

    private static List<Source> sources() {
        try (Stream<Path> files = Files.walk(JAVA)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .map(file -> Source.of(JAVA.relativize(file).toString(), read(file)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> migrations() throws IOException {
        var scripts = new TreeMap<String, String>();
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            files.forEach(file -> scripts.put(file.getFileName().toString(), read(file)));
        }
        return scripts;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void arrowsGoDownOnly() {
        assertThat(SOURCES).hasSizeGreaterThan(50);
        assertThat(Rules.arrows(SOURCES)).isEmpty();
    }

    @Test
    void noFeatureTouchesAnothersTables() throws IOException {
        assertThat(Rules.owners(migrations())).containsEntry("limit_bucket", "base");
        assertThat(Rules.foreignTables(SOURCES, migrations())).isEmpty();
    }

    @Test
    void everyHandlerIsGuarded() {
        assertThat(Rules.guards(SOURCES)).isEmpty();
    }

    @Test
    void onlyTheFrameworkCallsTheEdge() {
        assertThat(Rules.edges(SOURCES)).isEmpty();
    }

    @Test
    void constructorsAreShort() {
        assertThat(Rules.constructors(SOURCES)).isEmpty();
    }

    @Test
    void filesAreShort() {
        System.out.printf(
                "%d files: median %d lines, 95th percentile %d, longest %d.%n",
                SOURCES.size(),
                Rules.quantile(SOURCES, 0.5),
                Rules.quantile(SOURCES, 0.95),
                Rules.quantile(SOURCES, 1));
        assertThat(Rules.sizes(SOURCES)).isEmpty();
    }

    @Test
    void modulesHaveNoCycles() {
        ApplicationModules.of("dev.sallyport").verify();
    }
}
