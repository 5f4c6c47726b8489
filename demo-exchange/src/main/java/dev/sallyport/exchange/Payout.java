package dev.sallyport.exchange;

import dev.sallyport.client.Withdrawal;
import dev.sallyport.client.WithdrawalState;
import dev.sallyport.client.WithdrawalState.Reason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One withdrawal, as this site keeps it: the terms never change, how it stands does.
///
/// @param id ours, and the idempotency key at Sallyport: whatever is tried again is the same withdrawal
/// @param reserved what was set aside for it, the fee included
/// @param terms what was asked for, and what must have been approved
/// @param stands what Sallyport said last; null as long as it has not been asked with an answer
/// @param end what became of it here; null while it is open
record Payout(
        String id,
        Way way,
        BigDecimal reserved,
        Withdrawal terms,
        Instant askedAt,
        @Nullable WithdrawalState stands,
        @Nullable End end) {

    /// @param state `sent`, `refused`, `void`, or the word of Sallyport's decision
    /// @param reasons as Sallyport gives them
    record End(String state, Instant at, List<Reason> reasons) {}

    Payout stands(WithdrawalState now) {
        return new Payout(id, way, reserved, terms, askedAt, now, end);
    }

    Payout ended(String state, List<Reason> reasons) {
        return new Payout(id, way, reserved, terms, askedAt, stands, new End(state, Instant.now(), reasons));
    }

    /// The word for it: Sallyport's decision, or what became of it here.
    String state() {
        if (end != null) {
            return end.state();
        }
        return stands == null ? "asking" : stands.decision().name().toLowerCase(java.util.Locale.ROOT);
    }

    List<Reason> reasons() {
        if (end != null) {
            return end.reasons();
        }
        return stands == null ? List.of() : stands.reasons();
    }
}
