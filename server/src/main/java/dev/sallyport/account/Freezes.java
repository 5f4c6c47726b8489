package dev.sallyport.account;

import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.wire.ErrorCode;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The state of an account whose doors are closed (R-LOCK-3). Every gate reads it here: nobody comes in, nothing
/// leaves, no proof, address or key changes. Only a recovery opens it again; see the package `lockdown` for what closes
/// it.
@Component
public final class Freezes {
    private final FreezeStore store;
    private final AccountStore accounts;
    private final HoldStore holds;
    private final Clock clock;
    private final Tx tx;

    Freezes(FreezeStore store, AccountStore accounts, HoldStore holds, Clock clock, Tx tx) {
        this.store = store;
        this.accounts = accounts;
        this.holds = holds;
        this.clock = clock;
        this.tx = tx;
    }

    /// Since when the account is frozen; empty when it is not.
    public Optional<Instant> since(AccountId account) {
        return store.find(account).filter(row -> row.thawedAt() == null).map(FreezeStore.Row::frozenAt);
    }

    /// The same, and it stays so until the caller's transaction ends.
    public Optional<Instant> sinceAlone(AccountId account) {
        tx.mustBeOpen();
        accounts.lock(account);
        return since(account);
    }

    /// When the account was opened again last; empty when it never was, or is frozen.
    public Optional<Instant> thawedAt(AccountId account) {
        return store.find(account).flatMap(row -> Optional.ofNullable(row.thawedAt()));
    }

    /// Freezes the account, in the caller's transaction. Whoever opens something on it waits until its end. False
    /// when it is frozen already, or there is none.
    public boolean freeze(AccountId account) {
        tx.mustBeOpen();
        accounts.lock(account);
        boolean frozen = accounts.exists(account) && store.freeze(account, clock.instant());
        if (frozen) {
            // Money that is about to go goes wholly before, or sees it.
            holds.takeTurn(account);
        }
        return frozen;
    }

    /// Opens it again, in the transaction of a recovery. False when it is not frozen.
    public boolean thaw(AccountId account) {
        tx.mustBeOpen();
        accounts.lock(account);
        return store.thaw(account, clock.instant());
    }

    /// The same for whoever changes the account: other changes wait too, from now on.
    ///
    /// @throws Refused `LOCKED_DOWN`
    void mustBeNoneAlone(AccountId account) {
        tx.mustBeOpen();
        if (sinceAlone(account).isPresent()) {
            throw refused();
        }
    }

    private static Refused refused() {
        return new Refused(ErrorCode.LOCKED_DOWN, "the account is locked down");
    }

    /// In the transaction that opens something: whoever closes the doors waits until its end.
    ///
    /// @throws Refused `LOCKED_DOWN`
    public void mustBeNone(AccountId account) {
        tx.mustBeOpen();
        if (store.isFrozenShared(account)) {
            throw refused();
        }
    }
}
