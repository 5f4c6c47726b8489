package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The built jar as the launcher leaves it for every start: taken apart, beside what Java learnt in one rehearsed
/// start.
/// Made once for all the tests of a build, whichever of their processes needs it first.
record Unpacked(Path jar, Path cache) {
    private static final String CACHE = "sallyport.aot";

    /// @param folder for all builds; each gets a folder in it by what it holds
    /// @param options that the later starts will have, too
    static Unpacked of(Path jar, Path folder, List<String> options) {
        try {
            Files.createDirectories(folder);
            Path place = folder.resolve(digest(jar).substring(0, 16));
            Path lock = folder.resolve("lock");
            try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                if (!Files.exists(place.resolve(CACHE))) {
                    make(jar, place, options);
                }
            }
            return new Unpacked(place.resolve(jar.getFileName()), place.resolve(CACHE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void make(Path jar, Path place, List<String> options) throws IOException {
        run(
                place,
                List.of(
                        "-Djarmode=tools",
                        "-jar",
                        jar.toString(),
                        "extract",
                        "--destination",
                        place.toString(),
                        "--force"));
        var rehearsal = new ArrayList<>(options);
        // Under another name until it is whole.
        Path half = place.resolve("half.aot");
        rehearsal.addAll(List.of(
                "-XX:AOTCacheOutput=" + half,
                "-jar",
                place.resolve(jar.getFileName()).toString()));
        rehearsal.addAll(List.of("demo", "--rehearsal"));
        run(place, rehearsal);
        Files.move(half, place.resolve(CACHE));
    }

    private static void run(Path folder, List<String> arguments) throws IOException {
        Files.createDirectories(folder);
        var command = new ArrayList<>(List.of(java()));
        command.addAll(arguments);
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            boolean ended = process.waitFor(120, TimeUnit.SECONDS);
            assertThat(ended && process.exitValue() == 0)
                    .as("%s; it said:\n%s", arguments, Files.readString(log))
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String digest(Path file) throws IOException {
        try (var in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
