package dev.sallyport.account;

import dev.sallyport.base.db.Tx;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

/// An address that was removed stays reserved while it may object; after that it is free for anybody.
@Component
class ContactRelease {
    private static final int MOST = 200;

    private final ContactStore store;
    private final Tx tx;
    private final Clock clock;

    ContactRelease(ContactStore store, Tx tx, Clock clock) {
        this.store = store;
        this.tx = tx;
        this.clock = clock;
    }

    int releaseDue() {
        List<ContactStore.Owner> due = store.removedBefore(clock.instant().minus(Objections.CONTACT_LIFE), MOST);
        for (ContactStore.Owner owner : due) {
            tx.run(() -> {
                // Only what is still removed: an objection may have come at the last moment.
                if (store.delete(owner.account(), owner.contact())) {
                    store.release(owner.account(), owner.contact());
                }
            });
        }
        return due.size();
    }
}
