package dev.sallyport.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was given up for a receiver, the oldest event first (`GET /v1/receivers/{name}/dead-letters` on the inside
/// port).
///
/// @param next what to send as `after` for those that come after these; null when there are none
public record DeadLetterPage(
        List<DeadLetter> letters, @Nullable String next) {
    /// An event that was given up. What it says is shown to its receiver alone.
    ///
    /// @param event its id, a UUID; told again, it has the same
    /// @param type such as `session.ended`
    /// @param attempts how often it was tried
    /// @param givenUpAt UTC
    /// @param lastAnswer what the last try came to
    public record DeadLetter(String event, String type, int attempts, Instant givenUpAt, String lastAnswer) {}
}
