package dev.sallyport.account;

import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.Session;
import dev.sallyport.session.Sessions;
import java.util.Map;
import org.springframework.stereotype.Component;

/// The holder ends all sessions, or all others, and is told so by every address, in one transaction.
@Component
public final class Departures {
    private static final String REASON = "ended-by-holder";

    private final Sessions sessions;
    private final Reach reach;
    private final Tx tx;

    Departures(Sessions sessions, Reach reach, Tx tx) {
        this.sessions = sessions;
        this.reach = reach;
        this.tx = tx;
    }

    /// Ends every session, this one too.
    ///
    /// @return how many ended
    public int all(Session session, Caller caller) {
        return tx.run(() -> told(session, sessions.endAll(session.account(), REASON, caller), "sessions.ended-all"));
    }

    /// Ends every session but this one.
    public int others(Session session, Caller caller) {
        return tx.run(() -> told(session, sessions.endOthers(session, REASON, caller), "sessions.ended-others"));
    }

    /// No notice without a change (A75).
    private int told(Session session, int ended, String kind) {
        if (ended > 0) {
            reach.all(session.account(), kind, Map.of());
        }
        return ended;
    }
}
