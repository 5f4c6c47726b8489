package dev.sallyport.account;

import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.DatabaseClock;
import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.Session;
import dev.sallyport.wire.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What a holder locks himself, so that nobody can be made to open it at once, he included (R-LOCK-1, R-LOCK-2, A58).
/// Locks only get longer. What the holder himself may end early, and nobody else, stands in
/// [EarlyReleases].
@Component
public final class Locks {
    public static final int MOST_SETTINGS_DAYS = 30;
    public static final int MOST_WITHDRAWAL_DAYS = 7;

    private final LockStore store;
    private final LockChanges changes;
    private final Freezes freezes;
    private final DatabaseClock clock;
    private final List<BiConsumer<AccountId, Caller>> onWithdrawalLock = new CopyOnWriteArrayList<>();

    Locks(LockStore store, LockChanges changes, Freezes freezes, DatabaseClock clock) {
        this.store = store;
        this.changes = changes;
        this.freezes = freezes;
        this.clock = clock;
    }

    /// A settings lock.
    ///
    /// @param waitDays how long a release waits
    /// @param releaseAt when it is released; null while nobody has asked for it
    public record Settings(
            Instant lockedAt, int waitDays, @Nullable Instant releaseAt) {}

    /// What else happens in the transaction that locks withdrawals, such as keys that are put to rest.
    public void onWithdrawalLock(BiConsumer<AccountId, Caller> more) {
        onWithdrawalLock.add(more);
    }

    /// The settings lock that is in force now.
    public Optional<Settings> settings(AccountId account) {
        return store.settings(account, clock.now());
    }

    /// Until when nothing leaves the account, because its holder wants it so.
    public Optional<Instant> withdrawals(AccountId account) {
        return withdrawals(account, clock.now());
    }

    /// The same at a moment that the caller has read from the [DatabaseClock].
    public Optional<Instant> withdrawals(AccountId account, Instant now) {
        return store.withdrawals(account, now);
    }

    /// Whether the holder may end his withdrawal lock early, because he wanted that when he locked.
    public boolean mayEndEarly(AccountId account) {
        return store.mayEndEarly(account, clock.now());
    }

    /// Locks the settings, or makes the wait longer. False for no number of days from 1 to 30.
    public boolean lockSettings(Session session, int days, Caller caller) {
        if (days < 1 || days > MOST_SETTINGS_DAYS) {
            return false;
        }
        changes.make(session, "lock.settings-on", caller, () -> {
            store.lockSettings(session.account(), days, clock.now());
            return true;
        });
        return true;
    }

    /// Begins the wait after which the settings lock is released. False when it has begun, or there is none.
    public boolean askRelease(Session session, Caller caller) {
        return changes.make(
                session, "lock.settings-release", caller, () -> store.askRelease(session.account(), clock.now()));
    }

    /// The settings stay locked. False when no release waits.
    public boolean keepLocked(Session session, Caller caller) {
        return changes.make(
                session, "lock.settings-kept", caller, () -> store.keepLocked(session.account(), clock.now()));
    }

    /// Nothing leaves the account for so many days. False for no number from 1 to 7.
    ///
    /// @param early whether the holder wants to be able to end it early, with two strong proofs. A
    ///     lock that
    ///     is there already stays as strict as it is.
    public boolean lockWithdrawals(Session session, int days, boolean early, Caller caller) {
        if (days < 1 || days > MOST_WITHDRAWAL_DAYS) {
            return false;
        }
        changes.make(session, "lock.withdrawals-on", caller, () -> {
            Instant now = clock.now();
            store.lockWithdrawals(session.account(), now, now.plus(Duration.ofDays(days)), early);
            onWithdrawalLock.forEach(more -> more.accept(session.account(), caller));
            return true;
        });
        return true;
    }

    /// Whether every door of the account is closed, money's too.
    public boolean isFrozen(AccountId account) {
        return freezes.since(account).isPresent();
    }

    /// Before anything is asked for: an act that the settings lock refuses. The attempt is written down and told.
    ///
    /// @throws Refused `LOCKED`
    public void mustAllow(Session session, Act act, Caller caller) {
        if (!act.isLocked()) {
            return;
        }
        AccountId account = session.account();
        Optional<Settings> lock = settings(account);
        if (lock.isEmpty()) {
            return;
        }
        changes.attempted(session, Fact.failure("lock.refused").with("act", act.label()), caller);
        throw refused(lock.get());
    }

    /// In the transaction of a change that the settings lock refuses: one that was begun before the lock was set, or
    /// came by a way that asks for no proof.
    ///
    /// @throws Refused `LOCKED`; `LOCKED_DOWN` when every door of the account is closed
    public void mustBeOpen(AccountId account) {
        changes.queueUp(account);
        settings(account).ifPresent(lock -> {
            throw refused(lock);
        });
    }

    /// In the transaction of a change that comes from somebody else, whom the holder let do it at this time: false
    /// when he has locked his settings since, which ends all that was let.
    public boolean isOpenSince(AccountId account, Instant at) {
        changes.queueUp(account);
        return settings(account).isEmpty() && !store.wasLockedSince(account, at);
    }

    private Refused refused(Settings lock) {
        Instant release = lock.releaseAt();
        return new Refused(
                ErrorCode.LOCKED,
                "the settings are locked",
                release == null ? null : Duration.between(clock.now(), release));
    }
}
