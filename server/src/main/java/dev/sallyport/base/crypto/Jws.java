package dev.sallyport.base.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Set;

/// Signatures of JWS (RFC 7515): each scheme with its one kind of key. Never `none` and never a shared secret (A47).
public final class Jws {
    private static final int LEAST_RSA = 2048;
    private static final int MOST_RSA = 4096;
    /// What stands before the 32 bytes of an Ed25519 key in X.509 (RFC 8410 section 4).
    private static final byte[] ED25519_KEY = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

    private Jws() {}

    /// Signs by ES256, with the key in the form that the library of now likes best.
    public static JWSSigner signer(ECKey key) throws JOSEException {
        Provider library = Signing.library(Scheme.ES256);
        var signer = new ECDSASigner(key.toECPrivateKey(library), Curve.P_256);
        signer.getJCAContext().setProvider(library);
        return signer;
    }

    /// Whether it is a key that we take for any scheme.
    public static boolean takes(JWK key) {
        return switch (key) {
            case ECKey ec -> Curve.P_256.equals(ec.getCurve());
            case OctetKeyPair pair -> Curve.Ed25519.equals(pair.getCurve());
            case RSAKey rsa -> rsa.size() >= LEAST_RSA && rsa.size() <= MOST_RSA;
            default -> false;
        };
    }

    /// Whether this key has signed it, in one of these schemes and with the algorithm that goes with such a key.
    public static boolean isSignedBy(JWSObject signed, JWK key, Set<Scheme> schemes) {
        if (!takes(key)) {
            return false;
        }
        try {
            JWSAlgorithm algorithm = signed.getHeader().getAlgorithm();
            for (Scheme scheme : schemes) {
                if (is(algorithm, scheme)) {
                    return isSignedBy(signed, key, scheme);
                }
            }
            return false;
        } catch (JOSEException | GeneralSecurityException | IllegalStateException e) {
            // What cannot be a signature is none.
            return false;
        }
    }

    private static boolean is(JWSAlgorithm algorithm, Scheme scheme) {
        return switch (scheme) {
            case ES256 -> algorithm.equals(JWSAlgorithm.ES256);
            case ED25519 -> algorithm.equals(JWSAlgorithm.EdDSA) || algorithm.equals(JWSAlgorithm.Ed25519);
            case PS256 -> algorithm.equals(JWSAlgorithm.PS256);
            case RS256 -> algorithm.equals(JWSAlgorithm.RS256);
        };
    }

    private static boolean isSignedBy(JWSObject signed, JWK key, Scheme scheme)
            throws JOSEException, GeneralSecurityException {
        return switch (scheme) {
            case ES256 -> key instanceof ECKey ec && signed.verify(es256(ec));
            case ED25519 -> key instanceof OctetKeyPair pair && ed25519(signed, pair);
            case PS256, RS256 -> key instanceof RSAKey rsa && signed.verify(rsa(rsa, scheme));
        };
    }

    private static ECDSAVerifier es256(ECKey key) throws JOSEException {
        var verifier = new ECDSAVerifier(key);
        verifier.getJCAContext().setProvider(Signing.library(Scheme.ES256));
        return verifier;
    }

    private static RSASSAVerifier rsa(RSAKey key, Scheme scheme) throws JOSEException {
        var verifier = new RSASSAVerifier(key);
        verifier.getJCAContext().setProvider(Signing.library(scheme));
        return verifier;
    }

    /// Nimbus would take a third library for this. A header that must be understood (`crit`) is not.
    private static boolean ed25519(JWSObject signed, OctetKeyPair pair) throws GeneralSecurityException {
        return signed.getHeader().getCriticalParams() == null
                && Signing.isSigned(
                        Scheme.ED25519,
                        ed25519(pair.getDecodedX()),
                        signed.getSigningInput(),
                        signed.getSignature().decode());
    }

    private static PublicKey ed25519(byte[] point) throws GeneralSecurityException {
        byte[] encoded = new byte[ED25519_KEY.length + point.length];
        System.arraycopy(ED25519_KEY, 0, encoded, 0, ED25519_KEY.length);
        System.arraycopy(point, 0, encoded, ED25519_KEY.length, point.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }
}
