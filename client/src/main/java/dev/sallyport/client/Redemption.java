package dev.sallyport.client;

import java.time.Instant;
import java.util.List;

/// What came of redeeming an approval.
public sealed interface Redemption {
    /// It is used up and yours to carry out: now, and once.
    record Done(Instant at) implements Redemption {}

    /// It must not happen. Ask anew if it is still wanted.
    ///
    /// @param reasons why; empty when there was no approval that could be used
    record Not(List<WithdrawalState.Reason> reasons) implements Redemption {}
}
