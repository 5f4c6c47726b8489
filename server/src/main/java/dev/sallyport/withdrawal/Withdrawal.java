package dev.sallyport.withdrawal;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.wire.WithdrawalTerms;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One withdrawal as it stands.
///
/// @param payee a keyed hash of where it goes
/// @param requestHash the hash of the terms that were opened; null while it is held
/// @param demand what the policy asked for
/// @param reasons why, as codes
/// @param waited it has been held for its time
/// @param approvalId the number of the approval, which is good once
record Withdrawal(
        AccountId account,
        UUID id,
        String service,
        Exit exit,
        String asset,
        BigDecimal value,
        byte[] payee,
        byte[] termsClosed,
        byte @Nullable [] requestHash,
        State state,
        Demand demand,
        List<String> reasons,
        boolean waited,
        Instant until,
        @Nullable UUID approvalId,
        @Nullable AccountId second,
        Instant createdAt) {
    /// For how long it can be confirmed and redeemed once it is open (R-TX-1, TX-4).
    static final Duration LIFE = Duration.ofMinutes(10);
    /// For how long the policy holds what it holds.
    static final Duration HOLD = Duration.ofHours(24);
    /// After so many wrong codes all begins anew (TX-7).
    static final int MOST_WRONG = 3;

    /// What codes and challenges are bound to: this withdrawal, and every field of it.
    static byte[] bound(UUID id, byte[] digest) {
        return ("withdrawal|" + id + "|" + Tokens.encode(digest)).getBytes(StandardCharsets.UTF_8);
    }

    /// Whether these are the terms that were opened: the stored ones are hashed anew each time, so that
    /// whoever changes a row changes nothing but that it is worth nothing.
    boolean isOf(WithdrawalTerms terms) {
        return requestHash != null && Tokens.same(requestHash, terms.digest());
    }

    boolean isOpen(Instant now) {
        return state.isOpen() && now.isBefore(until);
    }

    Optional<AccountId> secondPerson() {
        return Optional.ofNullable(second);
    }
}
