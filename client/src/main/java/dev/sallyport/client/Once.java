package dev.sallyport.client;

import java.time.Instant;

/// Remembers what was used. Each process has a memory of its own; where several share the same callers,
/// give them one memory (a `SET … NX PXAT` of Redis or Valkey is one), or a DPoP proof counts once in
/// each.
@FunctionalInterface
public interface Once {
    /// Whether this name comes for the first time; decided in one step, however many ask at once.
    ///
    /// @param name a short text without spaces
    /// @param until how long it must be remembered, UTC
    /// @throws RuntimeException when it cannot be told; the request is refused then
    boolean isFirst(String name, Instant until);
}
