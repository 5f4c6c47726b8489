package dev.sallyport.account;

import dev.sallyport.base.db.DatabaseClock;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.Session;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/// Whether value leaves an account only to its list (R-WL-1, R-WL-2). The list itself is with the withdrawals; that
/// there is one stands here, where every gate can read it. No method makes it looser at once.
@Component
public final class AllowLists {
    private final AllowListStore store;
    private final Locks locks;
    private final AllowListNews news;
    private final DatabaseClock clock;
    private final Tx tx;

    AllowLists(AllowListStore store, Locks locks, AllowListNews news, DatabaseClock clock, Tx tx) {
        this.store = store;
        this.locks = locks;
        this.news = news;
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

    /// Asks for the list to be on or off, and for a wait. False for a wait that is not offered.
    ///
    /// @throws dev.sallyport.base.http.Refused `LOCKED` while the settings are locked
    public boolean want(Session session, boolean on, Duration delay, Caller caller) {
        if (!AllowList.WAITS.contains(delay)) {
            return false;
        }
        AccountId account = session.account();
        tx.run(() -> {
            // One change of an account after the other.
            locks.mustBeOpen(account);
            Instant now = clock.now();
            AllowList before = of(account, now);
            AllowList after = before.wanting(on, delay, now);
            store.put(account, after);
            AllowList.Change next = after.next();
            if (next != null) {
                news.loosening(session, next, caller);
            } else if (!after.equals(before)) {
                news.changed(session, caller);
            }
        });
        return true;
    }

    /// It stays as it is. False when nothing was to change.
    public boolean keep(Session session, Caller caller) {
        return tx.run(() -> {
            boolean kept = store.keep(session.account(), clock.now());
            if (kept) {
                news.kept(session, caller);
            }
            return kept;
        });
    }
}
