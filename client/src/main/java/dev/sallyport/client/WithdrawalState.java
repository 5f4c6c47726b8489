package dev.sallyport.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a withdrawal stands.
///
/// @param id its id
/// @param decision what to do
/// @param reasons why, the gravest first: show them to the holder
/// @param page where to send him; only with [Decision#CONFIRM]
/// @param until when the approval, the time to confirm, or the hold ends; null for an end
/// @param nonce, hash what the approval is made with
/// @param approval the signed approval; only with [Decision#APPROVED]
public record WithdrawalState(
        String id,
        Decision decision,
        List<Reason> reasons,
        @Nullable String page,
        @Nullable Instant until,
        String nonce,
        @Nullable String hash,
        @Nullable String approval) {
    /// What was decided.
    public enum Decision {
        /// Redeem it.
        APPROVED,
        /// Send the holder to the page.
        CONFIRM,
        /// Nothing before its time.
        HELD,
        REFUSED,
        /// By the holder.
        DECLINED,
        /// By you.
        CANCELLED,
        EXPIRED,
        REDEEMED,
        /// A word that this version of the library does not know: do nothing.
        UNKNOWN
    }

    /// @param code a stable word
    /// @param text a sentence, in the holder's language
    public record Reason(String code, String text) {}

    /// Whether nothing will happen any more.
    public boolean isOver() {
        return switch (decision) {
            case APPROVED, CONFIRM, HELD, UNKNOWN -> false;
            case REFUSED, DECLINED, CANCELLED, EXPIRED, REDEEMED -> true;
        };
    }
}
