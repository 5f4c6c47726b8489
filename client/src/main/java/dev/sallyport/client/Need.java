package dev.sallyport.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a request needs besides a good token.
///
/// @param scopes all of them
/// @param acr one of them, or a stronger one; empty for any
/// @param maxAge how long ago the holder may have proven himself; null for any time
public record Need(
        Set<String> scopes, List<String> acr, @Nullable Duration maxAge) {
    /// From the weakest to the strongest; each includes those before it.
    private static final List<String> LEVELS = List.of("urn:sallyport:acr:1fa", "urn:sallyport:acr:2fa", "phr");

    /// Nothing: any good token will do.
    public static final Need NOTHING = new Need(Set.of(), List.of(), null);

    public Need {
        scopes = Set.copyOf(scopes);
        acr = List.copyOf(acr);
    }

    /// Every one of these scopes.
    public static Need scope(String... scopes) {
        return new Need(Set.copyOf(Arrays.asList(scopes)), List.of(), null);
    }

    /// And a holder who has proven himself in such a way (RFC 9470 `acr_values`).
    public Need atLeast(String level) {
        return new Need(scopes, List.of(level), maxAge);
    }

    /// And no longer ago than this (RFC 9470 `max_age`, whole seconds).
    public Need within(Duration age) {
        return new Need(scopes, acr, age);
    }

    /// The same for a token that was found good before: for what is known only once the body has been
    /// read. The token is judged first, and a DPoP proof can be judged once.
    ///
    /// @param now by the clock of your [Settings]
    public Verdict also(Verdict.Good good, Instant now) {
        Verdict.Bad lack = lack(good.claims(), now);
        if (lack == null) {
            return good;
        }
        return good.claims().keyThumbprint() == null ? lack : lack.forDpop();
    }

    /// @return null when all is there
    Verdict.@Nullable Bad lack(Claims claims, Instant now) {
        if (!claims.scopes().containsAll(scopes)) {
            String more =
                    ", scope=\"" + String.join(" ", scopes.stream().sorted().toList()) + "\"";
            return bad(Verdict.Reason.MISSING_SCOPE, more);
        }
        if (!acr.isEmpty() && acr.stream().noneMatch(level -> isMet(level, claims.acr()))) {
            return bad(Verdict.Reason.STEP_UP, ", acr_values=\"" + String.join(" ", acr) + "\"");
        }
        if (maxAge != null
                && (claims.provenAt() == null || claims.provenAt().plus(maxAge).isBefore(now))) {
            return bad(Verdict.Reason.STEP_UP, ", max_age=\"" + maxAge.toSeconds() + "\"");
        }
        return null;
    }

    private static boolean isMet(String level, @Nullable String given) {
        int needed = LEVELS.indexOf(level);
        return level.equals(given) || (needed >= 0 && LEVELS.indexOf(given) >= needed);
    }

    private static Verdict.Bad bad(Verdict.Reason reason, String more) {
        return new Verdict.Bad(reason, "needs" + more, reason.challenge(more));
    }
}
