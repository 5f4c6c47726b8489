package dev.sallyport.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Somebody who is told of events, and how far behind he is (`GET /v1/receivers/{name}` on the inside port).
///
/// @param kind `webhook`, `push`, `poll` (streams of the Shared Signals Framework) or `kafka`
/// @param address where he takes them; empty for one who fetches
/// @param types of events that he is told of; none for all
/// @param state `on`, `paused` (events are kept for later) or `off` (they are not kept)
/// @param reason why it stands so, in the words of whoever set it; empty when nobody did
/// @param waiting how many events he has yet to take
/// @param next the event that has waited longest, a UUID: how far he is; null when none waits
/// @param waitingSince since when it waits, UTC; null when none waits
/// @param failures tries in a row that came to nothing
/// @param failingSince when the first of them was, UTC; null for none
/// @param nextTry nobody tries before, UTC
/// @param dead how many events were given up
public record ReceiverEntry(
        String name,
        String kind,
        String address,
        List<String> types,
        String state,
        String reason,
        long waiting,
        @Nullable String next,
        @Nullable Instant waitingSince,
        int failures,
        @Nullable Instant failingSince,
        Instant nextTry,
        long dead,
        Instant addedAt) {}
