package dev.sallyport.apikey;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Belongings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

@Component
class ApiKeyBelongings implements Belongings {
    private final ApiKeys keys;
    private final KeyStore store;
    private final KeyCache cache;

    ApiKeyBelongings(ApiKeys keys, KeyStore store, KeyCache cache) {
        this.keys = keys;
        this.store = store;
        this.cache = cache;
    }

    @Override
    public String name() {
        return "apiKeys";
    }

    @Override
    public Object export(AccountId account) {
        return keys.list(account).stream().map(ApiKeyBelongings::one).toList();
    }

    private static Map<String, Object> one(ApiKey key) {
        var part = new LinkedHashMap<String, Object>();
        part.put("id", key.id().toString());
        part.put("name", key.name());
        part.put("kind", key.kind().word());
        part.put("scopes", key.scopes());
        part.put(
                "addresses",
                key.addresses().stream().map(AddressRange::toString).toList());
        part.put("createdAt", key.createdAt().toString());
        part.put("expiresAt", key.expiresAt() == null ? "" : key.expiresAt().toString());
        part.put(
                "lastUsedAt",
                key.use().lastAt() == null ? "" : key.use().lastAt().toString());
        part.put("uses", key.use().count());
        part.put("ended", key.end() == null ? "" : key.end().reason());
        return part;
    }

    @Override
    public void erase(AccountId account) {
        cache.changed(
                account, store.list(account).stream().map(KeyStore.Row::key).toList());
        store.erase(account);
    }
}
