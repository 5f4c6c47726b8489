package dev.sallyport.oauth;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/// The programs that an account is connected with, and taking back what they were given.
@Component
class Apps {
    private final Grants grants;
    private final ConsentStore consents;
    private final Clients clients;
    private final Audit audit;
    private final Tx tx;

    Apps(Grants grants, ConsentStore consents, Clients clients, Audit audit, Tx tx) {
        this.grants = grants;
        this.consents = consents;
        this.clients = clients;
        this.audit = audit;
        this.tx = tx;
    }

    /// One for each program, the one last used first.
    List<OAuthViews.App> list(AccountId account) {
        Map<String, List<Grant>> open = new LinkedHashMap<>();
        consents.list(account).forEach(consent -> open.put(consent.client(), new ArrayList<>()));
        grants.list(account)
                .forEach(grant -> open.computeIfAbsent(grant.client(), id -> new ArrayList<>())
                        .add(grant));
        return open.entrySet().stream()
                .map(entry -> clients.find(entry.getKey()).map(client -> app(account, client, entry.getValue())))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(OAuthViews.App::lastUsed).reversed())
                .toList();
    }

    private OAuthViews.App app(AccountId account, Client client, List<Grant> open) {
        List<ConsentStore.Consent> consent = consents.find(account, client.id());
        var scopes = new TreeSet<String>();
        consent.forEach(said -> scopes.addAll(said.scopes()));
        open.forEach(grant -> scopes.addAll(grant.scopes()));
        Instant since = consent.stream()
                .map(ConsentStore.Consent::givenAt)
                .min(Comparator.naturalOrder())
                .or(() -> open.stream().map(Grant::createdAt).min(Comparator.naturalOrder()))
                .orElse(Instant.EPOCH);
        return new OAuthViews.App(
                client.id(),
                client.name(),
                client.standing().name().toLowerCase(Locale.ROOT),
                List.copyOf(scopes),
                since,
                open.stream()
                        .map(Grant::lastUsedAt)
                        .max(Comparator.naturalOrder())
                        .orElse(since),
                open.stream().anyMatch(Grant::offline));
    }

    /// Takes back all that a program was given. False when it has nothing.
    boolean remove(AccountId account, String client, Caller caller) {
        return tx.run(() -> {
            boolean said = consents.remove(account, client);
            boolean had =
                    !grants.endOfClient(account, client, "taken-back", caller).isEmpty();
            if (said || had) {
                audit.record(account, Fact.success("oauth.removed").from(caller).with("client", client));
            }
            return said || had;
        });
    }
}
