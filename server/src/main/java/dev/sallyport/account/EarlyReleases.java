package dev.sallyport.account;

import dev.sallyport.base.db.DatabaseClock;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.session.Session;
import java.time.Instant;
import org.springframework.stereotype.Component;

/// The only two ways in which a lock ends before its time, both the holder's and both chosen before he
/// locked: his master key beside a proof for the settings (R-LOCK-1), two strong proofs for the
/// withdrawals (R-LOCK-2). There is none for anybody else, and none that ends a hold.
@Component
final class EarlyReleases {
    private final LockStore store;
    private final MasterKeys keys;
    private final LockChanges changes;
    private final DatabaseClock clock;

    EarlyReleases(LockStore store, MasterKeys keys, LockChanges changes, DatabaseClock clock) {
        this.store = store;
        this.keys = keys;
        this.changes = changes;
        this.clock = clock;
    }

    /// What came of it.
    enum Release {
        DONE,
        /// What was typed is not the account's master key.
        WRONG,
        /// There is no lock that could end early.
        NOTHING
    }

    /// Opens the settings at once. Whoever calls has asked for a proof.
    Release openSettings(Session session, Secret masterKey, Caller caller) {
        AccountId account = session.account();
        if (store.settings(account, clock.now()).isEmpty()) {
            return Release.NOTHING;
        }
        boolean done = changes.make(session, "lock.settings-opened", caller, () -> {
            Instant now = clock.now();
            return keys.lets(account, masterKey, true, now) && store.openSettings(account, now);
        });
        return ended(session, caller, done, store.settings(account, clock.now()).isPresent());
    }

    /// Ends the withdrawal lock. Whoever calls has asked for two strong proofs.
    ///
    /// @param masterKey needed where the account has one
    Release endWithdrawals(Session session, Secret masterKey, Caller caller) {
        AccountId account = session.account();
        if (!store.mayEndEarly(account, clock.now())) {
            return Release.NOTHING;
        }
        boolean done = changes.make(session, "lock.withdrawals-ended", caller, () -> {
            Instant now = clock.now();
            return keys.lets(account, masterKey, false, now) && store.endWithdrawals(account, now);
        });
        return ended(session, caller, done, store.mayEndEarly(account, clock.now()));
    }

    /// @param still whether something could still end: otherwise somebody else has ended it meanwhile
    private Release ended(Session session, Caller caller, boolean done, boolean still) {
        if (done || !still) {
            return done ? Release.DONE : Release.NOTHING;
        }
        keys.wrong(session, caller);
        return Release.WRONG;
    }
}
