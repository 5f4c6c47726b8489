package dev.sallyport.recovery;

import dev.sallyport.account.HoldCause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How long a recovery waits, and what it holds afterwards: the whole table (docs/recovery.md shows it). Nobody makes a
/// wait shorter.
enum Wait {
    // spotless:off
    // shown                     the password is lost               the account is locked
    WITH_SECOND (Duration.ZERO,            Duration.ofDays(1)),
    /// A thief of the mailbox has as much to show as the holder: his addresses get the time to say no (A26).
    ADDRESS_ONLY(Duration.ofDays(3),       Duration.ofDays(7));
    // spotless:on

    /// How long the holder has to go on once it is ready.
    static final Duration OPEN = Duration.ofDays(7);

    private final Duration lost;
    private final Duration locked;

    Wait(Duration lost, Duration locked) {
        this.lost = lost;
        this.locked = locked;
    }

    static Wait of(boolean alone) {
        return alone ? ADDRESS_ONLY : WITH_SECOND;
    }

    /// When it is ready.
    ///
    /// @param unlocks whether the account's doors are closed
    /// @param release when a settings lock would open at the earliest: a recovery is no way round it (R-LOCK-1)
    Instant ready(Instant now, boolean unlocks, Optional<Instant> release) {
        Instant own = now.plus(unlocks ? locked : lost);
        return release.filter(own::isBefore).orElse(own);
    }

    HoldCause hold(boolean unlocks) {
        return unlocks || this == ADDRESS_ONLY ? HoldCause.ACCOUNT_RECOVERED : HoldCause.PASSWORD_RESET;
    }
}
