package dev.sallyport.account;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Belongings;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

@Component
class HoldBelongings implements Belongings {
    private final Holds holds;
    private final Locks locks;
    private final HoldStore holdStore;
    private final LockStore lockStore;
    private final MasterKeys masterKeys;
    private final MasterKeyStore masterKeyStore;
    private final FreezeStore freezes;

    HoldBelongings(
            Holds holds,
            Locks locks,
            HoldStore holdStore,
            LockStore lockStore,
            MasterKeys masterKeys,
            MasterKeyStore masterKeyStore,
            FreezeStore freezes) {
        this.holds = holds;
        this.locks = locks;
        this.holdStore = holdStore;
        this.lockStore = lockStore;
        this.masterKeys = masterKeys;
        this.masterKeyStore = masterKeyStore;
        this.freezes = freezes;
    }

    @Override
    public String name() {
        return "holdsAndLocks";
    }

    @Override
    public Object export(AccountId account) {
        Optional<Holds.Held> held = holds.on(account);
        return Map.of(
                "heldUntil", held.map(h -> h.until().toString()).orElse(""),
                "withdrawalsLockedUntil",
                        locks.withdrawals(account).map(Object::toString).orElse(""),
                "settingsLocked", locks.settings(account).isPresent(),
                "masterKeyMadeAt",
                        masterKeys.find(account).map(k -> k.madeAt().toString()).orElse(""));
    }

    @Override
    public void erase(AccountId account) {
        holdStore.erase(account);
        lockStore.erase(account);
        masterKeyStore.erase(account);
        freezes.erase(account);
    }
}
