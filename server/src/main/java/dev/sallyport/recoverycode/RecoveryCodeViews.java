package dev.sallyport.recoverycode;

import dev.sallyport.base.http.Mistakes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the pages of recovery codes show.
public final class RecoveryCodeViews {
    private RecoveryCodeViews() {}

    /// @param first they belong to the second proof that has just been set up
    public record Codes(int left, @Nullable Instant made, boolean kept, boolean first, Mistakes mistakes) {}

    /// The one time that they can be read.
    ///
    /// @param plain all of them, a line each, for the download
    public record Made(List<String> codes, String plain, String file, Mistakes mistakes) {}
}
