package dev.sallyport.withdrawal;

import java.time.Instant;
import java.util.Locale;

/// Where a withdrawal stands. Each step is one conditional statement from exactly the state before it;
/// none can be skipped (TX-8, A57).
enum State {
    /// It waits for the holder.
    CONFIRM,
    /// The holder has confirmed; it waits for the second person.
    SECOND,
    /// Nothing happens before its time.
    HELD,
    /// It waits to be redeemed.
    APPROVED,
    REDEEMED,
    REFUSED,
    /// By the holder.
    DECLINED,
    /// By the service.
    CANCELLED;

    boolean isOpen() {
        return this == CONFIRM || this == SECOND || this == APPROVED;
    }

    /// As services read it.
    String decision(Instant until, Instant now) {
        if (isOpen() && !now.isBefore(until)) {
            return "expired";
        }
        return this == SECOND ? CONFIRM.word() : word();
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
