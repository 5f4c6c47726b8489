package dev.sallyport.session;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/// Sessions that are seen where their holder is not (R-SES-4, A19, A21). Such a session is held: it opens
/// nothing on any node until a proof is given again, which gives it a new token and leaves the old one to
/// whoever copied it.
@Component
public final class Moves {
    private final Sessions sessions;
    private final SessionStore store;
    private final SessionCare care;
    private final Audit audit;
    private final Tx tx;
    private final Clock clock;
    private final List<Consumer<Held>> listeners = new CopyOnWriteArrayList<>();

    Moves(Sessions sessions, SessionStore store, SessionCare care, Audit audit, Tx tx, Clock clock) {
        this.sessions = sessions;
        this.store = store;
        this.care = care;
        this.audit = audit;
        this.tx = tx;
        this.clock = clock;
    }

    /// A session was held.
    ///
    /// @param seen where and with what it was used then
    public record Held(AccountId account, Seen seen) {}

    /// Who is to hear of it, in the transaction in which it happens: accounts stand above sessions.
    public void onHeld(Consumer<Held> listener) {
        listeners.add(listener);
    }

    /// Why a session is held, as the record of facts has it.
    enum Reason {
        /// A new network and a new browser at once.
        ELSEWHERE("elsewhere"),
        /// The key that it is bound to was not shown.
        UNBOUND("unbound");

        private final String word;

        Reason(String word) {
            this.word = word;
        }
    }

    /// Compared is what was seen when the session was opened or last proven. Whoever was just found to be at
    /// home is not looked at again while he stays there.
    boolean isElsewhere(SessionCache.Entry entry, Caller caller) {
        var from = new SessionCache.From(caller.address(), caller.userAgent());
        if (from.equals(entry.settled().get())) {
            return false;
        }
        SessionStore.Row row = entry.found();
        Trace home = care.trace(care.open(row.session().account(), row.seenClosed()));
        if (care.trace(care.see(caller)).isElsewhereThan(home)) {
            return true;
        }
        entry.settled().set(from);
        return false;
    }

    void hold(SessionCache.Entry entry, Reason reason, Caller caller) {
        SessionStore.Row row = entry.found();
        Session session = row.session();
        tx.run(() -> {
            if (!store.hold(session.account(), session.id(), row.tokenHash(), clock.instant())) {
                // Another request was first, and has told everybody.
                return;
            }
            sessions.tell(session.account(), List.of(session.id()));
            audit.record(
                    session.account(),
                    Fact.failure("session.moved").in(session.id()).from(caller).with("reason", reason.word));
            var held = new Held(session.account(), care.see(caller));
            listeners.forEach(listener -> listener.accept(held));
        });
    }
}
