package dev.sallyport.passkey;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Belongings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

@Component
class PasskeyBelongings implements Belongings {
    private final Passkeys passkeys;
    private final PasskeyStore store;
    private final CeremonyStore ceremonies;

    PasskeyBelongings(Passkeys passkeys, PasskeyStore store, CeremonyStore ceremonies) {
        this.passkeys = passkeys;
        this.store = store;
        this.ceremonies = ceremonies;
    }

    @Override
    public String name() {
        return "passkeys";
    }

    @Override
    public Object export(AccountId account) {
        return Map.of(
                "only",
                passkeys.isOnly(account),
                "passkeys",
                passkeys.list(account).stream().map(PasskeyBelongings::one).toList());
    }

    private static Map<String, Object> one(Passkey passkey) {
        var part = new LinkedHashMap<String, Object>();
        part.put("id", passkey.id().toString());
        part.put("name", passkey.name() == null ? "" : passkey.name());
        part.put("model", passkey.model() == null ? "" : passkey.model());
        part.put("synced", passkey.backupEligible());
        part.put("backedUp", passkey.backedUp());
        part.put("createdAt", passkey.createdAt().toString());
        part.put("lastUsedAt", String.valueOf(passkey.lastUsedAt() == null ? "" : passkey.lastUsedAt()));
        return part;
    }

    @Override
    public void erase(AccountId account) {
        ceremonies.erase(account);
        store.erase(account);
    }
}
