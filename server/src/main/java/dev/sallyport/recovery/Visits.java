package dev.sallyport.recovery;

import dev.sallyport.account.AddressProofs;
import dev.sallyport.account.Contact;
import dev.sallyport.account.ContactCodes;
import dev.sallyport.account.Purpose;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The first step: an address of the account is proven by a code. What a browser has shown counts for an hour.
@Component
class Visits {
    static final Duration LIFE = Duration.ofHours(1);

    private static final AddressProofs.Aim AIM =
            new AddressProofs.Aim(Purpose.RECOVERY, "recovery.code", "recovery.unknown");

    private final AddressProofs proofs;
    private final VisitStore store;
    private final Audit audit;
    private final Tx tx;
    private final Clock clock;

    Visits(AddressProofs proofs, VisitStore store, Audit audit, Tx tx, Clock clock) {
        this.proofs = proofs;
        this.store = store;
        this.audit = audit;
        this.tx = tx;
        this.clock = clock;
    }

    AddressProofs.Start begin(Secret browser, AddressProofs.Asking asking, Caller caller) {
        return proofs.start(AIM, browser, asking, caller);
    }

    void resend(Secret browser, Caller caller) {
        proofs.resend(AIM, browser, caller);
    }

    Optional<ContactCodes.Waiting> waiting(Secret browser) {
        return proofs.find(AIM, browser);
    }

    /// A right code begins a visit; its token goes into a cookie.
    Optional<Secret> prove(Secret browser, String code, Caller caller) {
        return tx.run(() -> proofs.prove(AIM, browser, code, caller).map(contact -> begun(contact, caller)));
    }

    private Secret begun(Contact contact, Caller caller) {
        var bearer = Bearer.create(contact.account());
        boolean stale = contact.mustBeProvenAgain(clock.instant());
        store.insert(
                new Visit(contact.account(), bearer.hash(), stale, null),
                clock.instant().plus(LIFE));
        audit.record(
                contact.account(),
                Fact.success("recovery.address-proven")
                        .from(caller)
                        .with("kind", contact.kind().name()));
        return bearer.reveal();
    }

    Optional<Visit> find(Secret token) {
        return Bearer.read(token).flatMap(bearer -> store.find(bearer.account(), bearer.hash(), clock.instant()));
    }

    /// A second proof was given in it.
    void second(Visit visit, String kind) {
        store.second(visit, kind);
    }

    /// What any browser has shown of the account counts no more.
    void endAll(AccountId account) {
        store.endAll(account);
    }

    int forget() {
        return store.forget(clock.instant());
    }
}
