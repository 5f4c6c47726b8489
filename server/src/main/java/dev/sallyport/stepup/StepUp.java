package dev.sallyport.stepup;

import dev.sallyport.account.Proofs.Kind;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.http.Act;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// One act that waits for its proof, and the pure rules of it.
///
/// @param hash of the request that it is for
record StepUp(UUID id, Act act, byte[] hash, boolean proven, Instant until) {
    /// From the refused request to the end: a proof is at most this old when it is used (R-SU-1).
    static final Duration LIFE = Duration.ofMinutes(5);

    /// Which way is gone: the one asked for, else the strongest.
    ///
    /// @param ways what would do, strongest first, not empty
    static int way(List<Set<Kind>> ways, int asked) {
        return asked >= 0 && asked < ways.size() ? asked : 0;
    }

    /// What codes and challenges are bound to: this act with this content and nothing else (R-OOB-1, A16).
    byte[] bound() {
        return Tokens.hash("step-up|" + id + "|" + Tokens.encode(hash));
    }
}
