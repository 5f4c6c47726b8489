package dev.sallyport.recovery;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Belongings;
import java.util.Map;
import org.springframework.stereotype.Component;

@Component
class RecoveryBelongings implements Belongings {
    private final RecoveryStore store;
    private final VisitStore visits;

    RecoveryBelongings(RecoveryStore store, VisitStore visits) {
        this.store = store;
        this.visits = visits;
    }

    @Override
    public String name() {
        return "recoveries";
    }

    @Override
    public Object export(AccountId account) {
        return store.list(account).stream()
                .map(one -> Map.of(
                        "id", one.id().toString(),
                        "beganAt", one.beganAt().toString(),
                        "readyAt", one.readyAt().toString(),
                        "ofLockedAccount", one.unlocks()))
                .toList();
    }

    @Override
    public void erase(AccountId account) {
        visits.endAll(account);
        store.erase(account);
    }
}
