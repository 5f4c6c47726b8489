package dev.sallyport.totp;

import dev.sallyport.account.Reach;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.Seen;
import dev.sallyport.session.Sight;
import java.util.Map;
import org.springframework.stereotype.Component;

/// What happened to an app: for the record, and for its owner by every address of his. In the caller's transaction.
@Component
class TotpNews {
    private final Audit audit;
    private final Reach reach;
    private final Sight sight;

    TotpNews(Audit audit, Reach reach, Sight sight) {
        this.audit = audit;
        this.reach = reach;
        this.sight = sight;
    }

    /// A first code came for no key.
    void refusedStep() {
        audit.refused("totp.step-refused");
    }

    void note(AccountId account, Fact fact, Caller caller) {
        audit.record(account, fact.from(caller));
    }

    void tell(AccountId account, Fact fact, Caller caller) {
        note(account, fact, caller);
        Seen seen = sight.of(caller);
        String place = seen.place() == null ? seen.address() : seen.place() + " (" + seen.address() + ")";
        reach.all(account, fact.kind(), Map.of("device", seen.label(), "place", place, "address", seen.address()));
    }
}
