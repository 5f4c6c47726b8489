package dev.sallyport.wire;

import org.jspecify.annotations.Nullable;

/// An order to close every door of an account (`POST /v1/accounts/{account}/lockdown` on the inside port). It ends
/// sessions, tokens and keys, voids the password, and stops withdrawals; only the holder's recovery opens it again.
///
/// @param reason for the record, one line of at most 200 characters; the holder can read it
public record LockdownOrder(@Nullable String reason) {}
