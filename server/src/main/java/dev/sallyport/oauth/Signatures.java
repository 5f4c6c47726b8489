package dev.sallyport.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.util.List;

/// The signatures of clients that we take: three algorithms (Ed25519 under both its names, RFC 9864), each with its one
/// kind of key, as FAPI 2.0 has them. Never
/// `none` and never a shared secret (A47).
final class Signatures {
    static final List<String> ALGORITHMS = List.of("ES256", "Ed25519", "EdDSA", "PS256");

    private static final int LEAST_RSA = 2048;
    private static final int MOST_RSA = 4096;

    private Signatures() {}

    static boolean takes(JWK key) {
        return switch (key) {
            case ECKey ec -> Curve.P_256.equals(ec.getCurve());
            case OctetKeyPair pair -> Curve.Ed25519.equals(pair.getCurve());
            case RSAKey rsa -> rsa.size() >= LEAST_RSA && rsa.size() <= MOST_RSA;
            default -> false;
        };
    }

    /// Whether this key has signed it, with the algorithm that goes with such a key.
    static boolean isSignedBy(SignedJWT signed, JWK key) {
        if (!takes(key)) {
            return false;
        }
        try {
            JWSAlgorithm algorithm = signed.getHeader().getAlgorithm();
            return switch (key) {
                case ECKey ec -> algorithm.equals(JWSAlgorithm.ES256) && signed.verify(new ECDSAVerifier(ec));
                case OctetKeyPair pair ->
                    (algorithm.equals(JWSAlgorithm.EdDSA) || algorithm.equals(JWSAlgorithm.Ed25519))
                            && signed.verify(new Ed25519Verifier(pair.toPublicJWK()));
                case RSAKey rsa -> algorithm.equals(JWSAlgorithm.PS256) && signed.verify(new RSASSAVerifier(rsa));
                default -> false;
            };
        } catch (JOSEException | IllegalStateException e) {
            return false;
        }
    }
}
