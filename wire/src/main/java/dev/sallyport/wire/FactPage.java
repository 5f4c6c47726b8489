package dev.sallyport.wire;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A page of an account's security facts, the oldest first (`GET /v1/accounts/{account}/facts` on the
/// inside port).
///
/// @param facts at most as many as were asked for
/// @param next what to send as `after` for what comes after these; the same as was sent when there is
///     nothing
/// @param more whether there is more at this moment
public record FactPage(List<SecurityFact> facts, long next, boolean more) {
    /// One fact of the record.
    ///
    /// @param number its place in the account's record, from 1; it never changes
    /// @param at when it happened, UTC
    /// @param kind such as `signin.failed` or `session.ended`
    /// @param succeeded whether what was tried came about
    /// @param session the session it happened in, a UUID; absent when there was none
    /// @param device the device it happened on, a UUID; absent when there was none
    /// @param network from where, as a network: /24 for IPv4, /48 for IPv6; absent for what the
    ///     server did by itself
    /// @param detail factor, decision, reason and the like
    public record SecurityFact(
            long number,
            Instant at,
            String kind,
            boolean succeeded,
            @Nullable String session,
            @Nullable String device,
            @Nullable String network,
            Map<String, String> detail) {}
}
