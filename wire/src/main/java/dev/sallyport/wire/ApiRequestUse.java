package dev.sallyport.wire;

import org.jspecify.annotations.Nullable;

/// That a gateway has found requests of a key good by itself (`POST /v1/api-requests/uses`).
///
/// @param key its id
/// @param nonce the request's, which is spent by this; missing where the gateways have a memory of their own
/// @param at the request's own time, or that of the last one, in milliseconds since 1970
/// @param address the caller's IP address
/// @param count how many there were; missing for one, and with a nonce never another
public record ApiRequestUse(
        @Nullable String key,
        @Nullable String nonce,
        long at,
        @Nullable String address,
        @Nullable Integer count) {}
