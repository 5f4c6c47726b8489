package dev.sallyport.wire;

import java.time.Instant;

/// The approval was good and is used up: do it now, once. The same idempotency key gives this answer
/// again.
///
/// @param id the withdrawal's id, a UUID
/// @param hash the hash of what was approved
/// @param at when it was redeemed, UTC
public record WithdrawalRedeemed(String id, String hash, Instant at) {}
