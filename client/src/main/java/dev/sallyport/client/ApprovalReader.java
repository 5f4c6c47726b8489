package dev.sallyport.client;

import dev.sallyport.client.Json.Malformed;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Believes an approval or does not, without asking anybody but for the keys: signature, type, issuer,
/// time, whom it is for, and the hash of exactly what is to be done (RFC 8725).
final class ApprovalReader {
    private static final Set<String> POINTERS = Set.of("jku", "jwk", "x5u", "x5c", "crit", "b64", "zip");

    private final Settings settings;
    private final Keys keys;
    private final @Nullable String service;

    /// @param service whom it must be for; null where that is not known
    ApprovalReader(Settings settings, Keys keys, @Nullable String service) {
        this.settings = settings;
        this.keys = keys;
        this.service = service;
    }

    /// @param hash what it must be for
    /// @throws Unavailable when the keys cannot be read
    boolean isGood(String approval, String id, String hash) throws Unavailable {
        try {
            Jws jws = Jws.parse(approval);
            String keyId = jws.header("kid");
            if (!"withdrawal-approval+jwt".equals(jws.header("typ"))
                    || !"ES256".equals(jws.header("alg"))
                    || keyId == null
                    || POINTERS.stream().anyMatch(jws.header()::containsKey)) {
                return false;
            }
            Jwk key = keys.find(keyId);
            return key != null
                    && jws.isSignedBy(key.key(), Algorithm.ES256)
                    && settings.issuer().toString().equals(jws.claim("iss"))
                    && (service == null || service.equals(jws.claim("aud")))
                    && id.equals(jws.claim("withdrawal"))
                    && hash.equals(jws.claim("request"))
                    && isNow(jws);
        } catch (Malformed e) {
            return false;
        }
    }

    private boolean isNow(Jws jws) {
        Instant now = settings.clock().instant();
        return jws.claims().get("exp") instanceof Long until && now.isBefore(Instant.ofEpochSecond(until));
    }
}
