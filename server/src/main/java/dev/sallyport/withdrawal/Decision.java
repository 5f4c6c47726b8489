package dev.sallyport.withdrawal;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a withdrawal takes now.
///
/// @param demand the policy's, or graver
/// @param until when what holds it, or refuses it for a time, ends; null where nothing does
/// @param reasons as codes; each has a text `withdrawal.reason.<code>`
record Decision(Demand demand, @Nullable Instant until, List<String> reasons) {
    static Decision refused(String reason) {
        return new Decision(Demand.REFUSE, null, List.of(reason));
    }

    /// Refused now, and until this moment at least.
    static Decision refusedUntil(Instant until, String reason) {
        return new Decision(Demand.REFUSE, until, List.of(reason));
    }

    boolean isHeld() {
        return until != null && demand != Demand.REFUSE;
    }

    /// Whether what was given is enough for what is asked for now.
    boolean isCoveredBy(Demand given) {
        return until == null && demand.compareTo(given) <= 0;
    }
}
