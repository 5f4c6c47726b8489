package dev.sallyport.audit;

import dev.sallyport.base.who.AccountId;
import org.jspecify.annotations.Nullable;

/// The first thing in the record that is not as it was written.
///
/// @param account whose chain; null for a checkpoint
/// @param number the place in the chain, or the checkpoint's number
/// @param sentence what it means, for the operator
public record Finding(Kind kind, @Nullable AccountId account, long number, String sentence) {
    public enum Kind {
        /// A fact does not fit its hash.
        EDITED,
        /// A fact is gone from the middle of a chain.
        MISSING,
        /// What stands here belongs to another place of the chain.
        OUT_OF_ORDER,
        /// The last facts of a chain are gone.
        CUT_TAIL,
        /// A chain fits in itself and not its checkpoint: it was written anew.
        REWRITTEN,
        /// A chain's end is known to no checkpoint, and no checkpoint will look at it.
        UNCOVERED,
        /// A checkpoint is gone from the middle.
        CHECKPOINT_MISSING,
        /// A checkpoint does not fit its heads, its hash, or its signature.
        CHECKPOINT_FORGED,
        /// The anchor file knows a checkpoint that the database does not.
        OLDER_THAN_ANCHORS,
        /// The anchor file was changed itself.
        ANCHOR_FORGED
    }

    @Override
    public String toString() {
        return (account == null ? "Checkpoint " : "Account " + account + ", fact ") + number + ": " + sentence;
    }
}
