package dev.sallyport.client;

import java.time.Instant;
import java.util.List;

/// What came of redeeming an approval.
public sealed interface Redemption {
    /// It is used up and yours to carry out, once.
    ///
    /// @param again false: now. True: it was redeemed before by the same key, and the answer may have been
    ///     lost on the way; look into your own record first whether you have carried it out
    record Done(Instant at, boolean again) implements Redemption {}

    /// It must not happen. Ask anew if it is still wanted.
    ///
    /// @param reasons why; empty when there was no approval that could be used
    record Not(List<WithdrawalState.Reason> reasons) implements Redemption {}
}
