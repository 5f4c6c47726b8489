package dev.sallyport.passkey;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One passkey of an account, and the rules over its counter and its kind.
///
/// @param name the holder's own name for it; null when he gave none
/// @param model the product, by the authenticator's own claim; null when it is not a well-known one
/// @param backupEligible whether it can be on several devices: fixed when it was made
/// @param backedUp whether it is, as of its last use
/// @param lastUsedAt null when it was never used
/// @param suspectedAt when its counter last failed to rise; null when it always did
public record Passkey(
        UUID id,
        @Nullable String name,
        @Nullable String model,
        boolean backupEligible,
        boolean backedUp,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant suspectedAt) {
    /// The most that one account may have.
    static final int MOST = 20;
    /// So many must be there before nothing else opens the account: one may be lost.
    static final int FOR_ONLY = 2;

    public static final int MOST_NAME = 60;

    /// Whether it is lost with its device.
    public boolean deviceBound() {
        return !backupEligible;
    }

    /// What to call it; null when neither the holder nor the product gave it a name.
    public @Nullable String label() {
        return name == null ? model : name;
    }

    /// W-9: a counter that does not rise is a sign that somebody has a copy, and no proof of it. Two zeros mean that
    /// the authenticator does not count.
    static boolean mayBeCopied(long storedCount, long seenCount) {
        return (storedCount != 0 || seenCount != 0) && seenCount <= storedCount;
    }
}
