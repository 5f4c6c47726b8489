package dev.sallyport.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An account's address book (`GET /v1/accounts/{account}/destinations` on the inside port, `GET
/// /api/destinations` for its holder), and whether value leaves the account only to it.
///
/// @param on whether everything else is refused
/// @param waitHours how long a new destination waits: 24, 48 or 168
/// @param change what was asked for and does not count yet; absent for nothing
/// @param destinations the newest first
public record AccountDestinations(
        boolean on, long waitHours, @Nullable Change change, List<One> destinations) {
    /// What will be so.
    ///
    /// @param at from when on, UTC
    public record Change(boolean on, long waitHours, Instant at) {}

    /// One destination, in the one spelling in which it is kept and compared.
    ///
    /// @param id its id, a UUID
    /// @param network your code of it, in small letters
    /// @param memo absent for none
    /// @param checked whether its network would notice a wrong letter; false for a network that is not
    ///     known, whose addresses are taken as they come
    /// @param state `unconfirmed`: the link in the mail was not used yet. `waiting`: for `activeAt`.
    ///     `active`: value may leave to it
    /// @param activeAt when it has waited, UTC; it must be confirmed, too
    public record One(
            String id,
            String asset,
            String network,
            String address,
            @Nullable String memo,
            boolean checked,
            String state,
            Instant addedAt,
            Instant activeAt) {}
}
