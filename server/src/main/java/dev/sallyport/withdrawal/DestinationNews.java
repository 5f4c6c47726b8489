package dev.sallyport.withdrawal;

import dev.sallyport.account.Contact;
import dev.sallyport.account.Contacts;
import dev.sallyport.account.HoldCause;
import dev.sallyport.account.Holds;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// What happened to a destination, for the record and for the holder, in the caller's transaction.
@Component
class DestinationNews {
    private final Audit audit;
    private final Reach reach;
    private final Contacts contacts;
    private final Sessions sessions;
    private final Holds holds;
    private final Config config;

    DestinationNews(Audit audit, Reach reach, Contacts contacts, Sessions sessions, Holds holds, Config config) {
        this.audit = audit;
        this.reach = reach;
        this.contacts = contacts;
        this.sessions = sessions;
        this.holds = holds;
        this.config = config;
    }

    /// The mailbox that confirms: the primary one, or the oldest.
    Optional<Contact> mailbox(AccountId account) {
        return contacts.list(account).stream()
                .filter(one -> one.kind() == Identifier.Kind.MAIL)
                .min(Comparator.comparing(Contact::isPrimary).reversed().thenComparing(Contact::addedAt));
    }

    /// @param confirmation what the link ends with by which one mailbox confirms it
    /// @param objection what the link ends with by which every mailbox can take it out, and nothing else
    record Tokens(Secret confirmation, Secret objection) {}

    void added(Listed one, Destination to, Contact mailbox, Tokens tokens, Session session, Caller caller) {
        var values = new HashMap<>(values(to));
        values.put("until", one.activeAt().toString());
        values.put("link", link(tokens.objection()));
        reach.all(one.account(), "destination.added", values, caller);
        values.put("link", link(tokens.confirmation()));
        reach.one(one.account(), mailbox, "destination.confirm", values);
        audit.record(one.account(), within(session, of("destination.added", one), caller));
    }

    private String link(Secret token) {
        return config.link("/destinations/" + token.reveal());
    }

    void confirmed(Listed one, Caller caller) {
        audit.record(one.account(), of("destination.confirmed", one).from(caller));
    }

    void removed(Listed one, Destination to, Session session, Caller caller) {
        reach.all(one.account(), "destination.removed", values(to), caller);
        audit.record(one.account(), within(session, of("destination.removed", one), caller));
    }

    /// Whoever added it was signed in and had a proof: nobody stays signed in, and nothing leaves for a while.
    void disowned(Listed one, Destination to, Caller caller) {
        holds.place(one.account(), HoldCause.DISOWNED);
        sessions.endAll(one.account(), "destination-disowned", caller);
        reach.all(one.account(), "destination.disowned", values(to));
        audit.record(one.account(), of("destination.disowned", one).from(caller));
    }

    private static Fact of(String fact, Listed one) {
        return Fact.success(fact).with("destination", one.id().toString());
    }

    private static Fact within(Session session, Fact fact, Caller caller) {
        return fact.in(session.id()).on(session.device()).from(caller);
    }

    /// The destination by its ends: the whole of it stays out of mails.
    private static Map<String, String> values(Destination to) {
        return Map.of("asset", to.asset(), "network", to.network(), "payee", Grouped.ends(to.address()));
    }
}
