package dev.sallyport.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// What one scenario came to.
///
/// @param commit of the sources that were measured; `unknown` outside a checkout
public record Report(String machine, String java, String commit, String scenario, List<Figure> figures) {
    static Report of(String scenario, List<Figure> figures) {
        return new Report(
                theMachine(),
                System.getProperty("java.vm.vendor", "") + " " + Runtime.version(),
                theCommit(),
                scenario,
                List.copyOf(figures));
    }

    boolean met() {
        return figures.stream().allMatch(Figure::met);
    }

    private static String theMachine() {
        var processors = Runtime.getRuntime().availableProcessors();
        return processors + " x " + processor() + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch");
    }

    private static String processor() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("processor");
        } catch (IOException elsewhere) {
            // Not Linux: the operating system's name must do.
            return "processor";
        }
    }

    private static String theCommit() {
        try {
            Process git = new ProcessBuilder("git", "-C", Home.folder().toString(), "describe", "--always", "--dirty")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 && !said.isEmpty() ? said : "unknown";
        } catch (IOException noGit) {
            return "unknown";
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }

    /// For people.
    String text() {
        var text = new StringBuilder();
        text.append(scenario)
                .append(" on ")
                .append(machine)
                .append(", ")
                .append(java)
                .append(", commit ");
        text.append(commit).append('\n');
        for (Figure figure : figures) {
            text.append(line(figure)).append('\n');
        }
        return text.toString();
    }

    private static String line(Figure f) {
        var line = new StringBuilder(
                String.format(Locale.ROOT, "  %-46s %10s %-6s", f.name(), number(f.value()), f.unit()));
        Figure.Floor floor = f.floor();
        Double ratio = f.ratio();
        if (floor != null && ratio != null) {
            line.append(String.format(
                    Locale.ROOT, " against %s of %s: %.2f x", number(floor.value()), floor.name(), ratio));
        }
        String goal = f.goal();
        if (goal != null) {
            line.append(String.format(Locale.ROOT, "  goal %s  %s", goal, f.met() ? "met" : "MISSED"));
        }
        return line.toString().stripTrailing();
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "none";
        }
        return String.format(
                Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.3f", value);
    }
}
