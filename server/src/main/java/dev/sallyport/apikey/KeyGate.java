package dev.sallyport.apikey;

import dev.sallyport.account.Proofs;
import dev.sallyport.base.who.AccountId;
import org.springframework.stereotype.Component;

/// What every new key and every wider one passes (R-HOLD-3).
@Component
class KeyGate {
    private final Proofs proofs;

    KeyGate(Proofs proofs) {
        this.proofs = proofs;
    }

    /// Lets changes of one account wait for each other, in the caller's transaction.
    void enter(AccountId account) {
        proofs.queueUp(account);
    }
}
