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
    public record Change(
            String identifier, int minimum, @Nullable Instant changed, boolean done, Mistakes mistakes) {}
}
