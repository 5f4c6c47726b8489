/// What leaves an account, approved exactly as its holder saw it (R-TX-1 to R-TX-4, D-2).
///
/// A service asks [Withdrawals]; [Policy], a table that can be read, says what it takes; the holder
/// confirms on a page that shows our own copy of the terms, see [Approvals]; the service gets a signed
/// approval and redeems it once, where everything is decided again in one serialisable transaction, see
/// [Redemptions].
///
/// - **States** `HELD` → `CONFIRM` → (`SECOND` →) `APPROVED` → `REDEEMED`, or an end: `REFUSED`,
///   `DECLINED`, `CANCELLED`. What is open ends by itself at `until`, ten minutes after it was opened.
/// - **Rules** Every exit takes the same way (A53). The terms are hashed
///   ([dev.sallyport.wire.WithdrawalTerms]), and the
///   hash is in the passkey's challenge, in the page's form and in the approval: whatever differs voids
///   it. Limits count what was redeemed, in buckets; requests side by side cannot overshoot them.
/// - **URLs** `/v1/withdrawals…` for services, `/withdrawals/{id}` for the holder.
/// - **Tables** `withdrawal`, `withdrawal_sum`.
@NullMarked
package dev.sallyport.withdrawal;

import org.jspecify.annotations.NullMarked;
