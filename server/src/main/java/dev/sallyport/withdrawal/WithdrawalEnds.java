package dev.sallyport.withdrawal;

import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Stops everything of an account that has not left yet: what waits, what is held, and what is approved.
@Component
public final class WithdrawalEnds {
    private static final Set<State> STOPPABLE = Set.of(State.CONFIRM, State.SECOND, State.HELD, State.APPROVED);

    private final WithdrawalStore store;
    private final WithdrawalNews news;
    private final Tx tx;

    WithdrawalEnds(WithdrawalStore store, WithdrawalNews news, Tx tx) {
        this.store = store;
        this.news = news;
        this.tx = tx;
    }

    /// In the caller's transaction. What is redeemed at the same moment was first, and is not among them.
    ///
    /// @param reason a code with a text `withdrawal.reason.<code>`
    /// @return how many were stopped
    public int stopAll(AccountId account, String reason, Caller caller) {
        tx.mustBeOpen();
        int stopped = 0;
        for (Withdrawal one : store.stoppable(account)) {
            if (store.end(one, State.REFUSED, STOPPABLE, List.of(reason))) {
                news.voided(one, reason, caller);
                stopped++;
            }
        }
        return stopped;
    }
}
