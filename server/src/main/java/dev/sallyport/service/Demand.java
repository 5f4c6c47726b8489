package dev.sallyport.service;

import dev.sallyport.session.Assurance;
import dev.sallyport.session.Session;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a proxy demands of a session besides being live: by the query of the address that it asks, which no holder
/// reaches, and by headers that it sets over whatever the holder's request brought along. Where both say something
/// the stricter counts: a header that somebody took away, such as by `Connection` (RFC 9110 section 7.6.1), or doubled,
/// takes nothing away from the query. A header that cannot be read demands the most.
///
/// @param maxAge how many seconds ago the last proof may have been given; negative for no matter
record Demand(Assurance level, long maxAge) {
    static final Demand NONE = new Demand(Assurance.ONE, -1);

    /// @param query of the operator's own address; null for none
    /// @return empty when the query says what nobody understands
    static Optional<Demand> of(HttpServletRequest request, @Nullable String query) {
        return ofQuery(query).map(asked -> asked.and(ofHeaders(request)));
    }

    private static Optional<Demand> ofQuery(@Nullable String query) {
        Demand all = NONE;
        for (String part : query == null ? new String[0] : query.split("&", -1)) {
            if (part.equals("level=aal1") || part.equals("level=aal2")) {
                all = all.and(new Demand(level(part.substring("level=".length())), -1));
            } else if (part.matches("max-age=\\d{1,9}")) {
                all = all.and(new Demand(Assurance.ONE, age(part.substring("max-age=".length()))));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(all);
    }

    private static Demand ofHeaders(HttpServletRequest request) {
        Demand all = NONE;
        for (String level : Collections.list(request.getHeaders("X-Require-Level"))) {
            all = all.and(new Demand(level(level), -1));
        }
        for (String age : Collections.list(request.getHeaders("X-Require-Max-Age"))) {
            all = all.and(new Demand(Assurance.ONE, age(age)));
        }
        return all;
    }

    private static Assurance level(String text) {
        return text.isEmpty() || text.equals(Assurance.ONE.word()) ? Assurance.ONE : Assurance.TWO;
    }

    private static long age(String text) {
        if (text.isEmpty()) {
            return -1;
        }
        return text.matches("\\d{1,9}") ? Long.parseLong(text) : 0;
    }

    private Demand and(Demand other) {
        long younger = maxAge < 0 || other.maxAge < 0 ? Math.max(maxAge, other.maxAge) : Math.min(maxAge, other.maxAge);
        return new Demand(level.compareTo(other.level) < 0 ? other.level : level, younger);
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
