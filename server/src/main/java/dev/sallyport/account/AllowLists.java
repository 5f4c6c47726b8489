package dev.sallyport.account;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.DatabaseClock;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Whether value leaves an account only to its list. The list itself is with the withdrawals; that there is one stands
/// here, where every gate can read it. No method makes it looser at once.
@Component
public final class AllowLists {
    private final AllowListStore store;
    private final Locks locks;
    private final Reach reach;
    private final Audit audit;
    private final DatabaseClock clock;
    private final Tx tx;

    AllowLists(AllowListStore store, Locks locks, Reach reach, Audit audit, DatabaseClock clock, Tx tx) {
        this.store = store;
        this.locks = locks;
        this.reach = reach;
        this.audit = audit;
        this.clock = clock;
        this.tx = tx;
    }

    public AllowList of(AccountId account) {
        return of(account, clock.now());
    }

    /// The same at a moment that the caller has read from the [DatabaseClock].
    public AllowList of(AccountId account, Instant now) {
        return store.find(account).orElse(AllowList.NEW).at(now);
    }

    /// False for a wait that is not offered.
    public boolean want(Session session, boolean on, Duration wait, Caller caller) {
        if (!AllowList.WAITS.contains(wait)) {
            return false;
        }
        AccountId account = session.account();
        tx.run(() -> {
            locks.mustBeOpen(account);
            Instant now = clock.now();
            AllowList before = of(account, now);
            AllowList after = before.wanting(on, wait, now);
            store.put(account, after);
            AllowList.Change next = after.next();
            if (next != null) {
                reach.all(account, "allow-list.loosening", Map.of("until", next.at().toString()), caller);
                record(session, "allow-list.loosening", caller);
            } else if (!after.equals(before)) {
                reach.all(account, "allow-list.changed", Map.of(), caller);
                record(session, "allow-list.changed", caller);
            }
        });
        return true;
    }

    /// It stays as it is. False when nothing was to change.
    public boolean keep(Session session, Caller caller) {
        return tx.run(() -> {
            boolean kept = store.keep(session.account(), clock.now());
            if (kept) {
                record(session, "allow-list.kept", caller);
            }
            return kept;
        });
    }

    private void record(Session session, String fact, Caller caller) {
        audit.record(
                session.account(),
                Fact.success(fact).in(session.id()).on(session.device()).from(caller));
    }
}
