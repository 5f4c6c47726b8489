package dev.sallyport.audit;

import dev.sallyport.base.who.AccountId;
import java.time.Instant;

/// Sees each fact in the transaction that records it, so that what a feature above makes of it exists with the
/// fact, or not at all. It may write rows and must not wait for anybody outside the database.
public interface Witness {
    /// @param seq the fact's place in the account's chain: no later fact of the account is seen before it
    void recorded(AccountId account, long seq, Instant at, Fact fact);
}
