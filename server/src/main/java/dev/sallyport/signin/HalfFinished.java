package dev.sallyport.signin;

import dev.sallyport.account.Reach;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.base.who.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// A right password came, and the second proof never did: perhaps somebody else has the password. The owner is told
/// once the time for it is over, because until then it may still be he who looks for his telephone (R-MSG-3).
@Component
class HalfFinished {
    private static final Logger LOG = LoggerFactory.getLogger(HalfFinished.class);
    private static final String KIND = "signin.half-finished";

    private final SignInStore store;
    private final Vault vault;
    private final Reach reach;
    private final Audit audit;
    private final Limits limits;
    private final Tx tx;
    private final Clock clock;

    HalfFinished(SignInStore store, Vault vault, Reach reach, Audit audit, Limits limits, Tx tx, Clock clock) {
        this.store = store;
        this.vault = vault;
        this.reach = reach;
        this.audit = audit;
        this.limits = limits;
        this.tx = tx;
        this.clock = clock;
    }

    /// @return how many there were
    int tell() {
        Instant now = clock.instant();
        int told = 0;
        for (SignInStore.Unfinished one : store.unfinished(now)) {
            told += isTold(one) ? 1 : 0;
        }
        return told;
    }

    /// One that fails, such as a row that nothing opens, stays for the next time and keeps no other owner waiting.
    private boolean isTold(SignInStore.Unfinished one) {
        try {
            return tx.run(() -> tell(one));
        } catch (RuntimeException e) {
            LOG.error("the owner of {} could not be told of a sign-in that was not finished", one.account(), e);
            return false;
        }
    }

    private boolean tell(SignInStore.Unfinished one) {
        boolean anew = store.isBegunAnew(one.account(), one.id());
        // Of many nodes that see it exactly one takes it away.
        if (!store.delete(one.account(), one.id()) || anew) {
            return false;
        }
        Caller caller = caller(one);
        audit.record(one.account(), Fact.failure(KIND).from(caller));
        // A thief who tries all day must not fill the mailbox that the owner reads this in.
        if (limits.tryTake(Limit.HALF_FINISHED_NOTICE, one.account().toString()).isEmpty()) {
            var values = Map.of("at", one.begunAt().toString());
            if (caller == null) {
                reach.all(one.account(), KIND, values);
            } else {
                reach.all(one.account(), KIND, values, caller);
            }
        }
        return true;
    }

    private @Nullable Caller caller(SignInStore.Unfinished one) {
        byte[] closed = one.callerClosed();
        if (closed == null) {
            return null;
        }
        String[] from = vault.openText(one.account(), Progress.CALLER, closed).split("\n", 2);
        return new Caller(from[0], from[1], null);
    }
}
