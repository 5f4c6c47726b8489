package dev.sallyport.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What was revoked, remembered for as long as a token can live that it concerns. What it cannot know it
/// says: then the server is asked.
final class Revoked {
    static final int MOST = 1_000_000;
    private static final long ALWAYS = Long.MAX_VALUE;
    private static final long SWEEP_MILLIS = 60_000;
    /// By how much the clocks of the server's nodes may differ.
    private static final long SKEW_SECONDS = 2;

    /// @param upTo tokens that were issued up to this second do not count
    private record Mark(long upTo, long forgetAt) {
        static Mark stronger(Mark one, Mark other) {
            return new Mark(Math.max(one.upTo, other.upTo), Math.max(one.forgetAt, other.forgetAt));
        }
    }

    private final Map<String, Mark> accounts = new ConcurrentHashMap<>();
    private final Map<String, Mark> sessions = new ConcurrentHashMap<>();
    private final Map<String, Mark> grants = new ConcurrentHashMap<>();
    private final Map<String, Mark> tokens = new ConcurrentHashMap<>();
    private final Map<String, Mark> clients = new ConcurrentHashMap<>();
    /// Keys that tokens were signed with, by their `kid`.
    private final Map<String, Mark> keys = new ConcurrentHashMap<>();
    /// Sessions that were seen elsewhere, and whose they are. They may be free again, and nobody tells: the server is
    /// asked.
    private final Map<String, Mark> heldSessions = new ConcurrentHashMap<>();

    private final Map<String, Mark> holders = new ConcurrentHashMap<>();
    private final List<Map<String, Mark>> all =
            List.of(accounts, sessions, grants, tokens, clients, keys, heldSessions, holders);
    private final Duration tokenLife;
    private final Duration leeway;
    private final Duration kept;
    private final Clock clock;
    private final int most;
    private volatile long blindUpTo = Long.MIN_VALUE;
    private long nextSweep;

    Revoked(Duration tokenLife, Duration leeway, Clock clock, int most) {
        this.tokenLife = tokenLife;
        this.leeway = leeway;
        this.kept = tokenLife.plus(leeway.multipliedBy(2)).plusMinutes(1);
        this.clock = clock;
        this.most = most;
    }

    /// Whether this token was revoked. Whole seconds are all that it says of when it was issued; in
    /// doubt it was before.
    ///
    /// @param kid the key that it was signed with
    boolean holds(Claims claims, String kid) {
        long issued = claims.issuedAt().getEpochSecond();
        return isMarked(accounts, claims.account(), issued)
                || (claims.session() != null && isMarked(sessions, claims.session(), issued))
                || (claims.grant() != null && isMarked(grants, claims.grant(), issued))
                || isMarked(tokens, claims.id(), issued)
                || isMarked(clients, claims.client(), issued)
                || isMarked(keys, kid, issued);
    }

    private static boolean isMarked(Map<String, Mark> marks, String name, long issued) {
        Mark mark = marks.get(name);
        return mark != null && issued <= mark.upTo;
    }

    /// Whether something may have been revoked that is not known here. A token that was given for the holder's absence
    /// names no session: any that is held of his may be the one it was given in.
    boolean isBlind(Claims claims) {
        long issued = claims.issuedAt().getEpochSecond();
        String session = claims.session();
        return issued <= blindUpTo
                || (session == null
                        ? isMarked(holders, claims.account(), issued)
                        : isMarked(heldSessions, session, issued))
                || Duration.between(claims.issuedAt(), claims.expiresAt()).compareTo(tokenLife) > 0;
    }

    /// The narrowest thing that it names. What has ended has ended for good. A session that is held may live again,
    /// and its tokens with it.
    synchronized void add(Revocation revocation) {
        if (revocation.type().startsWith("apikey.")) {
            // Of a program's key: no token hangs on it.
            return;
        }
        long at = revocation.at().getEpochSecond() + SKEW_SECONDS;
        if (revocation.type().equals("session.held") && revocation.session() != null) {
            mark(heldSessions, revocation.session(), at);
            mark(holders, revocation.account(), at);
        } else if (revocation.type().equals("key.withdrawn")) {
            mark(keys, revocation.kid(), ALWAYS);
        } else if (revocation.type().equals("client.removed")) {
            mark(clients, revocation.client(), ALWAYS);
        } else if (revocation.type().equals("account.disabled")) {
            mark(accounts, revocation.account(), at);
        } else if (revocation.token() != null) {
            mark(tokens, revocation.token(), ALWAYS);
        } else if (revocation.grant() != null) {
            mark(grants, revocation.grant(), ALWAYS);
        } else if (revocation.session() != null) {
            mark(sessions, revocation.session(), revocation.type().equals("session.ended") ? ALWAYS : at);
        } else {
            mark(accounts, revocation.account(), at);
        }
    }

    private void mark(Map<String, Mark> marks, @Nullable String name, long upTo) {
        if (name == null) {
            // Somebody's, and nobody knows whose.
            forgetAll(clock.instant());
            return;
        }
        long now = clock.millis();
        if (now >= nextSweep) {
            nextSweep = now + SWEEP_MILLIS;
            all.forEach(each -> each.values().removeIf(mark -> mark.forgetAt < now));
        }
        if (size() >= most) {
            forgetAll(clock.instant());
        }
        marks.merge(name, new Mark(upTo, now + kept.toMillis()), Mark::stronger);
    }

    /// From here on nothing is known of tokens that were issued up to then.
    synchronized void forgetAll(Instant upTo) {
        blindUpTo = Math.max(blindUpTo, upTo.plus(leeway).getEpochSecond());
        all.forEach(Map::clear);
    }

    int size() {
        return all.stream().mapToInt(Map::size).sum();
    }
}
