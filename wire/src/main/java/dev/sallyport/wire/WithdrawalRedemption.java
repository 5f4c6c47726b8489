package dev.sallyport.wire;

import org.jspecify.annotations.Nullable;

/// What is shown to redeem an approval (`POST /v1/withdrawals/{id}/redemption`), right before the money
/// moves.
///
/// @param approval the signed approval
/// @param request what you are about to do, field by field; one that differs voids the approval
public record WithdrawalRedemption(
        @Nullable String approval, @Nullable WithdrawalRequest request) {}
