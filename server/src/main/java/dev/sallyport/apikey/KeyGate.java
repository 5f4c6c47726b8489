package dev.sallyport.apikey;

import dev.sallyport.account.HoldCause;
import dev.sallyport.account.Holds;
import dev.sallyport.account.Locks;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import org.springframework.stereotype.Component;

/// What every new key and every wider one passes, in the transaction that makes it: no key comes into being while the
/// settings are locked (R-LOCK-1), or while withdrawals are held (R-HOLD-3).
@Component
class KeyGate {
    private final Locks locks;
    private final Holds holds;

    KeyGate(Locks locks, Holds holds) {
        this.locks = locks;
        this.holds = holds;
    }

    /// Changes of one account wait for each other here.
    ///
    /// @throws Refused `LOCKED` or `HELD`
    void enter(AccountId account) {
        locks.mustBeOpen(account);
        holds.mustBeNone(account);
    }

    /// For a key that shall work again.
    ///
    /// @throws Refused `LOCKED`
    void mustBeOpen(AccountId account) {
        locks.mustBeOpen(account);
    }

    /// After a key that can withdraw nothing leaves the account for a day (R-HOLD-1).
    void made(ApiKey key) {
        if (key.kind() == KeyKind.WITHDRAW) {
            holds.place(key.id().account(), HoldCause.WITHDRAW_KEY);
        }
    }
}
