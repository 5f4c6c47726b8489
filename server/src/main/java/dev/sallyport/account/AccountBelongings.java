package dev.sallyport.account;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Belongings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

@Component
class AccountBelongings implements Belongings {
    private final Accounts accounts;
    private final Contacts contacts;
    private final ContactStore contactStore;
    private final ContactCodeStore codes;
    private final ObjectionStore objections;
    private final Proofs proofs;
    private final Provings provings;

    AccountBelongings(
            Accounts accounts,
            Contacts contacts,
            ContactStore contactStore,
            ContactCodeStore codes,
            ObjectionStore objections,
            Proofs proofs,
            Provings provings) {
        this.accounts = accounts;
        this.contacts = contacts;
        this.contactStore = contactStore;
        this.codes = codes;
        this.objections = objections;
        this.proofs = proofs;
        this.provings = provings;
    }

    @Override
    public String name() {
        return "account";
    }

    @Override
    public Object export(AccountId account) {
        var all = new LinkedHashMap<String, Object>();
        all.put("id", account.toString());
        accounts.find(account).ifPresent(a -> {
            all.put("createdAt", a.createdAt().toString());
            all.put("zone", a.zone().getId());
            all.put("language", a.language() == null ? "" : a.language().code());
        });
        Accounts.Visibility visibility = accounts.visibility(account);
        all.put("publicName", visibility.name());
        all.put("visible", visibility.visible());
        // That there is one, and not which: a copy lies about for longer than a page is looked at.
        all.put("messagePhrase", accounts.hasPhrase(account));
        all.put(
                "contacts",
                contacts.list(account).stream()
                        .map(c -> Map.of(
                                "kind", c.kind().name(),
                                "value", c.text(),
                                "primary", c.isPrimary(),
                                "addedAt", c.addedAt().toString(),
                                "provenAt", c.provenAt().toString()))
                        .toList());
        all.put(
                "proofs",
                proofs.held(account).stream()
                        .map(p -> Map.of(
                                "kind", p.kind().name(), "boundAt", p.boundAt().toString()))
                        .toList());
        return all;
    }

    @Override
    public void erase(AccountId account) {
        contactStore.erase(account);
        codes.erase(account);
        objections.erase(account);
        proofs.erase(account);
        provings.erase(account);
    }
}
