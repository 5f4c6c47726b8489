package dev.sallyport.recovery;

import dev.sallyport.base.http.Mistakes;
import dev.sallyport.stepup.Asking;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the pages of the recovery show.
public final class RecoveryViews {
    private RecoveryViews() {}

    /// @param challenge a proof of work, for a number
    public record Begin(String identifier, @Nullable String challenge, Mistakes mistakes) {}

    /// @param address where the code went; it was just typed, so it is shown whole
    public record Code(String address, Instant until, boolean again, Mistakes mistakes) {}

    /// @param way the number of the way that is shown
    public record Second(Asking.Asked asked, int way, Mistakes mistakes) {}

    /// @param alone whether it waits because the account has no second proof
    public record Waiting(boolean unlocks, boolean alone, Instant readyAt, Instant until) {}

    /// @param password whether one is to be chosen
    public record Ready(boolean unlocks, boolean password, int minimum, Mistakes mistakes) {}

    /// @param token null when there is nothing to call off any more
    /// @param done whether it was just called off
    public record Cancellation(
            @Nullable String token, @Nullable Instant readyAt, boolean done) {}

    /// Nothing to show but sentences.
    ///
    /// @param kind of the texts `recovery.<kind>`
    public record Still(String kind) {}
}
