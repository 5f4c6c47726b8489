package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testing.ProvenDoc;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A program in JavaScript that runs on Node with what npm has installed for it: the example of docs/, or one of ours.
final class Script implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static @Nullable Path installed;

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private volatile boolean ended;
    private int heard;

    private Script(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    /// @param name of a file in docs/examples/node or src/test/node
    /// @param variables of its environment
    static Script start(Map<String, String> variables, String name, String... arguments) {
        try {
            var command = new ArrayList<>(List.of("node", name));
            command.addAll(List.of(arguments));
            var builder =
                    new ProcessBuilder(command).directory(installed().toFile()).redirectErrorStream(true);
            builder.environment().putAll(variables);
            return new Script(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("node: on Debian, sudo apt install nodejs", e);
        }
    }

    /// Outside of the sources, once for all tests.
    private static synchronized Path installed() throws IOException {
        Path known = installed;
        if (known == null) {
            known = install(Node.temporary("node"));
            installed = known;
        }
        return known;
    }

    private static Path install(Path folder) throws IOException {
        Path root = ProvenDoc.rootAround(Path.of(""));
        for (String from : List.of("docs/examples/node", "acceptance/src/test/node")) {
            try (Stream<Path> files = Files.list(root.resolve(from))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, folder.resolve(file.getFileName()));
                }
            }
        }
        Path log = folder.resolve("npm.log");
        Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int code = npm.onExit()
                .orTimeout(2, TimeUnit.MINUTES)
                .thenApply(Process::exitValue)
                .join();
        assertThat(code).as(Files.readString(log)).isZero();
        return folder;
    }

    private void read() {
        try (var in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            in.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            // It was ended.
        } finally {
            ended = true;
        }
    }

    /// Waits for the next line that begins in one of these ways.
    String awaitLine(String... beginnings) {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            boolean over = ended;
            while (heard < lines.size()) {
                String line = lines.get(heard++);
                if (Arrays.stream(beginnings).anyMatch(line::startsWith)) {
                    return line;
                }
            }
            if (over || Instant.now().isAfter(end)) {
                throw new AssertionError((over ? "It ended: " : "It still runs: ") + said());
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    String said() {
        return String.join("\n", lines);
    }

    /// Tells it a line.
    void tell(String line) {
        try {
            var out = process.getOutputStream();
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(said(), e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
