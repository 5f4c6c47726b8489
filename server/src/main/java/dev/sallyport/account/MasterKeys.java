package dev.sallyport.account;

import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.DatabaseClock;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.session.Session;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The one secret that a holder may keep on paper: beside a proof it opens at once what he has locked,
/// and where there is one nothing opens early without it (R-LOCK-1). It is shown when it is made and
/// never again, kept as a hash, and asked for on the page of locks alone: no message and no support
/// ever asks.
@Component
public final class MasterKeys {
    private final MasterKeyStore store;
    private final LockChanges changes;
    private final Locks locks;
    private final DatabaseClock clock;

    MasterKeys(MasterKeyStore store, LockChanges changes, Locks locks, DatabaseClock clock) {
        this.store = store;
        this.changes = changes;
        this.locks = locks;
        this.clock = clock;
    }

    /// The one that is good now.
    public Optional<MasterKey> find(AccountId account) {
        return store.find(account, clock.now());
    }

    /// Makes one, or one in place of another, for which that one must be typed. Empty when it was
    /// not the right one.
    ///
    /// @throws dev.sallyport.base.http.Refused `LOCKED` while the settings are locked
    Optional<Secret> make(Session session, Secret current, Caller caller) {
        Secret made = MasterKey.create();
        AccountId account = session.account();
        boolean done = changes.make(session, "masterkey.made", caller, () -> {
            locks.mustBeOpen(account);
            Instant now = clock.now();
            if (store.find(account, now).isPresent() && !isRight(account, current, now)) {
                return false;
            }
            store.put(account, MasterKey.hash(account, made), now);
            return true;
        });
        if (!done) {
            refused(session, caller);
        }
        return done ? Optional.of(made) : Optional.empty();
    }

    private boolean isRight(AccountId account, Secret typed, Instant now) {
        return !typed.isEmpty() && store.is(account, MasterKey.hash(account, typed), now);
    }

    private void refused(Session session, Caller caller) {
        changes.attempted(session, Fact.failure("masterkey.refused"), caller);
    }

    /// What came of asking for its removal.
    enum Removal {
        REMOVED,
        /// It goes in [MasterKey#WAIT].
        WAITS,
        /// Something was typed that is not it.
        WRONG,
        /// There is none, or its end waits already.
        NOTHING
    }

    /// With the key at once; without it, after a wait in which everybody is told and one click
    /// keeps it.
    Removal remove(Session session, Secret typed, Caller caller) {
        AccountId account = session.account();
        if (typed.isEmpty()) {
            return changes.make(session, "masterkey.removal", caller, () -> {
                        locks.mustBeOpen(account);
                        Instant now = clock.now();
                        return store.find(account, now).isPresent() && store.setEnd(account, now.plus(MasterKey.WAIT));
                    })
                    ? Removal.WAITS
                    : Removal.NOTHING;
        }
        boolean done = changes.make(session, "masterkey.removed", caller, () -> {
            locks.mustBeOpen(account);
            return isRight(account, typed, clock.now()) && store.erase(account);
        });
        if (done) {
            return Removal.REMOVED;
        }
        refused(session, caller);
        return Removal.WRONG;
    }

    /// It stays. False when no removal waits.
    boolean keep(Session session, Caller caller) {
        return changes.make(session, "masterkey.kept", caller, () -> store.keep(session.account(), clock.now()));
    }

    /// Whether what was typed may open something early: the key where there is one, and nothing
    /// where there is none.
    ///
    /// @param needed whether there must be one
    boolean lets(AccountId account, Secret typed, boolean needed, Instant now) {
        return store.find(account, now).isPresent() ? isRight(account, typed, now) : !needed;
    }

    /// A lock was to be opened with something that is not the key.
    void wrong(Session session, Caller caller) {
        refused(session, caller);
    }
}
