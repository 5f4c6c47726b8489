package dev.sallyport.wire;

import org.jspecify.annotations.Nullable;

/// What a webhook checks signatures with, new (`POST /v1/receivers` and `POST
/// /v1/receivers/{name}/secret` on the inside port).
///
/// @param secret `whsec_…`, as Standard Webhooks writes it; in the first answer and never again, not even for the same
///     idempotency key
public record ReceiverSecret(String name, @Nullable String secret) {}
