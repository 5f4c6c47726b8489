package dev.sallyport.withdrawal;

import dev.sallyport.account.Contacts;
import dev.sallyport.account.Identifier;
import dev.sallyport.account.Reach;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.session.Session;
import dev.sallyport.session.Sessions;
import java.util.Map;
import org.springframework.stereotype.Component;

/// What happened to a destination, for the record and for the holder, in the caller's transaction.
@Component
class DestinationNews {
    private final Audit audit;
    private final Reach reach;
    private final Contacts contacts;
    private final Sessions sessions;
    private final Config config;

    DestinationNews(Audit audit, Reach reach, Contacts contacts, Sessions sessions, Config config) {
        this.audit = audit;
        this.reach = reach;
        this.contacts = contacts;
        this.sessions = sessions;
        this.config = config;
    }

    /// Whether a mail with a link reaches the holder.
    boolean hasMail(AccountId account) {
        return contacts.list(account).stream().anyMatch(one -> one.kind() == Identifier.Kind.MAIL);
    }

    void added(Listed one, Destination to, Secret token, Session session, Caller caller) {
        reach.all(
                one.account(),
                "destination.added",
                Map.of(
                        "asset",
                        to.asset(),
                        "payee",
                        Grouped.ends(to.address()),
                        "until",
                        one.activeAt().toString(),
                        "link",
                        config.link("/destinations/" + token.reveal())),
                caller);
        audit.record(one.account(), of("destination.added", one).in(session.id()).on(session.device()).from(caller));
    }

    void confirmed(Listed one, Caller caller) {
        audit.record(one.account(), of("destination.confirmed", one).from(caller));
    }

    void removed(Listed one, Destination to, Session session, Caller caller) {
        reach.all(
                one.account(),
                "destination.removed",
                Map.of("asset", to.asset(), "payee", Grouped.ends(to.address())),
                caller);
        audit.record(
                one.account(), of("destination.removed", one).in(session.id()).on(session.device()).from(caller));
    }

    /// Whoever added it has given a proof and is signed in: nobody stays so.
    void disowned(Listed one, Caller caller) {
        sessions.endAll(one.account(), "destination-disowned", caller);
        reach.all(one.account(), "destination.disowned", Map.of());
        audit.record(one.account(), of("destination.disowned", one).from(caller));
    }

    private static Fact of(String fact, Listed one) {
        return Fact.success(fact).with("destination", one.id().toString());
    }
}
