package dev.sallyport.oauth;

import dev.sallyport.account.Contact;
import dev.sallyport.account.Contacts;
import dev.sallyport.account.Reach;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.session.Session;
import dev.sallyport.wire.ErrorCode;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// What holders say yes to. What only reads is remembered; whatever moves money is asked for each time.
@Component
class Consents {
    private final ConsentStore store;
    private final Grants grants;
    private final Devices devices;
    private final Contacts contacts;
    private final Reach reach;
    private final Clock clock;

    Consents(ConsentStore store, Grants grants, Devices devices, Contacts contacts, Reach reach, Clock clock) {
        this.store = store;
        this.grants = grants;
        this.devices = devices;
        this.contacts = contacts;
        this.reach = reach;
        this.clock = clock;
    }

    /// Whether the holder need not be asked: the program is the service's own, or he has said yes to all of it, for
    /// all that it asks for. On the holder's machine any program can take the place of one that keeps no secret, so
    /// that he is asked each time (RFC 8252 section 8.6).
    boolean covers(AccountId account, Client client, Ask ask) {
        if (client.isPublic() && !RedirectUris.isOnTheWeb(ask.redirectUri())) {
            return false;
        }
        if (client.standing() == Client.Standing.OWN) {
            return true;
        }
        return !isMoney(ask, ask.scopes())
                && store.find(account, client.id()).stream()
                        .anyMatch(said -> said.audiences().containsAll(audiences(client, ask))
                                && said.scopes().containsAll(ask.scopes()));
    }

    /// Whether he has ever let this program in.
    boolean knows(AccountId account, Client client) {
        return client.standing() == Client.Standing.OWN
                || !store.find(account, client.id()).isEmpty();
    }

    /// The interfaces that its tokens would be for, in one order.
    private static List<String> audiences(Client client, Ask ask) {
        List<String> all = ask.resources().isEmpty() ? client.audiences() : ask.resources();
        return all.stream().distinct().sorted().toList();
    }

    /// Whether saying yes to these of what was asked for lets the program move money.
    static boolean isMoney(Ask ask, Set<String> chosen) {
        return ask.one(Details.CLAIM) != null || chosen.stream().anyMatch(Scope::isMoney);
    }

    /// All that was asked for.
    Set<String> all(Client client, Ask ask) {
        return ask.scopes().stream().filter(client.scopes()::contains).collect(Collectors.toSet());
    }

    /// What the holder has chosen of what was asked for; who he is belongs to the whole.
    Set<String> chosen(Ask ask, Set<String> chosen) {
        var scopes = new LinkedHashSet<>(ask.scopes());
        scopes.retainAll(chosen);
        boolean any = !scopes.isEmpty() || ask.scopes().equals(Set.of(Scope.OPENID.label()));
        if (any && ask.scopes().contains(Scope.OPENID.label())) {
            scopes.add(Scope.OPENID.label());
        }
        return scopes;
    }

    /// Whom the program asked for, when that is not this account.
    Optional<String> hintOfAnother(AccountId account, Ask ask) {
        return Optional.ofNullable(ask.one("login_hint"))
                .filter(hint -> !hint.equals(account.toString()))
                .filter(hint ->
                        contacts.list(account).stream().map(Contact::text).noneMatch(hint::equalsIgnoreCase));
    }

    /// Keeps what was said, in the caller's transaction. The holder is told of a program that is new to him.
    void remember(Session session, Client client, Ask ask, Set<String> scopes, Caller caller) {
        if (client.standing() == Client.Standing.OWN) {
            return;
        }
        List<ConsentStore.Consent> before = store.find(session.account(), client.id());
        // What was not asked for now stays as it was said before.
        List<String> audiences = audiences(client, ask);
        var kept = new LinkedHashSet<String>();
        before.stream().filter(said -> said.audiences().equals(audiences)).forEach(said -> kept.addAll(said.scopes()));
        kept.removeAll(ask.scopes());
        scopes.stream().filter(scope -> !Scope.isMoney(scope)).forEach(kept::add);
        store.put(session.account(), client.id(), audiences, kept, clock.instant());
        grants.note(
                session,
                Fact.success("oauth.consented")
                        .from(caller)
                        .with("client", client.id())
                        .with("scopes", String.join(" ", scopes)));
        if (before.isEmpty()) {
            reach.all(session.account(), "oauth.connected", Map.of("app", client.name()), caller);
        }
    }

    /// Makes the grant, in the caller's transaction.
    Grants.Given give(Session session, Client client, Ask ask, Set<String> scopes, Caller caller) {
        Grants.Given given = grants.give(session, client, ask, scopes, caller);
        String device = ask.device();
        if (device != null
                && !devices.allow(device, session.account(), given.grant().id())) {
            throw new Refused(ErrorCode.CONFLICT, "the device was answered meanwhile");
        }
        return given;
    }

    /// Notes that the holder said no, in the caller's transaction.
    void refused(Session session, Ask ask, Caller caller) {
        grants.note(session, Fact.failure("oauth.refused").from(caller).with("client", ask.client()));
    }

    void refuseDevice(String device) {
        devices.refuse(device);
    }
}
