package dev.sallyport.account;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.Session;
import java.util.Map;
import org.springframework.stereotype.Component;

/// What happened to the rule of the list, for the record and for every address of the holder, in the caller's
/// transaction.
@Component
class AllowListNews {
    private final Audit audit;
    private final Reach reach;
    private final Objections objections;
    private final Config config;

    AllowListNews(Audit audit, Reach reach, Objections objections, Config config) {
        this.audit = audit;
        this.reach = reach;
        this.objections = objections;
        this.config = config;
    }

    /// It gets looser later. Until then the link in the mail takes that back, for whoever reads any of the mailboxes.
    void loosening(Session session, AllowList.Change next, Caller caller) {
        AccountId account = session.account();
        String link = objections.grant(account, Objections.Change.ALLOW_LIST_LOOSENED, null, next.at());
        reach.all(
                account,
                "allow-list.loosening",
                Map.of("until", next.at().toString(), "link", config.link(link)),
                caller);
        record(session, "allow-list.loosening", caller);
    }

    void changed(Session session, Caller caller) {
        reach.all(session.account(), "allow-list.changed", Map.of(), caller);
        record(session, "allow-list.changed", caller);
    }

    void kept(Session session, Caller caller) {
        record(session, "allow-list.kept", caller);
    }

    private void record(Session session, String fact, Caller caller) {
        audit.record(
                session.account(),
                Fact.success(fact).in(session.id()).on(session.device()).from(caller));
    }
}
