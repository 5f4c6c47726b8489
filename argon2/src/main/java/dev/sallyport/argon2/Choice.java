package dev.sallyport.argon2;

import java.util.Arrays;
import java.util.stream.Collectors;

/// Which kernel hashes. [#AUTO] takes the fastest that proves itself here and falls back to Bouncy Castle;
/// every other choice is kept or refused, never changed silently.
public enum Choice {
    AUTO("auto", "automatic"),
    BITS_512("512", "512-bit"),
    BITS_256("256", "256-bit"),
    BITS_128("128", "128-bit"),
    SCALAR("scalar", "scalar"),
    BOUNCY_CASTLE("bouncy-castle", "bouncy-castle");

    private final String setting;
    private final String kernelName;

    Choice(String setting, String kernelName) {
        this.setting = setting;
        this.kernelName = kernelName;
    }

    /// The choice a configuration names: `auto`, `512`, `256`, `128`, `scalar` or `bouncy-castle`.
    ///
    /// @throws IllegalArgumentException for anything else, listing what is allowed
    public static Choice of(String setting) {
        return Arrays.stream(values())
                .filter(c -> c.setting.equals(setting))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No Argon2 kernel is called \"%s\"; choose one of %s"
                        .formatted(
                                setting,
                                Arrays.stream(values()).map(Choice::setting).collect(Collectors.joining(", ")))));
    }

    /// The word used in a configuration.
    public String setting() {
        return setting;
    }

    String kernelName() {
        return kernelName;
    }
}
