package dev.sallyport.withdrawal;

import dev.sallyport.base.who.AccountId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A destination on an account's list.
///
/// @param activeAt when it has waited
/// @param confirmedAt by the link in the mail; null for not yet
record Listed(
        AccountId account,
        UUID id,
        byte[] closed,
        Instant addedAt,
        Instant activeAt,
        @Nullable Instant confirmedAt) {
    /// Whether value may leave to it.
    boolean isActive(Instant now) {
        return confirmedAt != null && !now.isBefore(activeAt);
    }

    /// As answers, pages and text keys call it: `active`, `waiting` for its time, or `unconfirmed`.
    String state(Instant now) {
        if (confirmedAt == null) {
            return "unconfirmed";
        }
        return isActive(now) ? "active" : "waiting";
    }
}
