package dev.sallyport.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.base.crypto.Jws;
import dev.sallyport.base.crypto.Scheme;
import dev.sallyport.base.crypto.Signing;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.db.Feed;
import dev.sallyport.base.db.Tx;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// The keys that all our tokens are signed with (ES256): for programs, and about events. A new one is made every ninety
/// days, and whenever the key ring was rotated; it is published at once, signs ten minutes later, when everybody who
/// remembers the list has asked again, and stays published until nothing that it signed counts any more. One that was
/// stolen is withdrawn: it is published no more, signs nothing, and nothing that it signed counts.
@Component
public class SigningKeys {
    /// Where the public halves are, on the outside port.
    public static final String PUBLISHED_AT = Endpoints.JWKS;

    static final String ALGORITHM = JWSAlgorithm.ES256.getName();
    static final Duration LIFE = Duration.ofDays(90);
    static final Duration SETTLING = Duration.ofMinutes(10);
    /// How long this node, and whoever reads the list, may remember it.
    static final Duration REMEMBERED = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration KEPT = LIFE.plusDays(40);
    private static final String COLUMN = "oauth_key.private";

    private record Opened(ECKey key, JWSSigner signer, boolean byLibrary) {}

    private record Known(List<SigningKeyStore.Row> rows, List<ECKey> keys, Instant readAt) {
        static final Known NOTHING = new Known(List.of(), Instant.MIN);

        Known(List<SigningKeyStore.Row> rows, Instant readAt) {
            this(rows, rows.stream().map(row -> parse(row.publicJwk())).toList(), readAt);
        }

        Optional<ECKey> find(String id) {
            return keys.stream().filter(key -> key.getKeyID().equals(id)).findFirst();
        }
    }

    private final SigningKeyStore store;
    private final Vault vault;
    private final Feed feed;
    private final Tx tx;
    private final Clock clock;
    private final Map<String, Opened> opened = new ConcurrentHashMap<>();
    private volatile Known known = Known.NOTHING;
    private volatile int withdrawals;

    SigningKeys(SigningKeyStore store, Vault vault, Feed feed, Tx tx, Clock clock) {
        this.store = store;
        this.vault = vault;
        this.feed = feed;
        this.tx = tx;
        this.clock = clock;
        Recalls.listen(feed, recall -> {
            if (recall.kind() == Recall.Kind.KEY) {
                forget();
                LOG.atWarn()
                        .addKeyValue("event.action", "signing-key.withdrawn")
                        .log("The signing key {} was withdrawn: nothing that it signed counts", recall.name());
            }
        });
        feed.onSilence(this::forget);
    }

    private synchronized void forget() {
        withdrawals++;
        known = Known.NOTHING;
        opened.clear();
    }

    private Known known() {
        Instant now = clock.instant();
        Known current = known;
        if (current.rows().isEmpty() || now.isAfter(current.readAt().plus(REMEMBERED))) {
            int before = withdrawals;
            current = new Known(store.all(), now);
            if (current.rows().isEmpty()) {
                renew();
                current = new Known(store.all(), now);
            }
            keep(current, before);
        }
        return current;
    }

    /// Not what was read before one was withdrawn, and only while we would hear of it.
    private synchronized void keep(Known read, int before) {
        if (feed.alive() && withdrawals == before) {
            known = read;
        }
    }

    /// Signs with the key of now.
    public String sign(JOSEObjectType type, JWTClaimsSet claims) {
        Opened signing = signing();
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(type)
                .keyID(signing.key().getKeyID())
                .build();
        var signed = new SignedJWT(header, claims);
        try {
            signed.sign(signing.signer());
        } catch (JOSEException e) {
            throw new IllegalStateException("a key of ours does not sign", e);
        }
        return signed.serialize();
    }

    private Opened signing() {
        List<SigningKeyStore.Row> rows = known().rows();
        SigningKeyStore.Row row = signing(rows, clock.instant());
        Opened known = opened.get(row.id());
        if (known == null || known.byLibrary() != byLibrary()) {
            known = open(row);
            opened.put(row.id(), known);
        }
        return known;
    }

    /// Which of those that count signs: the newest that everybody can know by now.
    static SigningKeyStore.Row signing(List<SigningKeyStore.Row> rows, Instant now) {
        Instant settled = now.minus(SETTLING);
        return rows.stream()
                .filter(row -> !row.createdAt().isAfter(settled))
                .findFirst()
                .orElse(rows.getLast());
    }

    private Opened open(SigningKeyStore.Row row) {
        boolean byLibrary = byLibrary();
        ECKey key = parse(vault.openUnowned(COLUMN, row.id(), row.privateClosed()));
        try {
            return new Opened(key.toPublicJWK(), Jws.signer(key), byLibrary);
        } catch (JOSEException e) {
            throw new IllegalStateException("a key of ours cannot be used", e);
        }
    }

    /// The library is chosen a moment after the start, and signs faster with keys of its own kind.
    private static boolean byLibrary() {
        return Signing.library(Scheme.ES256) != null;
    }

    private static ECKey parse(String jwk) {
        try {
            return ECKey.parse(jwk);
        } catch (ParseException e) {
            throw new IllegalStateException("a key of ours cannot be read", e);
        }
    }

    /// The public half of a key that signed something of ours. One that this node does not know yet is looked for.
    Optional<ECKey> byId(String id) {
        return known().find(id).or(() -> {
            // Whoever makes names up does not make us read for each.
            if (clock.instant().isAfter(known.readAt().plus(PATIENCE))) {
                known = Known.NOTHING;
            }
            return known().find(id);
        });
    }

    /// What is published.
    JWKSet published() {
        return new JWKSet(List.copyOf(known().keys()));
    }

    /// Makes a new key when it is time; one node of many does.
    ///
    /// @return how many keys came or went
    int renew() {
        return tx.run(() -> {
            store.queueUp();
            Instant now = clock.instant();
            String ringKey = vault.unownedKeyId();
            boolean due = store.all().stream()
                    .findFirst()
                    .filter(newest -> newest.createdAt().isAfter(now.minus(LIFE))
                            && newest.ringKey().equals(ringKey))
                    .isEmpty();
            if (due) {
                store.insert(create(vault, now));
            }
            return (due ? 1 : 0) + store.forget(now.minus(KEPT));
        });
    }

    static SigningKeyStore.Row create(Vault vault, Instant now) {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256)
                    .keyID("s-" + Tokens.encode(Tokens.random(9)))
                    .algorithm(JWSAlgorithm.ES256)
                    .keyUse(KeyUse.SIGNATURE)
                    .generate();
            return new SigningKeyStore.Row(
                    key.getKeyID(),
                    key.toPublicJWK().toJSONString(),
                    vault.closeUnowned(COLUMN, key.getKeyID(), key.toJSONString()),
                    vault.unownedKeyId(),
                    now,
                    null);
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }
}
