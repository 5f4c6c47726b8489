package dev.sallyport.withdrawal;

import java.math.BigDecimal;

/// What the policy knows of a withdrawal.
///
/// @param sums what has left the account before
/// @param newPayee the account has first paid this destination less than a day ago, or never
/// @param newDevice it is asked for on a device that the account hardly knows
/// @param changed the account's second proofs changed within seven days
record Case(
        Exit exit, String asset, BigDecimal value, Sums sums, boolean newPayee, boolean newDevice, boolean changed) {}
