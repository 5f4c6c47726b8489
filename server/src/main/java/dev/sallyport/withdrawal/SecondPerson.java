package dev.sallyport.withdrawal;

import dev.sallyport.base.who.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whom a holder has chosen to confirm what is great (R-TX-4).
///
/// @param person who it was before `nextAt`; null for nobody
/// @param next who it is from then on; null for nobody
/// @param nextAt null where nothing changes
record SecondPerson(
        @Nullable AccountId person,
        @Nullable AccountId next,
        @Nullable Instant nextAt) {
    /// As long as a lock: whoever gets into the account must not choose himself and go on.
    static final Duration WAIT = Duration.ofHours(48);
    /// For how long an invitation can be accepted.
    static final Duration INVITATION = Duration.ofDays(7);

    static final SecondPerson NOBODY = new SecondPerson(null, null, null);

    Optional<AccountId> inForce(Instant now) {
        return Optional.ofNullable(isChanging(now) || nextAt == null ? person : next);
    }

    boolean isChanging(Instant now) {
        return nextAt != null && now.isBefore(nextAt);
    }
}
