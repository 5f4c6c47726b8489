package dev.sallyport.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How an account stands (`GET /v1/accounts/{account}` on the inside port).
///
/// @param account the account's id, a UUID
/// @param state `open`, `closing` while its holder can still take the closing back, or `locked-down` while every door
/// of
///     it is closed
/// @param openedAt when it was opened, UTC
/// @param eraseAt when a closing account is erased, UTC; absent for an open one
/// @param proofs what its holder can prove himself with, as RFC 8176 `amr` values, such as `pwd` and
///     `pop`
/// @param secondProof whether a sign-in needs two proofs
/// @param heldUntil until when nothing leaves the account because of what was changed, UTC; null for no hold
/// @param heldFor why, such as `password-changed`, the one that ends last first
/// @param withdrawalsLockedUntil until when its holder has locked withdrawals, UTC; null for no lock
/// @param settingsLocked whether its holder has locked its settings
public record AccountStatus(
        String account,
        String state,
        Instant openedAt,
        @Nullable Instant eraseAt,
        List<String> proofs,
        boolean secondProof,
        @Nullable Instant heldUntil,
        List<String> heldFor,
        @Nullable Instant withdrawalsLockedUntil,
        boolean settingsLocked) {}
