package dev.sallyport.oauth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.base.crypto.Jws;
import dev.sallyport.base.crypto.Scheme;
import java.util.List;
import java.util.Set;

/// The signatures of clients that we take: three algorithms (Ed25519 under both its names, RFC 9864), each with its one
/// kind of key, as FAPI 2.0 has them. Never `none` and never a shared secret (A47).
final class Signatures {
    static final List<String> ALGORITHMS = List.of("ES256", "Ed25519", "EdDSA", "PS256");

    private static final Set<Scheme> SCHEMES = Set.of(Scheme.ES256, Scheme.ED25519, Scheme.PS256);

    private Signatures() {}

    /// Whether this key has signed it, with the algorithm that goes with such a key.
    static boolean isSignedBy(SignedJWT signed, JWK key) {
        return Jws.isSignedBy(signed, key, SCHEMES);
    }
}
