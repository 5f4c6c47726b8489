package dev.sallyport.client;

import dev.sallyport.client.Json.Malformed;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A signed token in three parts (RFC 7515 section 3.1), taken apart and not yet believed.
///
/// @param signed what the signature is over
record Jws(Map<String, Object> header, Map<String, Object> claims, byte[] signed, byte[] signature) {
    static final int LONGEST = 16_384;

    private static final int HALF = 32;
    private static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    static Jws parse(String token) throws Malformed {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (token.length() > LONGEST || first < 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
            throw new Malformed("not three parts");
        }
        return new Jws(
                Json.object(Encoding.decode(token.substring(0, first))),
                Json.object(Encoding.decode(token.substring(first + 1, second))),
                token.substring(0, second).getBytes(StandardCharsets.US_ASCII),
                Encoding.decode(token.substring(second + 1)));
    }

    /// A text of the header; null where it has none, or something else.
    @Nullable
    String header(String name) {
        return header.get(name) instanceof String text ? text : null;
    }

    @Nullable
    String claim(String name) {
        return claims.get(name) instanceof String text ? text : null;
    }

    boolean isSignedBy(PublicKey key, Algorithm algorithm) {
        if (algorithm == Algorithm.ES256 && !isInRange()) {
            return false;
        }
        return algorithm.isSigned(key, signed, signature);
    }

    /// Both halves from 1 to the order less one: Java 17 up to 17.0.2 takes noughts for anybody's
    /// (CVE-2022-21449).
    private boolean isInRange() {
        if (signature.length != 2 * HALF) {
            return false;
        }
        var r = new BigInteger(1, signature, 0, HALF);
        var s = new BigInteger(1, signature, HALF, HALF);
        return r.signum() > 0 && s.signum() > 0 && r.compareTo(ORDER) < 0 && s.compareTo(ORDER) < 0;
    }
}
