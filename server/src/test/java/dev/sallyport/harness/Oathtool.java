package dev.sallyport.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// Debian's `oathtool`, the authenticator app of our tests: a program that others wrote, so that a code that is
/// wrong in the same way on both sides cannot pass.
public final class Oathtool {
    private Oathtool() {}

    /// What an app shows at this time, with what every app understands.
    public static String code(String key, Instant at) {
        return code(key, at, "SHA1", 6);
    }

    /// @param key in base32
    public static String code(String key, Instant at, String algorithm, int digits) {
        var command = List.of(
                "oathtool",
                "--totp=" + algorithm,
                "--base32",
                "--digits=" + digits,
                "--now=@" + at.getEpochSecond(),
                "-");
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var in = process.outputWriter()) {
                in.write(key);
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0 || !said.matches("\\d{" + digits + "}")) {
                throw new AssertionError("oathtool said: " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException("oathtool is needed; on Debian: sudo apt install oathtool", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
