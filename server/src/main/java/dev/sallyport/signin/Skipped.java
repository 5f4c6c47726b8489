package dev.sallyport.signin;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Steps that were sent without the ones before them (A57). Whoever has given the password leaves a fact on the
/// account's record, a few an hour; whoever has not is counted.
@Component
class Skipped {
    private static final String KIND = "signin.step-refused";

    private final Audit audit;
    private final Limits limits;
    private final Tx tx;

    Skipped(Audit audit, Limits limits, Tx tx) {
        this.audit = audit;
        this.limits = limits;
        this.tx = tx;
    }

    /// @param started null where no sign-in is under way
    void note(SignIns.@Nullable Started started, Need need, Caller caller) {
        if (started == null
                || limits.tryTake(Limit.STEP_REFUSED, started.account().toString())
                        .isPresent()) {
            audit.refused(KIND);
            return;
        }
        // Sent twice, such as by a double click, is not sent too early.
        if (started.proving().given().contains(need.proof())) {
            return;
        }
        AccountId account = started.account();
        tx.run(() -> audit.record(account, Fact.failure(KIND).from(caller).with("step", need.proof())));
    }
}
