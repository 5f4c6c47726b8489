package dev.sallyport.recovery;

import dev.sallyport.account.Freezes;
import dev.sallyport.account.Locks;
import dev.sallyport.base.db.DatabaseClock;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.base.who.Uuid7;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Leads whoever has shown what he can through the wait to a new password. The state stands in the recovery and in the
/// visit; each step returns to [#next].
@Component
public final class Recoveries {
    private final RecoveryStore store;
    private final Visits visits;
    private final SecondProof second;
    private final Completion completion;
    private final Freezes freezes;
    private final Locks locks;
    private final RecoveryDesk desk;

    Recoveries(
            RecoveryStore store,
            Visits visits,
            SecondProof second,
            Completion completion,
            Freezes freezes,
            Locks locks,
            RecoveryDesk desk) {
        this.store = store;
        this.visits = visits;
        this.second = second;
        this.completion = completion;
        this.freezes = freezes;
        this.locks = locks;
        this.desk = desk;
    }

    /// What a recovery has at hand.
    @Component
    record RecoveryDesk(Tx tx, DatabaseClock clock, RecoveryNews news) {}

    /// What comes next.
    sealed interface Next {
        /// Nothing was shown, or too long ago.
        record Begin() implements Next {}

        record Second(Visit visit) implements Next {}

        record Waiting(Recovery recovery) implements Next {}

        /// A new password may be set.
        ///
        /// @param password false where only passkeys open the account: then it is opened, and that is all
        record Ready(Visit visit, Recovery recovery, boolean password) implements Next {}

        /// Only passkeys open the account, and it is open: no password is lost.
        record Nothing() implements Next {}
    }

    /// The dispatcher: looks at what was shown and what is stored, and changes nothing.
    Next next(Secret token) {
        Optional<Visit> found = visits.find(token);
        if (found.isEmpty()) {
            return new Next.Begin();
        }
        Visit visit = found.get();
        AccountId account = visit.account();
        if (!hasShownEnough(visit)) {
            return new Next.Second(visit);
        }
        boolean only = second.isOnlyPasskeys(account);
        boolean frozen = freezes.since(account).isPresent();
        if (only && !frozen) {
            return new Next.Nothing();
        }
        Instant now = desk.clock().now();
        // Called off or over meanwhile: it begins anew.
        return store.open(account, now)
                .filter(one -> one.unlocks() == frozen)
                .<Next>map(one -> one.isReady(now) ? new Next.Ready(visit, one, !only) : new Next.Waiting(one))
                .orElseGet(Next.Begin::new);
    }

    private boolean hasShownEnough(Visit visit) {
        return visit.second() != null || second.ways(visit.account()).isEmpty();
    }

    /// Something was shown just now. When it is enough, the wait begins, unless it has begun before.
    void shown(Secret token, Caller caller) {
        visits.find(token).filter(this::hasShownEnough).ifPresent(visit -> {
            boolean alone = visit.second() == null || visit.stale();
            AccountId account = visit.account();
            desk.tx().run(() -> {
                boolean frozen = freezes.sinceAlone(account).isPresent();
                if (frozen || !second.isOnlyPasskeys(account)) {
                    begin(account, alone, frozen, caller);
                }
            });
        });
    }

    private void begin(AccountId account, boolean alone, boolean frozen, Caller caller) {
        Instant now = desk.clock().now();
        // What was begun before the doors were closed may be the thief's.
        store.endOld(account, now, frozen);
        if (store.open(account, now).isEmpty()) {
            begin(account, alone, frozen, now, caller);
        }
    }

    private void begin(AccountId account, boolean alone, boolean unlocks, Instant now, Caller caller) {
        Instant ready = Wait.of(alone).ready(now, unlocks, release(account, now));
        var one =
                new Recovery(account, Uuid7.at(now.toEpochMilli()), unlocks, alone, now, ready, ready.plus(Wait.OPEN));
        var cancel = Bearer.create(account);
        if (store.insert(one, cancel.hash())) {
            desk.news().begun(one, cancel, caller);
        }
    }

    /// When the settings lock would open if its release were asked for now. The lock itself stays.
    private Optional<Instant> release(AccountId account, Instant now) {
        return locks.settings(account).map(lock -> {
            Instant asked = lock.releaseAt();
            return asked == null ? now.plus(Duration.ofDays(lock.waitDays())) : asked;
        });
    }

    /// What came of setting a password.
    sealed interface Set {
        record Done() implements Set {}

        record NotGood(Mistakes mistakes) implements Set {}

        /// It is not ready, was called off, or is done; the dispatcher knows.
        record NotNow() implements Set {}
    }

    /// @param password empty where only passkeys open the account
    Set finish(Secret token, Secret password, Caller caller) {
        return next(token) instanceof Next.Ready ready ? completion.finish(ready, password, caller) : new Set.NotNow();
    }

    /// A recovery that can be called off by a link.
    Optional<Recovery> byCancellation(Secret token) {
        return Bearer.read(token)
                .flatMap(bearer -> store.byCancellation(
                        bearer.account(), bearer.hash(), desk.clock().now()));
    }

    /// Calls it off. False when there is nothing to call off any more.
    boolean cancel(Secret token, Caller caller) {
        return desk.tx().run(() -> {
            Optional<Recovery> one = byCancellation(token);
            if (one.isEmpty() || !store.cancel(one.get())) {
                return false;
            }
            visits.endAll(one.get().account());
            desk.news().cancelled(one.get(), caller);
            return true;
        });
    }
}
