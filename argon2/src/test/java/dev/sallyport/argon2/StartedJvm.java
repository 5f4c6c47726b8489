package dev.sallyport.argon2;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Starts a JVM with other flags than the tests' own; in it, [#main] makes the choice its argument names, and
/// prints a hash from before it was ready, the lines of the log, and a hash from after.
record StartedJvm(int exit, String output) {

    /// A system property: memory to try in between, which may be too large for the heap.
    static final String MEMORY_KIB = "argon2.tooLarge";

    static StartedJvm with(Choice choice, String... flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), StartedJvm.class.getName(), choice.setting()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new StartedJvm(process.waitFor(), output);
    }

    public static void main(String[] choice) {
        long start = System.nanoTime();
        Argon2 argon2 = Argon2.start(Choice.of(choice[0]), line -> System.out.println("log: " + line));
        try (Hasher hasher = argon2.newHasher()) {
            System.out.println("before: " + hash(hasher));
            String kernel = argon2.ready().join();
            System.out.printf("ready: %s after %d ms%n", kernel, (System.nanoTime() - start) / 1_000_000);
            tryTooMuch(hasher);
            System.out.println("after: " + hash(hasher));
        }
    }

    private static void tryTooMuch(Hasher hasher) {
        int kib = Integer.getInteger(MEMORY_KIB, 64);
        try {
            hasher.hash(new byte[0], new byte[16], null, null, new Argon2Parameters(kib, 1, 1, 16));
        } catch (WorkMemoryException tooMuch) {
            System.out.println(tooMuch);
        }
    }

    private static String hash(Hasher hasher) {
        return HexFormat.of()
                .formatHex(hasher.hash(
                        new byte[] {1, 2, 3}, new byte[16], null, null, new Argon2Parameters(64, 1, 1, 16)));
    }
}
