package dev.sallyport.oauth;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.SessionId;
import dev.sallyport.session.SessionEnds;
import dev.sallyport.session.Sessions;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// What happens to programs when sessions end: what was given in them ends too, and every program that knows of one
/// gets a logout token. What was given for the holder's absence outlives his signing out (OpenID Back-Channel Logout
/// section 2.7), and nothing that is done to be safe; nor does it outlive a session that was held: whoever ended that
/// may be the thief.
@Component
class GrantEnds implements SessionEnds {
    /// He only goes, or comes in again.
    private static final Set<String> HARMLESS = Set.of("signed-out", "replaced", "too-many");

    private final GrantStore store;
    private final Grants grants;
    private final Sessions sessions;
    private final Logouts logouts;
    private final Clock clock;

    GrantEnds(GrantStore store, Grants grants, Sessions sessions, Logouts logouts, Clock clock) {
        this.store = store;
        this.grants = grants;
        this.sessions = sessions;
        this.logouts = logouts;
        this.clock = clock;
    }

    @Override
    public void ended(AccountId account, List<SessionId> ended, String reason) {
        boolean harmless = HARMLESS.contains(reason);
        for (SessionId session : ended) {
            boolean offline = !harmless || sessions.wasHeld(account, session);
            grants.record(
                    store.endOfSessions(account, List.of(session), offline, "session-" + reason, clock.instant()),
                    "session-" + reason,
                    null);
        }
        logouts.tell(account, ended);
    }

    @Override
    public void endedAllBut(AccountId account, UUID kept, List<SessionId> sessions, String reason) {
        grants.record(store.endAllBut(account, kept, "session-" + reason, clock.instant()), "session-" + reason, null);
        if (!sessions.isEmpty()) {
            logouts.tell(account, sessions);
        }
    }
}
