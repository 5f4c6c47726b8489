package dev.sallyport.passkey;

import dev.sallyport.account.Reach;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.Seen;
import dev.sallyport.session.Sight;
import java.util.Map;
import org.springframework.stereotype.Component;

/// What is told of passkeys: to the holder by all his addresses, with device and place, and to the record. In the
/// caller's transaction.
@Component
final class PasskeyNews {
    private final Reach reach;
    private final Audit audit;
    private final Sight sight;

    PasskeyNews(Reach reach, Audit audit, Sight sight) {
        this.reach = reach;
        this.audit = audit;
        this.sight = sight;
    }

    void all(AccountId account, String kind, Caller caller) {
        Seen seen = sight.of(caller);
        String place = seen.place() == null ? seen.address() : seen.place() + " (" + seen.address() + ")";
        reach.all(account, kind, Map.of("device", seen.label(), "place", place));
    }

    /// Whatever a stranger can send as often as he likes.
    void refused(String kind) {
        audit.refused(kind);
    }

    void record(AccountId account, Fact fact) {
        audit.record(account, fact);
    }
}
