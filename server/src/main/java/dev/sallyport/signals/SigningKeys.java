package dev.sallyport.signals;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.db.Tx;
import dev.sallyport.signals.SigningKeyStore.Row;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The keys (P-256) that sign security event tokens. A new one every 90 days, published an hour
/// before it signs, so that receivers have read it; a former one stays published as long as a token
/// of it may be on its way.
@Component
class SigningKeys {
    private static final String COLUMN = "signal_key.private";
    private static final Duration LIFE = Duration.ofDays(90);
    private static final Duration SETTLING = Duration.ofHours(1);
    private static final Duration FRESH = Duration.ofMinutes(1);

    /// @param readAt when it was read from the database
    private record Known(ECKey signer, List<ECKey> published, Instant readAt) {}

    private final SigningKeyStore store;
    private final Vault vault;
    private final Tx tx;
    private final Clock clock;
    private volatile @Nullable Known known;

    SigningKeys(SigningKeyStore store, Vault vault, Tx tx, Clock clock) {
        this.store = store;
        this.vault = vault;
        this.tx = tx;
        this.clock = clock;
    }

    /// The key that signs now, with its private part.
    ECKey signer() {
        return known().signer();
    }

    /// What receivers check with.
    Map<String, Object> published() {
        return new JWKSet(new ArrayList<>(known().published())).toJSONObject(true);
    }

    private Known known() {
        Known now = known;
        if (now == null || now.readAt().plus(FRESH).isBefore(clock.instant())) {
            now = read();
            known = now;
        }
        return now;
    }

    private Known read() {
        Instant now = clock.instant();
        List<Row> rows = store.all();
        if (rows.isEmpty() || rows.getFirst().createdAt().plus(LIFE).isBefore(now)) {
            make(now);
            rows = store.all();
        }
        Row signing = rows.stream()
                .filter(row -> !row.createdAt().plus(SETTLING).isAfter(now))
                .findFirst()
                .orElse(rows.getLast());
        String json = vault.openUnowned(COLUMN, signing.id(), signing.privateClosed());
        return new Known(
                parse(json), rows.stream().map(row -> parse(row.publicJwk())).toList(), now);
    }

    private void make(Instant now) {
        tx.run(() -> {
            store.lock();
            List<Row> rows = store.all();
            if (rows.isEmpty() || rows.getFirst().createdAt().plus(LIFE).isBefore(now)) {
                ECKey key = create();
                store.insert(new Row(
                        key.getKeyID(),
                        key.toPublicJWK().toJSONString(),
                        vault.closeUnowned(COLUMN, key.getKeyID(), key.toJSONString()),
                        now));
                // The one before may be read a day late, and its tokens three days after.
                store.forget(now.minus(LIFE.multipliedBy(2)));
            }
        });
    }

    private static ECKey create() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID("set-" + Tokens.encode(Tokens.random(9)))
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(com.nimbusds.jose.JWSAlgorithm.ES256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    private static ECKey parse(String json) {
        try {
            return ECKey.parse(json);
        } catch (ParseException e) {
            throw new IllegalStateException("a key in the database is none", e);
        }
    }
}
