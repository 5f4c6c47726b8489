package dev.sallyport.recovery;

import dev.sallyport.base.who.AccountId;
import java.time.Instant;
import java.util.UUID;

/// One way back that was begun.
///
/// @param unlocks whether the account's doors were closed when it began
/// @param alone whether an address was all that was shown
/// @param readyAt from when a new password may be set
/// @param until how long it stays open
record Recovery(
        AccountId account, UUID id, boolean unlocks, boolean alone, Instant beganAt, Instant readyAt, Instant until) {

    boolean isReady(Instant now) {
        return !now.isBefore(readyAt) && now.isBefore(until);
    }
}
