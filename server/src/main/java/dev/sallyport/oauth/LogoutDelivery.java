package dev.sallyport.oauth;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.egress.BackOff;
import dev.sallyport.base.egress.Egress;
import dev.sallyport.base.egress.Egress.Outcome;
import dev.sallyport.base.who.AccountId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Delivers logout tokens: the older first for each program and account, again and again with longer waits for a day,
/// to public addresses alone, and without following where a program points (A68). Each try is a thread of its own, a
/// few at a time for each program:
/// one who is slow or dead delays nobody else, and the jobs that share a few threads neither.
@Component
class LogoutDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(LogoutDelivery.class);
    private static final JOSEObjectType TYPE = new JOSEObjectType("logout+jwt");
    /// Longer than a try can take.
    private static final Duration CLAIM = Egress.PATIENCE.plusSeconds(5);
    /// When all who may call on a program are at it.
    private static final Duration CROWD = Duration.ofSeconds(2);

    private static final int AT_ONCE = 8;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
    private static final BackOff WAITS = new BackOff(FIRST_WAIT, Duration.ofHours(1));
    private static final Duration LIFE = Duration.ofHours(24);

    private final LogoutStore store;
    private final Clients clients;
    private final SigningKeys keys;
    private final Egress egress;
    private final String issuer;
    private final Clock clock;
    private final Map<String, Semaphore> couriers = new ConcurrentHashMap<>();

    LogoutDelivery(LogoutStore store, Clients clients, SigningKeys keys, Egress egress, Config config, Clock clock) {
        this.store = store;
        this.clients = clients;
        this.keys = keys;
        this.egress = egress;
        this.issuer = config.origin().toString();
        this.clock = clock;
    }

    /// Begins to try.
    ///
    /// @return when to look again; empty when there is nothing left to do
    Optional<Instant> attempt(AccountId account, UUID id) {
        Optional<LogoutStore.Row> found = store.find(account, id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        LogoutStore.Row row = found.get();
        Instant now = clock.instant();
        if (row.nextAt().isAfter(now)) {
            return Optional.of(row.nextAt());
        }
        Semaphore few = couriers.computeIfAbsent(row.client(), client -> new Semaphore(AT_ONCE));
        if (!few.tryAcquire()) {
            return Optional.of(now.plus(CROWD));
        }
        Instant end = now.plus(CLAIM);
        if (store.claim(row, now, end)) {
            Thread.ofVirtual().name("oauth-logout").start(() -> carry(row, few));
            return Optional.of(end);
        }
        few.release();
        return Optional.of(now.plus(FIRST_WAIT));
    }

    /// When the database does not answer, the claim runs out and somebody tries again, with the same id.
    private void carry(LogoutStore.Row first, Semaphore few) {
        try {
            Optional<LogoutStore.Row> row = Optional.of(first);
            while (row.isPresent() && isOver(row.get())) {
                // What came behind it in the meantime waits for no clock.
                Instant now = clock.instant();
                row = store.oldest(first.account(), first.client())
                        .filter(next -> store.claim(next, now, now.plus(CLAIM)));
            }
        } catch (RuntimeException e) {
            LOG.warn("A logout token waits: {}", e.getMessage());
        } finally {
            few.release();
        }
    }

    /// Tries once.
    private boolean isOver(LogoutStore.Row row) {
        Optional<Client> client = clients.find(row.client());
        if (client.isEmpty() || client.get().backChannel() == null) {
            store.giveUp(row, clock.instant());
            return true;
        }
        Instant now = clock.instant();
        if (isTaken(client.get(), row)) {
            store.done(row, now);
            return true;
        }
        if (now.isAfter(row.createdAt().plus(LIFE))) {
            LOG.warn(
                    "{} has not taken a logout token for a day; it is given up",
                    client.get().id());
            store.giveUp(row, now);
            return true;
        }
        store.failed(row, now.plus(WAITS.after(row.tries() + 1)));
        return false;
    }

    private boolean isTaken(Client client, LogoutStore.Row row) {
        Outcome outcome = egress.post(
                String.valueOf(client.backChannel()),
                "application/x-www-form-urlencoded",
                Map.of(),
                "logout_token=" + token(client, row));
        return switch (outcome) {
            case Outcome.Answered(int status, String body) -> status == 200 || status == 204;
            case Outcome.Silent(String why) -> untold(client, why);
            case Outcome.Forbidden(String why) -> untold(client, why);
        };
    }

    private static boolean untold(Client client, String why) {
        LOG.info("{} cannot be told of a logout: {}", client.id(), why);
        return false;
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
