package dev.sallyport.wire;

import org.jspecify.annotations.Nullable;

/// A client that was registered (`POST /v1/clients` on the inside port).
///
/// @param clientSecret shown in the first answer and never again, not even to the same idempotency key; null for a
///     client without one
public record ClientAdded(String clientId, @Nullable String clientSecret) {}
