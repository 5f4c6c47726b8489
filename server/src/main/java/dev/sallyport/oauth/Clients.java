package dev.sallyport.oauth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Jws;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.db.DatabaseTrouble;
import dev.sallyport.base.egress.Egress;
import dev.sallyport.base.who.Secret;
import dev.sallyport.base.who.Uuid7;
import dev.sallyport.wire.ClientEntry;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.stereotype.Component;

/// The register of programs. The operator adds and removes them; running nodes see it at once.
@Component
public final class Clients {
    private static final Set<String> GRANTS = Set.of(
            "authorization_code",
            "refresh_token",
            "client_credentials",
            "urn:ietf:params:oauth:grant-type:device_code");

    /// The audience of clients that call our inside port beside an interface of their own.
    public static final String INSIDE = Client.INSIDE;

    private final ClientStore store;
    private final Egress egress;
    private final String brand;
    private final Clock clock;
    private final List<Consumer<String>> onRemoval = new CopyOnWriteArrayList<>();

    Clients(ClientStore store, Egress egress, Config config, Clock clock) {
        this.store = store;
        this.egress = egress;
        this.brand = config.brand();
        this.clock = clock;
    }

    /// Does something with the register of the database that the settings name, while no node need run.
    public static <T> T with(Config config, Clock clock, Function<Clients, T> work) {
        Config.Database database = config.database();
        var connection = new SingleConnectionDataSource(database.url(), database.user(), database.password(), true);
        try {
            return work.apply(
                    new Clients(new ClientStore(JdbcClient.create(connection)), new Egress(config), config, clock));
        } catch (DataAccessException e) {
            throw new DatabaseTrouble(
                    "The database at " + database.url() + " does not do it: "
                            + String.valueOf(e.getMostSpecificCause().getMessage())
                                    .strip(),
                    e);
        } finally {
            connection.destroy();
        }
    }

    /// A client as the operator describes it.
    ///
    /// @param standing `own`, `verified` or `unverified`
    /// @param jwks its public keys, when it proves itself by one
    /// @param open whether it can keep no secret
    public record Wanted(
            String name,
            String standing,
            boolean open,
            boolean strict,
            boolean bound,
            @Nullable String jwks,
            List<String> grants,
            List<String> scopes,
            List<String> redirects,
            List<String> afterLogout,
            @Nullable String backChannel,
            List<String> audiences,
            List<String> detailTypes) {}

    /// What came of it.
    public sealed interface Added {
        /// @param secret shown now and never again; null for a client without one
        record Done(String clientId, @Nullable Secret secret) implements Added {}

        /// @param obstacles in sentences, all at once
        record Refused(List<String> obstacles) implements Added {}
    }

    public Added add(Wanted wanted) {
        List<String> obstacles = obstacles(wanted);
        if (!obstacles.isEmpty()) {
            return new Added.Refused(obstacles);
        }
        String id = "app-" + Tokens.encode(Tokens.random(12)).replace('_', 'x').replace('-', 'y');
        Client.Method method = method(wanted);
        Secret secret = method == Client.Method.SECRET ? new Secret(Tokens.create()) : null;
        var client = new Client(
                id,
                wanted.name(),
                standing(wanted.standing()).orElseThrow(),
                method,
                wanted.strict(),
                wanted.strict() || wanted.bound(),
                secret == null ? null : Tokens.hash(secret.reveal()),
                publicKeys(wanted.jwks()),
                Set.copyOf(wanted.grants()),
                Set.copyOf(wanted.scopes()),
                wanted.redirects(),
                wanted.afterLogout(),
                wanted.backChannel(),
                wanted.audiences(),
                Set.copyOf(wanted.detailTypes()),
                clock.instant());
        return store.insert(client, AppNames.skeleton(wanted.name()))
                ? new Added.Done(id, secret)
                : new Added.Refused(List.of("The name looks like that of another client."));
    }

    private static Client.Method method(Wanted wanted) {
        if (wanted.open()) {
            return Client.Method.NONE;
        }
        return wanted.jwks() == null ? Client.Method.SECRET : Client.Method.KEY;
    }

    private List<String> obstacles(Wanted wanted) {
        var obstacles = new ArrayList<String>();
        Optional<Client.Standing> standing = standing(wanted.standing());
        if (standing.isEmpty()) {
            obstacles.add("The standing is own, verified or unverified.");
        }
        AppNames.obstacle(wanted.name(), brand, standing.equals(Optional.of(Client.Standing.OWN)))
                .ifPresent(obstacles::add);
        addresses(wanted, obstacles);
        if (wanted.grants().isEmpty() || !GRANTS.containsAll(wanted.grants())) {
            obstacles.add(
                    "Grants are " + String.join(", ", GRANTS.stream().sorted().toList()) + ".");
        }
        if (wanted.grants().contains("authorization_code") && wanted.redirects().isEmpty()) {
            obstacles.add("A client that sends browsers here needs an address that they come back to.");
        }
        if (wanted.open() && (wanted.grants().contains("client_credentials") || wanted.jwks() != null)) {
            obstacles.add("A public client has neither keys nor access of its own.");
        }
        if (wanted.strict() && (wanted.open() || wanted.jwks() == null)) {
            obstacles.add("The strict profile asks for a client with keys (FAPI 2.0).");
        }
        boolean asksHolders = !wanted.grants().equals(List.of("client_credentials"));
        for (String scope : wanted.scopes()) {
            if (!scope.matches("[!#-\\[\\]-~]{1,60}")
                    || (asksHolders && Scope.of(scope).isEmpty())) {
                obstacles.add("The scope " + scope + " is none that a holder can be asked for.");
            }
        }
        wanted.detailTypes().stream()
                .filter(type -> !type.matches("[a-z0-9_.:/-]{1,60}"))
                .forEach(type -> obstacles.add("The type " + type + " has other characters than a-z 0-9 _ . : / -."));
        return obstacles;
    }

    private void addresses(Wanted wanted, List<String> obstacles) {
        for (List<String> some : List.of(wanted.redirects(), wanted.afterLogout())) {
            for (String uri : some) {
                RedirectUris.obstacle(uri)
                        .ifPresent(why -> obstacles.add("The address " + uri + " is not taken: " + why + "."));
            }
        }
        for (String uri : wanted.audiences()) {
            if (!uri.matches("https://[^\\s#]+|urn:[^\\s#]+")) {
                obstacles.add("The audience " + uri + " is no address that begins with https or urn.");
            }
        }
        String back = wanted.backChannel();
        if (back != null) {
            egress.obstacle(back).ifPresent(why -> obstacles.add("The back-channel address " + why + "."));
        }
        if (wanted.jwks() != null && publicKeys(wanted.jwks()) == null) {
            obstacles.add("The keys are no JWK set with public keys that we take (P-256, Ed25519, RSA of 2048 bits).");
        }
    }

    private static Optional<Client.Standing> standing(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "own" -> Optional.of(Client.Standing.OWN);
            case "verified" -> Optional.of(Client.Standing.VERIFIED);
            case "unverified" -> Optional.of(Client.Standing.UNVERIFIED);
            default -> Optional.empty();
        };
    }

    /// The set without anything private; null when it is none.
    private static @Nullable String publicKeys(@Nullable String jwks) {
        if (jwks == null) {
            return null;
        }
        try {
            JWKSet read = JWKSet.parse(jwks);
            boolean taken = !read.isEmpty()
                    && read.getKeys().stream().noneMatch(JWK::isPrivate)
                    && read.getKeys().stream().allMatch(Jws::takes);
            return taken ? read.toString(true) : null;
        } catch (ParseException e) {
            return null;
        }
    }

    Optional<Client> find(String id) {
        return AuthorizationServerContextHolder.getContext() instanceof Exchange exchange
                ? exchange.clients().computeIfAbsent(id, store::find)
                : store.find(id);
    }

    public boolean has(String id) {
        return find(id).isPresent();
    }

    /// In the order in which they came.
    public List<ClientEntry> list() {
        return store.all().stream().map(Clients::entry).toList();
    }

    private static ClientEntry entry(Client c) {
        return new ClientEntry(
                c.id(),
                c.name(),
                c.standing().name().toLowerCase(Locale.ROOT),
                switch (c.method()) {
                    case NONE -> "none";
                    case SECRET -> "client_secret_basic";
                    case KEY -> "private_key_jwt";
                },
                c.strict(),
                c.bound(),
                sorted(c.grants()),
                sorted(c.scopes()),
                c.redirects(),
                c.afterLogout(),
                c.backChannel(),
                c.audiences(),
                sorted(c.detailTypes()),
                c.addedAt());
    }

    private static List<String> sorted(Set<String> words) {
        return words.stream().sorted().toList();
    }

    /// What it was given is worth nothing from now on.
    public boolean remove(String id) {
        Instant now = clock.instant();
        boolean removed = store.remove(new Recall(Uuid7.at(now.toEpochMilli()), Recall.Kind.CLIENT, id, now));
        if (removed) {
            onRemoval.forEach(listener -> listener.accept(id));
        }
        return removed;
    }

    /// Called in the transaction of a removal; other nodes hear of it when that commits.
    void onRemoval(Consumer<String> listener) {
        onRemoval.add(listener);
    }
}
