package dev.sallyport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The list of metrics in docs/operations.md, against what a node tells and what stands in the code.
class MetricsTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(sallyport_[a-z_]+)` \\| ([^|]*)\\|");
    private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (sallyport_[a-z_]+) ");
    private static final Pattern LABEL = Pattern.compile("[{,]([a-z]+)=\"");
    private static final Pattern METER = Pattern.compile("\"sallyport\\.([a-z.]+)\"");
    /// A word of log lines and the settings file, and no meters.
    private static final Set<String> OTHER = Set.of("audit", "yaml");

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/operations.md"));
    }

    private static Set<String> documented() throws IOException {
        return ROW.matcher(page()).results().map(row -> row.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String told(TestNode node) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(node.inside("/actuator/prometheus"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void whatANodeTellsIsListedByItsNameAndLabels() throws IOException, InterruptedException {
        TestNode node = TestNode.shared();
        Holder holder = Holder.signUp(node);
        holder.elsewhere();
        new TestBrowser(node).get("/api/sessions");
        String told = told(node);
        var names = FAMILY.matcher(told)
                .results()
                .map(family -> family.group(1))
                // Each timer has its greatest value beside it.
                .filter(name -> !name.endsWith("_max"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(names).hasSizeGreaterThan(9);
        assertThat(documented()).containsAll(names);
        ROW.matcher(page())
                .results()
                .filter(row -> names.contains(row.group(1)))
                .forEach(row -> {
                    Set<String> labels = told.lines()
                            .filter(line -> line.startsWith(row.group(1)))
                            .flatMap(line -> LABEL.matcher(line).results().map(label -> label.group(1)))
                            .filter(label -> !label.equals("le"))
                            .collect(Collectors.toCollection(TreeSet::new));
                    Set<String> listed = Pattern.compile("`([a-z]+)`")
                            .matcher(row.group(2))
                            .results()
                            .map(label -> label.group(1))
                            .collect(Collectors.toCollection(TreeSet::new));
                    assertThat(listed).as(row.group(1)).isEqualTo(labels);
                });
    }

    /// Some are told only once something has gone wrong.
    @Test
    void whatStandsInTheCodeIsListedAndNothingElse() throws IOException {
        var meters = new TreeSet<String>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .forEach(file -> METER.matcher(read(file))
                            .results()
                            .map(meter -> meter.group(1))
                            .filter(name -> !OTHER.contains(name))
                            .forEach(name -> meters.add("sallyport_" + name.replace('.', '_'))));
        }
        Set<String> listed = documented().stream()
                .map(name -> name.replaceFirst("_total$", ""))
                .map(name -> meters.contains(name) ? name : name.replaceFirst("_seconds$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).isEqualTo(meters);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
