package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sallyport.testing.ProvenDoc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The script `sallyport`, in a folder with blanks in its name that its caller cannot write to, called through links
/// by a user who is not root: built once by somebody else, as on any server.
class LauncherTest {
    private static final List<String> SOURCES = List.of(
            "argon2/pom.xml",
            "argon2/src/generator/java/Kernel.java",
            "argon2/src/main/java/A.java",
            "pom.xml",
            "server/pom.xml",
            "server/src/main/java/A.java",
            "server/src/main/resources/text/en.properties",
            "wire/pom.xml",
            "wire/src/main/java/A.java");

    /// Everywhere that the script looks for a JDK.
    private static final String NO_JDK_ANYWHERE = """
            for place in /usr/lib/jvm /usr/lib64/jvm /usr/local/lib/jvm /usr/java /opt; do
                [ ! -d "$place" ] || mount -t tmpfs none "$place" || exit 99
            done
            exec "$0" version
            """;

    @TempDir
    Path folder;

    private Path home;

    private record Said(int code, String text) {}

    /// A tree as `./sallyport` leaves it after a build.
    @BeforeEach
    void build() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        home = folder.resolve("a folder with blanks");
        for (String source : SOURCES) {
            write(source, "text");
            age(source, Duration.ofHours(1));
        }
        Files.copy(ProvenDoc.rootAround(Path.of("")).resolve("sallyport"), home.resolve("sallyport"));
        write("server/target/run/sallyport-exec.jar", "no jar");
        write("server/target/run/sources", String.join("\n", SOURCES) + "\n");
    }

    private void write(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void age(String name, Duration age) throws IOException {
        Files.setLastModifiedTime(
                home.resolve(name), FileTime.from(Instant.now().minus(age)));
    }

    /// Prints what it was started with, a line an argument.
    private Path jdk(String version) throws IOException {
        Path jdk = folder.resolve("jdk " + version);
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        for (String program : List.of("java", "javac")) {
            Path file = Files.writeString(jdk.resolve("bin").resolve(program), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return jdk;
    }

    /// Calls by way of two links, one of them relative.
    private Path link() throws IOException {
        Path links = Files.createDirectories(folder.resolve("some links"));
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.deleteIfExists(links.resolve("second"));
        Files.deleteIfExists(bin.resolve("sallyport"));
        Files.createSymbolicLink(links.resolve("second"), home.resolve("sallyport"));
        return Files.createSymbolicLink(bin.resolve("sallyport"), Path.of("../some links/second"));
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private Said asAnybody(Map<String, String> environment, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        }
        command.add(link().toString());
        command.addAll(List.of(arguments));
        Path server = home.resolve("server");
        Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            return run(environment, command);
        } finally {
            Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private Said run(Map<String, String> environment, List<String> command) throws IOException {
        Path out = folder.resolve("out");
        var builder = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
        return new Said(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
    }

    private Map<String, String> withJdk() throws IOException {
        return Map.of("JAVA_HOME", jdk("25.0.1").toString());
    }

    @Test
    void throughLinksAndBlanksItStartsTheJarBesideIt() throws IOException {
        Said said = asAnybody(withJdk(), "routes", "two words");
        assertThat(said.code()).as(said.text()).isZero();
        assertThat(said.text().lines())
                .endsWith(
                        "-jar",
                        home.resolve("server/target/run/sallyport-exec.jar").toString(),
                        "routes",
                        "two words");
    }

    @Test
    void theRealJarTellsItsVersion() throws IOException {
        Files.copy(
                ProvenDoc.rootAround(Path.of("")).resolve("server/target/sallyport-exec.jar"),
                home.resolve("server/target/run/sallyport-exec.jar"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Said said = asAnybody(Map.of("JAVA_HOME", System.getProperty("java.home")), "version");
        assertThat(said.code()).as(said.text()).isZero();
        assertThat(said.text().lines())
                .singleElement()
                .asString()
                .startsWith("Sallyport ")
                .contains("Java 25");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pom.xml",
                ".mvn/maven.config",
                "argon2/pom.xml",
                "argon2/src/main/java/A.java",
                "argon2/src/generator/java/Kernel.java",
                "wire/src/main/java/A.java",
                "server/pom.xml",
                "server/src/main/jte/page.jte",
                "server/src/main/resources/text/en.properties"
            })
    void whatGoesIntoTheJarMakesItBuildAgainWhenItChangesComesOrGoes(String source) throws IOException {
        boolean known = SOURCES.contains(source);
        write(source, "other text");
        age(source, Duration.ofSeconds(known ? -60 : 3_600));
        Said said = asAnybody(withJdk(), "routes");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.text().lines())
                .singleElement()
                .asString()
                .startsWith("Sallyport is not built yet, and " + home + " cannot be written to by ");
        Files.delete(home.resolve(source));
        assertThat(asAnybody(withJdk(), "routes").code()).isEqualTo(known ? 1 : 0);
    }

    @Test
    void theHashersMemoryIsNotMovedWhereTheCollectorIsOurChoice() throws IOException {
        assertThat(asAnybody(withJdk(), "routes").text().lines())
                .contains("-XX:+UseSerialGC", "-XX:PretenureSizeThreshold=4m");
        var own = Map.of("JAVA_HOME", jdk("25.0.1").toString(), "SALLYPORT_JAVA_OPTS", "-XX:+UseG1GC -Xmx2g");
        assertThat(asAnybody(own, "routes").text().lines())
                .contains("-XX:+UseG1GC", "-Xmx2g")
                .noneMatch(option -> option.contains("Serial") || option.contains("Pretenure"));
    }

    /// Only where a namespace of our own can hide the machine's JDKs.
    @Test
    void withoutAJdk25ItSaysSoInOneSentence() throws IOException {
        List<String> namespace = List.of("unshare", "--map-root-user", "--mount");
        var trial = new ArrayList<>(namespace);
        trial.addAll(List.of("sh", "-c", "mount -t tmpfs none /usr/lib || exit 99"));
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/unshare"))
                && run(Map.of(), trial).code() == 0);
        var command = new ArrayList<>(namespace);
        command.addAll(
                List.of("sh", "-c", NO_JDK_ANYWHERE, home.resolve("sallyport").toString()));
        for (String javaHome :
                List.of("", "/nowhere", jdk("21.0.9").toString(), jdk("250").toString())) {
            Said said = run(Map.of("JAVA_HOME", javaHome, "HOME", folder.toString()), command);
            assertThat(said.code()).isEqualTo(1);
            assertThat(said.text())
                    .isEqualTo("Sallyport needs a JDK 25, and none was found: set JAVA_HOME to one, or install it"
                            + " (for example Temurin 25 from adoptium.net).\n");
        }
        Said found = run(Map.of("JAVA_HOME", jdk("25").toString()), command);
        assertThat(found.text().lines()).endsWith("version");
    }
}
