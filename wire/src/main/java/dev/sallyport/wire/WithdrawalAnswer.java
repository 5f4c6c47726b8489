package dev.sallyport.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a withdrawal stands (`POST /v1/withdrawals`, `GET /v1/withdrawals/{id}` on the inside port).
///
/// @param id its id, a UUID
/// @param decision `approved`: redeem it. `confirm`: send the holder to `page`. `held`: nothing before
///     `until`. The others are ends: `refused`, `declined` by the holder, `cancelled` by you,
///     `expired`, `redeemed`
/// @param reasons why, the gravest first; empty where nothing stood against it
/// @param page where the holder confirms it; only with `confirm`
/// @param until when an approval or the time to confirm ends, or a hold; with `refused`, when its
///     destination has waited long enough to be asked for again; absent for every other end
/// @param nonce what the hash is made with; see [WithdrawalTerms]
/// @param hash the hash of what is approved, in base64url; absent while it is held and for what was
///     refused at once
/// @param approval the signed approval; only with `approved`
public record WithdrawalAnswer(
        String id,
        String decision,
        List<Reason> reasons,
        @Nullable String page,
        @Nullable Instant until,
        String nonce,
        @Nullable String hash,
        @Nullable String approval) {
    /// Why a withdrawal is not simply approved.
    ///
    /// @param code a stable word, such as `limit-day`
    /// @param text a sentence for the holder, in his language
    public record Reason(String code, String text) {}
}
