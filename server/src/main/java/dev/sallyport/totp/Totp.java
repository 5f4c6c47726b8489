package dev.sallyport.totp;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One authenticator app that is bound to an account.
///
/// @param name as the holder calls it
/// @param lastUsedAt null until it was used after its binding
public record Totp(
        UUID id, String name, Instant boundAt, @Nullable Instant lastUsedAt) {
    public static final int MOST_NAME = 40;
    /// More than anybody needs; each costs a little work at every check.
    static final int MOST = 10;
}
