package dev.sallyport.recoverycode;

import dev.sallyport.account.Reach;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.Seen;
import dev.sallyport.session.Sight;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/// What happened to the codes: for the record, and for its owner by every address of his. In the caller's transaction.
@Component
class RecoveryCodeNews {
    private final Audit audit;
    private final Reach reach;
    private final Sight sight;

    RecoveryCodeNews(Audit audit, Reach reach, Sight sight) {
        this.audit = audit;
        this.reach = reach;
        this.sight = sight;
    }

    /// What was typed back is none of the codes.
    void notKept() {
        audit.refused("recoverycode.not-kept");
    }

    void tell(AccountId account, Fact fact, Map<String, String> values, Caller caller) {
        Fact whole = fact.from(caller);
        for (var value : values.entrySet()) {
            whole = whole.with(value.getKey(), value.getValue());
        }
        audit.record(account, whole);
        Seen seen = sight.of(caller);
        var all = new HashMap<>(values);
        all.put("device", seen.label());
        all.put("place", seen.place() == null ? seen.address() : seen.place() + " (" + seen.address() + ")");
        all.put("address", seen.address());
        reach.all(account, fact.kind(), all);
    }
}
