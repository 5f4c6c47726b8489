package dev.sallyport.wire;

import org.jspecify.annotations.Nullable;

/// What is told again (`POST /v1/receivers/{name}/replays` on the inside port).
///
/// @param event this one alone, a UUID; null for all that was given up
public record ReplayRequest(@Nullable String event) {}
