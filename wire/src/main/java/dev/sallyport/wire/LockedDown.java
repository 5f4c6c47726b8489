package dev.sallyport.wire;

/// Every door of the account is closed (`POST /v1/accounts/{account}/lockdown` on the inside port).
///
/// @param now whether by this order; false when it was closed before
public record LockedDown(boolean now) {}
