package dev.sallyport.account;

import dev.sallyport.account.ContactCodes.Flow;
import dev.sallyport.account.ContactCodes.Sending;
import dev.sallyport.account.ContactCodes.Waiting;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Networks;
import dev.sallyport.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// What a holder does with his addresses. Every one of them is told of every change; the one that loses its
/// place may object for 72 hours, and until then no other account can take it.
@Component
public final class ContactChanges {
    private static final int MOST = 10;
    /// So long after the proof that was given for it an address may still be proven.
    private static final Duration LIFE = Duration.ofMinutes(15);

    private final ContactCodes codes;
    private final Contacts contacts;
    private final ContactStore store;
    private final ContactDesk desk;
    private final Audit audit;
    private final Config config;
    private final Tx tx;

    ContactChanges(
            ContactCodes codes,
            Contacts contacts,
            ContactStore store,
            ContactDesk desk,
            Audit audit,
            Config config,
            Tx tx) {
        this.codes = codes;
        this.contacts = contacts;
        this.store = store;
        this.desk = desk;
        this.audit = audit;
        this.config = config;
        this.tx = tx;
    }

    /// What came of naming a further address.
    public enum Naming {
        SENT,
        NOT_AN_IDENTIFIER,
        /// It has letters that nobody could tell from others.
        LOOK_ALIKE,
        /// The account has it already.
        HELD,
        /// The account has as many as it may.
        TOO_MANY
    }

    /// Sends a code to a further address. Whether another account has it is told to its owner only.
    public Naming name(Session session, String typed, Caller caller) {
        AccountId account = session.account();
        desk.limits().take(Limit.CONTACT_CHANGE, account.toString());
        Optional<Identifier> identifier = Identifiers.read(typed, config.sms().homeCountry());
        if (identifier.isEmpty()) {
            return Identifiers.imitates(typed) ? Naming.LOOK_ALIKE : Naming.NOT_AN_IDENTIFIER;
        }
        List<Contact> held = contacts.list(account);
        if (held.stream().anyMatch(c -> c.text().equals(identifier.get().text()))) {
            return Naming.HELD;
        }
        if (held.size() >= MOST) {
            return Naming.TOO_MANY;
        }
        send(session, identifier.get(), desk.now().plus(LIFE), caller);
        return Naming.SENT;
    }

    public void resend(Session session, Caller caller) {
        Waiting waiting = codes.mayResend(flow(session));
        desk.limits().take(Limit.CONTACT_CHANGE, session.account().toString());
        Identifier to =
                Identifiers.read(waiting.target(), config.sms().homeCountry()).orElseThrow();
        send(session, to, waiting.flowUntil(), caller);
    }

    private void send(Session session, Identifier to, Instant until, Caller caller) {
        if (to.kind() == Identifier.Kind.PHONE) {
            desk.limits().take(Limit.SMS_NETWORK, caller.network());
            desk.limits().take(Limit.SMS_PREFIX, Networks.prefix(caller.address()));
        }
        Account account = desk.account(session.account());
        Optional<String> instead = contacts.isFree(to) ? Optional.empty() : Optional.of("contact.exists");
        tx.run(() -> codes.send(
                flow(session),
                new Sending(to, desk.reach().language(account.id()), account.zone(), "contact.code", instead),
                until));
    }

    public Optional<Waiting> waiting(Session session) {
        return codes.find(flow(session));
    }

    /// What came of typing the code.
    public enum Adding {
        ADDED,
        WRONG,
        OVER
    }

    public Adding add(Session session, String code, Caller caller) {
        desk.limits().take(Limit.CODE_CHECK_NETWORK, caller.network());
        // The check is a transaction of its own: a used check stays used, whatever comes after.
        return switch (tx.run(() -> check(session, code, caller))) {
            case WRONG -> Adding.WRONG;
            case OVER -> Adding.OVER;
            case RIGHT -> tx.run(() -> claim(session, caller)) ? Adding.ADDED : Adding.OVER;
        };
    }

    private ContactCodes.Check check(Session session, String code, Caller caller) {
        ContactCodes.Check check = codes.check(flow(session), code);
        switch (check) {
            case RIGHT -> {}
            case WRONG ->
                audit.record(
                        session.account(),
                        Fact.failure("contact.code-failed").in(session.id()).from(caller));
            case OVER -> audit.refused("contact.code-failed");
        }
        return check;
    }

    /// Takes the address that the code proved, and no other that may have been named meanwhile.
    private boolean claim(Session session, Caller caller) {
        AccountId account = session.account();
        desk.proofs().queueUp(account);
        Optional<Waiting> waiting = codes.find(flow(session));
        Optional<Identifier> proven = codes.consume(flow(session))
                .flatMap(text -> Identifiers.read(text, config.sms().homeCountry()));
        // Whoever named it may be whom a change of the proofs was meant to shut out.
        if (proven.isEmpty()
                || waiting.isEmpty()
                || desk.proofs().changedSince(account, waiting.get().flowUntil().minus(LIFE), true)
                || !contacts.claim(account, proven.get(), false)) {
            return false;
        }
        Identifier identifier = proven.get();
        desk.proofs().contactAdded(account);
        desk.reach().all(account, "contact.added", Map.of("contact", identifier.masked()), caller);
        audit.record(
                account,
                Fact.success("contact.added")
                        .in(session.id())
                        .from(caller)
                        .with("kind", identifier.kind().name()));
        return true;
    }

    /// What came of removing an address.
    public enum Removing {
        REMOVED,
        /// No such address of this account.
        UNKNOWN,
        /// Without it the account could neither be found nor told anything.
        LAST
    }

    /// Removes an address. It is told, may object, and stays reserved for this account until then.
    public Removing remove(Session session, UUID contact, Caller caller) {
        AccountId account = session.account();
        desk.limits().take(Limit.CONTACT_CHANGE, account.toString());
        return tx.run(() -> {
            desk.proofs().queueUp(account);
            store.lock(account);
            List<Contact> held = contacts.list(account);
            Optional<Contact> gone =
                    held.stream().filter(c -> c.id().equals(contact)).findFirst();
            if (gone.isEmpty()) {
                return Removing.UNKNOWN;
            }
            if (held.size() == 1) {
                return Removing.LAST;
            }
            store.remove(account, contact, desk.now());
            desk.proofs().contactChanged(account);
            if (gone.get().isPrimary()) {
                Contact next = held.stream()
                        .filter(c -> !c.id().equals(contact))
                        .findFirst()
                        .orElseThrow();
                store.makePrimary(account, next.id());
            }
            desk.ties().forEach(tie -> tie.gone(account, contact, caller));
            String link = desk.objections().grant(account, Objections.Change.CONTACT_REMOVED, contact);
            Map<String, String> values = Map.of("contact", gone.get().masked());
            desk.reach().all(account, "contact.removed", values, caller);
            var withLink = new HashMap<>(values);
            withLink.put("link", config.link(link));
            desk.reach().one(account, gone.get(), "contact.removed", withLink);
            audit.record(
                    account,
                    Fact.success("contact.removed")
                            .in(session.id())
                            .from(caller)
                            .with("kind", gone.get().kind().name()));
            return Removing.REMOVED;
        });
    }

    /// Makes an address the one the account is called by. False for one it does not have.
    public boolean makePrimary(Session session, UUID contact, Caller caller) {
        AccountId account = session.account();
        desk.limits().take(Limit.CONTACT_CHANGE, account.toString());
        return tx.run(() -> {
            desk.proofs().queueUp(account);
            store.lock(account);
            Optional<Contact> chosen = contacts.find(account, contact);
            if (chosen.isEmpty() || !store.makePrimary(account, contact)) {
                return false;
            }
            desk.proofs().contactChanged(account);
            desk.reach()
                    .all(
                            account,
                            "contact.primary",
                            Map.of("contact", chosen.get().masked()),
                            caller);
            audit.record(
                    account,
                    Fact.success("contact.primary-changed").in(session.id()).from(caller));
            return true;
        });
    }

    private static Flow flow(Session session) {
        return new Flow(
                session.account(), Purpose.CONTACT_ADD, Tokens.hash(session.id().toString()));
    }
}
