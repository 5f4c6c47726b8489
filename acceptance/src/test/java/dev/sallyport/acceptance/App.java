package dev.sallyport.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/// An authenticator app: an independent program makes its codes (`oathtool`), ours would only agree with ourselves.
///
/// @param key as the page shows it, in groups
record App(String key) {
    private static final int STEP = 30;
    /// A code travels so long at most.
    private static final int TRAVEL = 4;

    /// What the app shows now.
    String code() {
        return code(0);
    }

    /// What it showed one step ago, which is still taken: one who binds an app by it can use the next at once.
    String codeBefore() {
        await("a step that does not end under way")
                .atMost(Duration.ofSeconds(STEP))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> STEP - Instant.now().getEpochSecond() % STEP > TRAVEL);
        return code(1);
    }

    /// The key as bytes (RFC 4648 section 6).
    byte[] keyBytes() {
        var bits = new StringBuilder();
        for (char sign : key.replace(" ", "").toCharArray()) {
            int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign);
            bits.append(Integer.toBinaryString(32 + value).substring(1));
        }
        byte[] bytes = new byte[bits.length() / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(bits.substring(i * 8, i * 8 + 8), 2);
        }
        return bytes;
    }

    private String code(int ago) {
        long then = Instant.now().getEpochSecond() - (long) ago * STEP;
        try {
            Process program = new ProcessBuilder("oathtool", "--totp", "--base32", "--now=@" + then, "-").start();
            try (var in = program.getOutputStream()) {
                in.write(key.replace(" ", "").getBytes(StandardCharsets.US_ASCII));
            }
            String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (!said.matches("[0-9]{6}")) {
                throw new AssertionError("oathtool said \"" + said + "\": on Debian, sudo apt install oathtool");
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException("oathtool: on Debian, sudo apt install oathtool", e);
        }
    }
}
