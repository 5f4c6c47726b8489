package dev.sallyport.withdrawal;

import dev.sallyport.base.http.Mistakes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the pages of this package show.
public final class WithdrawalViews {
    private WithdrawalViews() {}

    /// One withdrawal, from our own copy of what was asked.
    ///
    /// @param state as services read it: the end of the key `withdrawal.state.<state>`
    /// @param form what is asked for; null where there is nothing to confirm
    public record Slip(
            String id,
            String state,
            Terms terms,
            List<String> reasons,
            Instant until,
            @Nullable Form form) {}

    /// @param kind the end of the key `withdrawal.kind.<kind>`
    /// @param from the browser or program in which it was asked for
    /// @param place coarse; null when unknown
    public record Terms(
            String kind,
            String amount,
            String asset,
            String network,
            String feeCap,
            List<Grouped.Group> destination,
            @Nullable String memo,
            @Nullable String from,
            String address,
            @Nullable String place,
            Instant askedAt) {}

    /// @param seen the hash of what is shown: an answer to anything else is none
    /// @param passkeyOptions for the browser; null where a code is asked for
    /// @param digits of the code
    public record Form(String seen, @Nullable String passkeyOptions, int digits, Mistakes mistakes) {}
}
