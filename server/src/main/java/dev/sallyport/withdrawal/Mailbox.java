package dev.sallyport.withdrawal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A second mailbox in the place of a second person (R-TX-4).
///
/// @param address which it was before `nextAt`; null for none
/// @param next which it is from then on; null for none
/// @param nextAt null where nothing changes
/// @param named what has not answered yet; null for none
record Mailbox(
        @Nullable String address,
        @Nullable String next,
        @Nullable Instant nextAt,
        @Nullable String named) {
    /// For how long the link to it is good.
    static final Duration LINK = Duration.ofHours(24);

    static final Mailbox NONE = new Mailbox(null, null, null, null);

    Optional<String> inForce(Instant now) {
        return Optional.ofNullable(isChanging(now) || nextAt == null ? address : next);
    }

    boolean isChanging(Instant now) {
        return nextAt != null && now.isBefore(nextAt);
    }
}
