package dev.sallyport.lockdown;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Belongings;
import java.util.Map;
import org.springframework.stereotype.Component;

@Component
class LockdownBelongings implements Belongings {
    private final LockdownStore store;

    LockdownBelongings(LockdownStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "lockdowns";
    }

    @Override
    public Object export(AccountId account) {
        return store.list(account).stream()
                .map(one -> Map.of(
                        "case", one.id().toString(),
                        "at", one.lockedAt().toString(),
                        "way", one.way().label()))
                .toList();
    }

    @Override
    public void erase(AccountId account) {
        store.erase(account);
    }
}
