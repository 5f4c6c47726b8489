package dev.sallyport.recoverycode;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.who.Secret;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the pages of recovery codes show.
public final class RecoveryCodeViews {
    /// What a field for one takes: blanks and dashes come with pasting.
    public static final int MOST_TYPED = 60;

    private RecoveryCodeViews() {}

    /// @param offered whether there is a second proof that they stand in for
    /// @param first they belong to the second proof that has just been set up
    public record Codes(
            int left, @Nullable Instant made, boolean kept, boolean offered, boolean first, Mistakes mistakes) {}

    /// The one time that they can be read.
    ///
    /// @param plain all of them, a line each, for the download
    public record Made(List<String> codes, String plain, String file, Mistakes mistakes) {
        @Override
        public String toString() {
            return "[REDACTED]";
        }
    }

    public static Made made(List<Secret> codes, Config config) {
        List<String> shown = codes.stream().map(Secret::reveal).toList();
        String host = config.origin().getHost();
        String plain = config.brand() + " - " + host + "\n\n" + String.join("\n", shown) + "\n";
        return new Made(shown, plain, host + "-recovery-codes.txt", Mistakes.NONE);
    }
}
