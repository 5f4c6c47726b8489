package dev.sallyport.messagecode;

import dev.sallyport.base.http.Mistakes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the pages of this proof show.
public final class MessageCodeViews {
    private MessageCodeViews() {}

    /// @param offered whether the service takes it at all
    /// @param on the number that codes go to; null while it is off
    /// @param numbers what it can be turned on with, or changed to
    /// @param stale numbers that must be proven again before they take codes
    /// @param done the key of a sentence about what has just been done; null otherwise
    public record Overview(
            boolean offered,
            @Nullable Phone on,
            @Nullable Instant since,
            List<Phone> numbers,
            List<Phone> stale,
            @Nullable String done,
            Mistakes mistakes) {}

    /// @param shown masked
    /// @param blocked whether it may have changed hands, and was not only unused
    public record Phone(String id, String shown, boolean usable, boolean blocked) {}

    /// @param address where the code went
    public record Code(String address, Instant until, boolean again, Mistakes mistakes) {}
}
