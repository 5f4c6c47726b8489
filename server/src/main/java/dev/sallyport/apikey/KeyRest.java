package dev.sallyport.apikey;

import dev.sallyport.account.Locks;
import org.springframework.stereotype.Component;

/// Whoever locks his withdrawals fears for his money: his keys rest from that moment, in the same transaction, until he
/// wakes each of them by a fresh proof (R-API-5). The end of the lock wakes none.
@Component
class KeyRest {
    static final String LOCK = "lock";

    KeyRest(Locks locks, KeyEnds ends) {
        locks.onWithdrawalLock((account, caller) -> ends.freezeAll(account, LOCK, caller));
    }
}
