package dev.sallyport.account;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.Session;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/// What every change of a lock is: counted, made behind all changes of the proofs, written down, and
/// told to all addresses, in one transaction.
@Component
class LockChanges {
    private final Freezes freezes;
    private final Reach reach;
    private final Audit audit;
    private final Limits limits;
    private final Tx tx;

    LockChanges(Freezes freezes, Reach reach, Audit audit, Limits limits, Tx tx) {
        this.freezes = freezes;
        this.reach = reach;
        this.audit = audit;
        this.limits = limits;
        this.tx = tx;
    }

    /// @param change false when there is nothing to be changed; then nothing is told
    boolean make(Session session, String fact, Caller caller, BooleanSupplier change) {
        AccountId account = session.account();
        limits.take(Limit.LOCK_CHANGE, account.toString());
        return tx.run(() -> {
            queueUp(account);
            if (!change.getAsBoolean()) {
                return false;
            }
            reach.all(account, fact, Map.of(), caller);
            audit.record(account, Fact.success(fact).in(session.id()).from(caller));
            return true;
        });
    }

    /// After changes of the proofs that have begun, so that none goes on under the lock.
    ///
    /// @throws dev.sallyport.base.http.Refused `LOCKED_DOWN` when every door of the account is closed
    void queueUp(AccountId account) {
        freezes.mustBeNoneAlone(account);
    }

    /// Somebody tried what is locked. He must not be able to bury the news in news.
    void attempted(Session session, Fact attempt, Caller caller) {
        AccountId account = session.account();
        tx.run(() -> {
            audit.record(account, attempt.in(session.id()).on(session.device()).from(caller));
            if (limits.tryTake(Limit.LOCK_NOTICE, account.toString()).isEmpty()) {
                reach.all(account, attempt.kind(), Map.of(), caller);
            }
        });
    }
}
