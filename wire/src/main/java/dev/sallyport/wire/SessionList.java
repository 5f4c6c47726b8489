package dev.sallyport.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The live sessions of an account (`GET /v1/accounts/{account}/sessions` on the inside port), the
/// one used last first.
public record SessionList(List<LiveSession> sessions) {
    /// One of them.
    ///
    /// @param session the session's id, a UUID
    /// @param device the id of the device that it runs on, a UUID; absent on a shared computer
    /// @param proofs what was proven in it, as RFC 8176 `amr` values
    /// @param level `aal1` for one factor, `aal2` for two
    /// @param openedAt when it was opened, UTC
    /// @param provenAt when the last proof was given, UTC
    /// @param lastUsedAt when it was last used, UTC, to the minute
    /// @param expiresAt when it ends whatever happens, UTC
    /// @param shared the holder said that this is a shared computer
    /// @param held it was seen elsewhere and opens nothing until a proof is given again
    public record LiveSession(
            String session,
            @Nullable String device,
            List<String> proofs,
            String level,
            Instant openedAt,
            Instant provenAt,
            Instant lastUsedAt,
            Instant expiresAt,
            boolean shared,
            boolean held) {}
}
