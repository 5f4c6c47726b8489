package dev.sallyport.client;

import dev.sallyport.client.Json.Malformed;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Map;
import java.util.Set;

/// A public key as JSON has it (RFC 7517, RFC 7518 section 6, RFC 8037 section 2).
///
/// @param algorithm the one algorithm that this key is for
/// @param thumbprint RFC 7638, SHA-256, as `jkt` has it
record Jwk(PublicKey key, Algorithm algorithm, String thumbprint) {
    private static final Set<String> PRIVATE = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");
    private static final ECParameterSpec P256 = p256();
    private static final int COORDINATE = 32;
    private static final int LEAST_RSA = 2048;
    private static final int MOST_RSA = 4096;

    /// @throws Malformed for a private or shared key too: whoever shows one has given it away
    static Jwk of(Map<String, Object> members) throws Malformed {
        for (String name : PRIVATE) {
            if (members.containsKey(name)) {
                throw new Malformed("not a public key");
            }
        }
        try {
            switch (text(members, "kty")) {
                case "EC":
                    return elliptic(members);
                case "OKP":
                    return edwards(members);
                case "RSA":
                    return rsa(members);
                default:
                    throw new Malformed("no key that counts");
            }
        } catch (GeneralSecurityException e) {
            throw new Malformed("not a key");
        }
    }

    private static Jwk elliptic(Map<String, Object> members) throws Malformed, GeneralSecurityException {
        must("P-256".equals(text(members, "crv")));
        String x = text(members, "x");
        String y = text(members, "y");
        var point = new ECPoint(coordinate(x), coordinate(y));
        must(isOnCurve(point));
        PublicKey key = KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, P256));
        String canonical = "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + x + "\",\"y\":\"" + y + "\"}";
        return new Jwk(key, Algorithm.ES256, Encoding.encode(Encoding.hash(canonical)));
    }

    private static BigInteger coordinate(String text) throws Malformed {
        byte[] bytes = Encoding.decode(text);
        must(bytes.length == COORDINATE);
        return new BigInteger(1, bytes);
    }

    /// y² = x³ + ax + b; Java does not look.
    private static boolean isOnCurve(ECPoint point) {
        BigInteger p = ((ECFieldFp) P256.getCurve().getField()).getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        BigInteger right = x.multiply(x)
                .add(P256.getCurve().getA())
                .multiply(x)
                .add(P256.getCurve().getB());
        return x.compareTo(p) < 0
                && y.compareTo(p) < 0
                && y.multiply(y).subtract(right).mod(p).signum() == 0;
    }

    private static Jwk edwards(Map<String, Object> members) throws Malformed, GeneralSecurityException {
        must("Ed25519".equals(text(members, "crv")));
        String x = text(members, "x");
        byte[] little = Encoding.decode(x);
        must(little.length == COORDINATE);
        boolean odd = (little[COORDINATE - 1] & 0x80) != 0;
        little[COORDINATE - 1] &= 0x7f;
        byte[] big = new byte[COORDINATE];
        for (int i = 0; i < COORDINATE; i++) {
            big[i] = little[COORDINATE - 1 - i];
        }
        var point = new EdECPoint(odd, new BigInteger(1, big));
        PublicKey key = KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
        String canonical = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x + "\"}";
        return new Jwk(key, Algorithm.EDDSA, Encoding.encode(Encoding.hash(canonical)));
    }

    private static Jwk rsa(Map<String, Object> members) throws Malformed, GeneralSecurityException {
        String n = text(members, "n");
        String e = text(members, "e");
        var modulus = new BigInteger(1, Encoding.decode(n));
        var exponent = new BigInteger(1, Encoding.decode(e));
        must(modulus.bitLength() >= LEAST_RSA && modulus.bitLength() <= MOST_RSA && exponent.bitLength() <= COORDINATE);
        PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
        String canonical = "{\"e\":\"" + e + "\",\"kty\":\"RSA\",\"n\":\"" + n + "\"}";
        return new Jwk(key, Algorithm.PS256, Encoding.encode(Encoding.hash(canonical)));
    }

    private static String text(Map<String, Object> members, String name) throws Malformed {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw new Malformed("a key without " + name);
    }

    private static void must(boolean right) throws Malformed {
        if (!right) {
            throw new Malformed("no key that counts");
        }
    }

    private static ECParameterSpec p256() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }
}
