package dev.sallyport.oauth;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.who.AccountId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Delivers one logout token after the other: the older first for each program and account, again and again with longer
/// waits for a day, and without following where a program points.
@Component
class LogoutDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(LogoutDelivery.class);
    private static final JOSEObjectType TYPE = new JOSEObjectType("logout+jwt");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Duration LIFE = Duration.ofHours(24);

    private final LogoutStore store;
    private final Clients clients;
    private final SigningKeys keys;
    private final String issuer;
    private final Clock clock;
    private final HttpClient http = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .build();

    LogoutDelivery(LogoutStore store, Clients clients, SigningKeys keys, Config config, Clock clock) {
        this.store = store;
        this.clients = clients;
        this.keys = keys;
        this.issuer = config.origin().toString();
        this.clock = clock;
    }

    /// Tries once.
    ///
    /// @return when to try again; empty when there is nothing left to do
    Optional<Instant> attempt(AccountId account, UUID id) {
        Optional<LogoutStore.Row> row = store.find(account, id);
        Optional<Client> client = row.flatMap(r -> clients.find(r.client()));
        Instant now = clock.instant();
        if (row.isEmpty() || client.isEmpty() || client.get().backChannel() == null) {
            row.ifPresent(r -> store.giveUp(r, now));
            return Optional.empty();
        }
        if (store.hasOlder(row.get())) {
            return Optional.of(now.plus(FIRST_WAIT));
        }
        if (isTaken(client.get(), row.get())) {
            store.done(row.get(), now);
            return Optional.empty();
        }
        if (now.isAfter(row.get().createdAt().plus(LIFE))) {
            LOG.warn(
                    "{} has not taken a logout token for a day; it is given up",
                    client.get().id());
            store.giveUp(row.get(), now);
            return Optional.empty();
        }
        Instant next = now.plus(wait(row.get().tries()));
        store.failed(row.get(), next);
        return Optional.of(next);
    }

    private static Duration wait(int tries) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(tries, 12));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private boolean isTaken(Client client, LogoutStore.Row row) {
        var request = HttpRequest.newBuilder(URI.create(String.valueOf(client.backChannel())))
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("logout_token=" + token(client, row)));
        try {
            int status = http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            return status == 200 || status == 204;
        } catch (IOException e) {
            LOG.info(
                    "{} cannot be told of a logout: {}",
                    client.id(),
                    e.getClass().getSimpleName());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// OpenID Back-Channel Logout section 2.4: no nonce, and the same id at every try.
    private String token(Client client, LogoutStore.Row row) {
        Instant now = clock.instant();
        var claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(row.account().toString())
                .audience(client.id())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(2))))
                .jwtID(row.id().toString())
                .claim("sid", row.session().toString())
                .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()))
                .build();
        return keys.sign(TYPE, claims);
    }
}
