package dev.sallyport.wire;

import org.jspecify.annotations.Nullable;

/// How a receiver shall stand (`PUT /v1/receivers/{name}/state` on the inside port).
///
/// @param state `on`, `paused` or `off`
/// @param reason why; one line of 3 to 200 characters, kept and shown
public record ReceiverTurn(@Nullable String state, @Nullable String reason) {}
