package dev.sallyport.stepup;

import dev.sallyport.account.Proofs.Kind;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.http.Act;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// One act that waits for its proof, and the pure rules of it.
///
/// @param hash of the request that it is for
/// @param given what has been proven for it so far
record StepUp(UUID id, Act act, byte[] hash, Set<Kind> given, boolean proven, Instant until) {
    /// From the refused request to the end: a proof is at most this old when it is used (R-SU-1).
    static final Duration LIFE = Duration.ofMinutes(5);

    /// Which way is gone: the one that more was given for already, else the strongest, or the one asked for.
    ///
    /// @param ways what would do, strongest first, not empty
    static int way(List<Set<Kind>> ways, Set<Kind> given, int asked) {
        if (asked >= 0 && asked < ways.size()) {
            return asked;
        }
        for (int i = 0; i < ways.size(); i++) {
            if (!given.isEmpty() && ways.get(i).containsAll(given)) {
                return i;
            }
        }
        return 0;
    }

    static boolean isEnough(List<Set<Kind>> ways, Set<Kind> given) {
        return ways.stream().anyMatch(given::containsAll);
    }

    StepUp with(Kind kind) {
        Set<Kind> more = EnumSet.of(kind);
        more.addAll(given);
        return new StepUp(id, act, hash, more, proven, until);
    }

    /// What codes and challenges are bound to: this act with this content and nothing else (R-OOB-1, A16).
    byte[] bound() {
        return Tokens.hash("step-up|" + id + "|" + Tokens.encode(hash));
    }
}
