package dev.sallyport.session;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One signed-in browser or app, and the rules of its life (R-SES-1).
///
/// @param device the known device it runs on; null on a shared computer
/// @param proofs what was proven, as RFC 8176 `amr` values, oldest first
/// @param provenAt when the last proof was given
/// @param idle how long it may stay unused
public record Session(
        AccountId account,
        SessionId id,
        @Nullable DeviceId device,
        List<String> proofs,
        boolean shared,
        Duration idle,
        Instant openedAt,
        Instant provenAt,
        Instant lastUsedAt,
        Instant expiresAt) {
    /// How old a proof may be for a sensitive act (R-SU-1).
    public static final Duration FRESH = Duration.ofMinutes(5);

    /// Neither too old nor unused for too long.
    public boolean isLive(Instant now) {
        return now.isBefore(expiresAt) && now.isBefore(lastUsedAt.plus(idle));
    }

    public boolean isFresh(Instant now) {
        return now.isBefore(provenAt.plus(FRESH));
    }

    Session usedAt(Instant now) {
        return new Session(account, id, device, proofs, shared, idle, openedAt, provenAt, now, expiresAt);
    }
}
