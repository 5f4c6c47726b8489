package dev.sallyport.oauth;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Belongings;
import java.util.Map;
import org.springframework.stereotype.Component;

@Component
class OAuthBelongings implements Belongings {
    private final Apps apps;
    private final GrantStore store;

    OAuthBelongings(Apps apps, GrantStore store) {
        this.apps = apps;
        this.store = store;
    }

    @Override
    public String name() {
        return "connectedApps";
    }

    @Override
    public Object export(AccountId account) {
        return apps.list(account).stream()
                .map(app -> Map.of(
                        "name", app.name(),
                        "scopes", app.scopes(),
                        "since", app.since().toString(),
                        "lastUsedAt", app.lastUsed().toString()))
                .toList();
    }

    @Override
    public void erase(AccountId account) {
        store.erase(account);
    }
}
