package dev.sallyport.account;

import dev.sallyport.base.crypto.BlindIndex;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.db.Tx;
import java.util.List;
import org.springframework.stereotype.Component;

/// After a rotation, brings the look-up table under the new index key, some rows at a time, while everything
/// goes on: look-ups ask for the value under every key in force.
@Component
class Reindexing {
    private static final int SOME = 500;

    private final ContactStore store;
    private final BlindIndex index;
    private final Vault vault;
    private final Tx tx;

    Reindexing(ContactStore store, BlindIndex index, Vault vault, Tx tx) {
        this.store = store;
        this.index = index;
        this.vault = vault;
        this.tx = tx;
    }

    int some() {
        List<ContactStore.Stale> stale = store.notUnder(index.keyId(), SOME);
        for (ContactStore.Stale one : stale) {
            String text = vault.openText(one.account(), Contacts.VALUE, one.valueClosed());
            Identifiers.read(text, "ZZ")
                    .ifPresent(identifier -> tx.run(() -> store.reindex(
                            one,
                            index.of(Contacts.INDEX, identifier.text()),
                            index.of(Contacts.SKELETON, identifier.skeleton()),
                            index.keyId())));
        }
        return stale.size();
    }
}
