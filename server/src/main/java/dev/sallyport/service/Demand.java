package dev.sallyport.service;

import dev.sallyport.session.Assurance;
import dev.sallyport.session.Session;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a proxy demands of a session besides being live, by headers that it sets over whatever the
/// holder's request brought along. What cannot be read demands the most.
///
/// @param maxAge how many seconds ago the last proof may have been given; negative for no matter
record Demand(Assurance level, long maxAge) {
    static Demand of(HttpServletRequest request) {
        return new Demand(level(request.getHeader("X-Require-Level")), age(request.getHeader("X-Require-Max-Age")));
    }

    private static Assurance level(@Nullable String header) {
        return header == null || header.isEmpty() || header.equals(Assurance.ONE.word())
                ? Assurance.ONE
                : Assurance.TWO;
    }

    private static long age(@Nullable String header) {
        if (header == null || header.isEmpty()) {
            return -1;
        }
        return header.matches("\\d{1,9}") ? Long.parseLong(header) : 0;
    }

    static Assurance level(Session session) {
        return Assurance.of(session.proofs());
    }

    /// What is missing, in the words of RFC 9470; empty for nothing.
    Optional<String> lack(Session session, Instant now) {
        if (level(session).compareTo(level) < 0) {
            return Optional.of("acr_values=\"" + level.word() + "\"");
        }
        return old(session.provenAt(), now);
    }

    /// The same of a token, whose levels have names of their own.
    ///
    /// @param provenAt null for a token that no holder stands behind: nothing was ever proven
    Optional<String> lack(boolean byTwo, @Nullable Instant provenAt, Instant now) {
        return level == Assurance.TWO && !byTwo
                ? Optional.of("acr_values=\"urn:sallyport:acr:2fa\"")
                : old(provenAt, now);
    }

    private Optional<String> old(@Nullable Instant provenAt, Instant now) {
        boolean old =
                maxAge >= 0 && (provenAt == null || provenAt.plusSeconds(maxAge).isBefore(now));
        return old ? Optional.of("max_age=\"" + maxAge + "\"") : Optional.empty();
    }
}
