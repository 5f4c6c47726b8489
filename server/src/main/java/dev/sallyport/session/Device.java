package dev.sallyport.session;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.DeviceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A browser that has signed in to the account and kept its cookie.
///
/// @param name what the holder calls it; null until he names it
/// @param trustedUntil until when it need not give a second proof at sign-in; null when it must
public record Device(
        AccountId account,
        DeviceId id,
        @Nullable String name,
        Seen seen,
        Instant firstSeenAt,
        Instant lastSeenAt,
        @Nullable Instant trustedUntil) {
    public static final int MOST_NAME = 60;

    public boolean isTrusted(Instant now) {
        return trustedUntil != null && now.isBefore(trustedUntil);
    }

    /// The holder's name for it, or what was seen of it.
    public String label() {
        return name == null ? seen.label() : name;
    }
}
