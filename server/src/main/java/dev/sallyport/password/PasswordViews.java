package dev.sallyport.password;

import dev.sallyport.base.http.Mistakes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the pages of the password show.
public final class PasswordViews {
    private PasswordViews() {}

    /// @param identifier for the password manager, which keeps the password under it
    public record Choose(String identifier, int minimum, Mistakes mistakes) {}

    /// @param changed null while there is no password
    /// @param done whether it was changed just now
    /// @param breached whether it has become known elsewhere
    public record Change(
            String identifier,
            int minimum,
            @Nullable Instant changed,
            boolean done,
            boolean breached,
            Mistakes mistakes) {}

    /// A passphrase to be kept, and how many bits of chance are in it.
    public record Phrase(String phrase, int bits) {}
}
