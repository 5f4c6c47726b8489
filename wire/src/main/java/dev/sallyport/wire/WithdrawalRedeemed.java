package dev.sallyport.wire;

import java.time.Instant;

/// The approval was good and is used up. When it is not `again`: do it now, once.
///
/// @param id the withdrawal's id, a UUID
/// @param hash the hash of what was approved
/// @param at when it was redeemed, UTC
/// @param again whether it was redeemed before, by the same idempotency key: do nothing that you have
///     done since
public record WithdrawalRedeemed(String id, String hash, Instant at, boolean again) {}
