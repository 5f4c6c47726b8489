package dev.sallyport.oauth;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a holder let a program do, in one go.
///
/// @param offline it outlives the session it was given in (`offline_access`)
/// @param jkt the thumbprint of the key that its tokens are bound to; null while they are bound to none
/// @param acr, amr, provenAt how strongly, by what and when the holder had proven himself
/// @param moneyFrom from when on scopes that move money count
record Grant(
        AccountId account,
        UUID id,
        String client,
        SessionId session,
        boolean offline,
        Set<String> scopes,
        List<String> audiences,
        String redirectUri,
        String challenge,
        @Nullable String jkt,
        String acr,
        List<String> amr,
        Instant provenAt,
        Instant moneyFrom,
        Instant createdAt,
        Instant lastUsedAt,
        @Nullable Instant endedAt) {
    /// FAPI 2.0 section 5.3.2.1: sixty seconds at most (F-1).
    static final Duration CODE_LIFE = Duration.ofSeconds(60);

    static final Duration ACCESS_LIFE = Duration.ofMinutes(5);
    static final Duration REFRESH_LIFE = Duration.ofDays(30);
    /// For how long a program that shows its key may ask for the same exchange again: the answer may have been lost on
    /// the way, over a mobile network (A46).
    static final Duration REFRESH_GRACE = Duration.ofSeconds(10);

    /// How long an app that nobody has looked at waits until it may move money (A49).
    static final Duration MONEY_WAIT = Duration.ofHours(24);

    /// What its tokens may do now.
    Set<String> effective(Instant now) {
        return mayMoveMoney(now)
                ? scopes
                : scopes.stream().filter(scope -> !Scope.isMoney(scope)).collect(Collectors.toSet());
    }

    boolean mayMoveMoney(Instant now) {
        return !now.isBefore(moneyFrom);
    }
}
