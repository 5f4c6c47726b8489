package dev.sallyport.notices;

import java.util.UUID;

/// Who takes a letter out of the house.
interface Carrier {
    Channel channel();

    /// Tries once. Must not throw for anything that the other side does, and must not take longer than half a
    /// minute.
    ///
    /// @param notice stays the same for every try of the same letter
    Outcome carry(Letter letter, UUID notice, MessageId id);

    /// What came of a try. Reasons are for the log: never the letter's address or text.
    sealed interface Outcome {
        record Sent() implements Outcome {}

        /// Not now; a later try may succeed.
        ///
        /// @param unreachable nobody answered at all: other letters need not try for a moment either
        record Later(String reason, boolean unreachable) implements Outcome {}

        /// No later try can succeed.
        record Never(String reason) implements Outcome {}

        /// Our own last gate kept it back.
        record Dropped(String reason) implements Outcome {}
    }
}
