package dev.sallyport.lockdown;

import dev.sallyport.base.who.AccountId;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/// One closing of all doors.
///
/// @param id the case's number
public record Lockdown(AccountId account, UUID id, Way way, Instant lockedAt, Closed closed) {

    /// Who ordered it.
    public enum Way {
        /// By the link in a mail.
        MAIL,
        /// By a code to an address of the account.
        CODE,
        PASSWORD,
        /// In the security centre.
        HOLDER,
        SERVICE;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// How much was open.
    public record Closed(int sessions, int keys, int apps, int withdrawals) {}
}
