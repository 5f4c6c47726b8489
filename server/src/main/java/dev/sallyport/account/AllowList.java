package dev.sallyport.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether value leaves an account only to destinations of its list (R-WL-1, R-WL-2). What makes it tighter counts at
/// once; what makes it looser waits as long as a new destination does.
///
/// @param delay how long a new destination waits
/// @param next what was asked for and does not count yet; null for nothing
public record AllowList(
        boolean on, Duration delay, @Nullable Change next) {
    public static final List<Duration> WAITS = List.of(Duration.ofHours(24), Duration.ofHours(48), Duration.ofDays(7));

    static final AllowList NEW = new AllowList(false, WAITS.getFirst(), null);

    public record Change(boolean on, Duration delay, Instant at) {}

    /// As it stands at this moment.
    AllowList at(Instant now) {
        return next == null || now.isBefore(next.at()) ? this : new AllowList(next.on(), next.delay(), null);
    }

    /// What follows when this is wanted now. Of two wishes at once the tighter one counts meanwhile.
    AllowList wanting(boolean wantedOn, Duration wantedWait, Instant now) {
        AllowList current = at(now);
        boolean shorter = wantedWait.compareTo(current.delay) < 0;
        if (!shorter && (wantedOn || !current.on)) {
            return new AllowList(wantedOn, wantedWait, null);
        }
        Duration longest = shorter ? current.delay : wantedWait;
        return new AllowList(current.on || wantedOn, longest, new Change(wantedOn, wantedWait, now.plus(longest)));
    }
}
