package dev.sallyport.service;

import dev.sallyport.base.http.InsideScopes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.http.Services;
import dev.sallyport.base.http.Services.Service;
import dev.sallyport.base.text.Plain;
import dev.sallyport.base.who.Secret;
import dev.sallyport.oauth.Clients;
import dev.sallyport.wire.ClientAdded;
import dev.sallyport.wire.ClientList;
import dev.sallyport.wire.ClientRemoved;
import dev.sallyport.wire.ClientRequest;
import dev.sallyport.wire.ErrorCode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// What staff may do to the register of programs. A program of the service's own, which asks no holder
/// for consent, one that the operator vouches for, and one that may itself register programs or hold
/// secrets of API keys, are the operator's to add, by his command alone. And no service gives another
/// more of the inside port than it has itself.
@Component
final class ClientDesk {
    private static final Logger LOG = LoggerFactory.getLogger(ClientDesk.class);

    private static final String ASKING = "tokens.introspect";

    private final Clients clients;
    private final InsideScopes inside;
    private final JsonMapper json;

    ClientDesk(Clients clients, InsideScopes inside, JsonMapper json) {
        this.clients = clients;
        this.inside = inside;
        this.json = json;
    }

    ClientList list() {
        return new ClientList(clients.list());
    }

    /// The client cannot be as it was described.
    static final class NotTaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient List<String> obstacles;

        NotTaken(List<String> obstacles) {
            super("not taken", null, false, false);
            this.obstacles = List.copyOf(obstacles);
        }

        List<String> obstacles() {
            return obstacles;
        }
    }

    Making making(ClientRequest wanted, Service service) {
        return new Making(wanted, service);
    }

    /// One client on its way into the register; knows its secret until it was told.
    final class Making {
        private final ClientRequest wanted;
        private final Service service;
        private @Nullable Secret secret;

        private Making(ClientRequest wanted, Service service) {
            this.wanted = wanted;
            this.service = service;
        }

        /// @return without the secret
        ClientAdded run() {
            Clients.Wanted described = described(wanted, json);
            if (!described.standing().equalsIgnoreCase("unverified")
                    || described.scopes().contains(Services.CLIENTS)
                    || described.scopes().contains(Services.SECRETS)) {
                throw new NotTaken(List.of("Programs of your own, those that you have verified, and those that may"
                        + " register programs or hold secrets, are added by `sallyport client add` alone."));
            }
            List<String> beyond =
                    described.scopes().stream().filter(this::isBeyond).toList();
            if (!beyond.isEmpty()) {
                throw new NotTaken(beyond.stream()
                        .map(scope -> "Who registers it has no " + scope + " and cannot give it.")
                        .toList());
            }
            return switch (clients.add(described)) {
                case Clients.Added.Refused refused -> throw new NotTaken(refused.obstacles());
                case Clients.Added.Done done -> {
                    secret = done.secret();
                    LOG.atInfo()
                            .addKeyValue("event.action", "client.added")
                            .log("client {} added by {}", done.clientId(), service.name());
                    yield new ClientAdded(done.clientId(), null);
                }
            };
        }

        /// Opens something at the inside port that the caller may not open.
        private boolean isBeyond(String scope) {
            return (inside.names().contains(scope) || scope.equals(ASKING)) && !service.may(scope);
        }

        ClientAdded reveal(ClientAdded added) {
            return secret == null ? added : new ClientAdded(added.clientId(), secret.reveal());
        }
    }

    private static Clients.Wanted described(ClientRequest w, JsonMapper json) {
        return new Clients.Wanted(
                Objects.requireNonNullElse(w.name(), ""),
                Objects.requireNonNullElse(w.standing(), "unverified"),
                Boolean.TRUE.equals(w.publicClient()),
                Boolean.TRUE.equals(w.strict()),
                Boolean.TRUE.equals(w.bound()),
                w.jwks() == null ? null : json.writeValueAsString(w.jwks()),
                Objects.requireNonNullElse(w.grants(), List.of("authorization_code", "refresh_token")),
                some(w.scopes()),
                some(w.redirects()),
                some(w.afterLogout()),
                w.backChannel(),
                some(w.audiences()),
                some(w.detailTypes()));
    }

    private static List<String> some(@Nullable List<String> list) {
        return Objects.requireNonNullElse(list, List.of());
    }

    ClientRemoved remove(String client, Service service) {
        if (!clients.remove(client)) {
            throw new Refused(ErrorCode.NOT_FOUND, "no such client");
        }
        LOG.atInfo()
                .addKeyValue("event.action", "client.removed")
                .log("client {} removed by {}", Plain.oneLine(client, 60), service.name());
        return new ClientRemoved(client);
    }
}
