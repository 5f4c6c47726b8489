package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testing.ProvenDoc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/// The built jar, run as a process of its own. All that it says goes to one file; it never outlives these
/// tests.
final class Jar implements AutoCloseable {
    private static final ConcurrentLinkedQueue<Process> STARTED = new ConcurrentLinkedQueue<>();

    private static final List<String> OPTIONS = List.of(
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            // As the launcher has it: what the JVM says to itself is no matter for operators.
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx320m");
    private static final Unpacked BUILT = Unpacked.of(path(), root().resolve("acceptance/target/unpacked"), OPTIONS);

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> STARTED.forEach(Process::destroyForcibly)));
    }

    private final Process process;
    private final Path log;

    private Jar(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// @param environment the settings; nothing else that this process was given is passed on but the path
    static Jar start(Path folder, Map<String, String> environment, String... arguments) {
        try {
            Files.createDirectories(folder);
            Path log = Files.createTempFile(folder, arguments[0], ".log");
            var command = new ArrayList<>(List.of(Unpacked.java()));
            command.addAll(OPTIONS);
            command.addAll(
                    List.of("-XX:AOTCache=" + BUILT.cache(), "-jar", BUILT.jar().toString()));
            command.addAll(List.of(arguments));
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("SALLYPORT_") || name.startsWith("JAVA"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            STARTED.add(process);
            return new Jar(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        try {
            return ProvenDoc.rootAround(Path.of(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path path() {
        // A released jar may be tried instead of the one just built.
        String given = System.getProperty("sallyport.jar");
        Path jar = given == null ? root().resolve("server/target/sallyport-exec.jar") : Path.of(given);
        assertThat(jar).as("the built jar; `mvn verify` makes it").exists();
        return jar;
    }

    /// Waits for its end.
    int exitCode() {
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("an end within a minute; it said:\n%s", said())
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    boolean runs() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /// Everything it wrote to its output and error streams so far.
    String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `kill -9`: it gets no chance to tidy up.
    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /// `kill -STOP`: it keeps all its connections and does nothing, until it is thawed.
    void freeze() {
        signal("-STOP");
    }

    void thaw() {
        signal("-CONT");
    }

    private void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", name, Long.toString(pid()))
                    .start()
                    .waitFor();
            assertThat(code).as("kill %s", name).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// `kill`: it may finish what it does. The demo stops its database so.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        STARTED.remove(process);
    }
}
