package dev.sallyport.account;

import dev.sallyport.base.http.Mistakes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the page of pauses and locks shows.
public final class LockViews {
    private LockViews() {}

    /// @param held null while nothing holds the account
    /// @param settings null while the settings are not locked
    /// @param withdrawalsUntil null while withdrawals are not locked
    public record Shown(
            Holds.@Nullable Held held,
            Locks.@Nullable Settings settings,
            @Nullable Instant withdrawalsUntil,
            Mistakes mistakes) {}
}
