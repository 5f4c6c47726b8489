package dev.sallyport.account;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.Sessions;
import java.util.Map;
import org.springframework.stereotype.Component;

/// What follows when a change was objected to: nobody stays signed in, and every address is told.
@Component
class ObjectionEffects {
    private final Sessions sessions;
    private final Reach reach;
    private final Audit audit;
    private final Holds holds;

    ObjectionEffects(Sessions sessions, Reach reach, Audit audit, Holds holds) {
        this.sessions = sessions;
        this.reach = reach;
        this.audit = audit;
        this.holds = holds;
    }

    void kept(AccountId account, Caller caller) {
        reach.all(account, "account.kept", Map.of());
        audit.record(account, Fact.success("account.kept").from(caller));
    }

    void follow(AccountId account, Objections.Change change, Caller caller) {
        switch (change) {
            case CONTACT_REMOVED -> holds.place(account, HoldCause.CONTACT_CHANGED);
            case ALLOW_LIST_LOOSENED -> holds.place(account, HoldCause.DISOWNED);
            case ACCOUNT_CLOSING -> {}
        }
        sessions.endAll(account, "objection", caller);
        reach.all(account, "objection." + change.stored(), Map.of());
        audit.record(account, Fact.success("objection.used").from(caller).with("change", change.stored()));
    }
}
