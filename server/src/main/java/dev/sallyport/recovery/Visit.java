package dev.sallyport.recovery;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.who.AccountId;
import org.jspecify.annotations.Nullable;

/// What one browser has shown.
///
/// @param stale whether the address may be somebody else's by now (R-ID-4)
/// @param second the second proof, by its name; null while none was given
record Visit(
        AccountId account,
        byte[] tokenHash,
        boolean stale,
        @Nullable String second) {

    /// What its challenges and codes are good for, and nothing else (A16).
    byte[] bound() {
        return Tokens.hash("recovery|" + Tokens.encode(tokenHash));
    }
}
