package dev.sallyport.client;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes keys and signed tokens, right ones and wrong ones.
final class Minted {
    private Minted() {}

    static KeyPair p256() {
        return keys("EC");
    }

    static KeyPair keys(String kind) {
        try {
            var generator = KeyPairGenerator.getInstance(kind);
            if (kind.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else if (kind.equals("RSA")) {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// A map of these pairs; what is given as `Json.NULL` is left out, whatever was there.
    static Map<String, Object> with(Map<String, Object> base, Object... pairs) {
        var all = new LinkedHashMap<>(base);
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i + 1].equals(Json.NULL)) {
                all.remove((String) pairs[i]);
            } else {
                all.put((String) pairs[i], pairs[i + 1]);
            }
        }
        return all;
    }

    static Object of(Map<String, Object> claims, String name) {
        return Objects.requireNonNull(claims.get(name));
    }

    static String json(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(e -> Json.quote((String) e.getKey()) + ":" + json(e.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
            case List<?> list -> list.stream().map(Minted::json).collect(Collectors.joining(",", "[", "]"));
            case String text -> Json.quote(text);
            default -> value.toString();
        };
    }

    static String part(String json) {
        return Encoding.encode(json.getBytes(StandardCharsets.UTF_8));
    }

    static String sign(Map<String, Object> header, Map<String, Object> claims, PrivateKey key) {
        return sign(json(header), json(claims), key, Algorithm.of((String) header.get("alg")));
    }

    static String sign(String header, String claims, PrivateKey key, @Nullable Algorithm algorithm) {
        String signed = part(header) + "." + part(claims);
        try {
            var signing = (algorithm == null ? Algorithm.ES256 : algorithm).signature();
            signing.initSign(key);
            signing.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Encoding.encode(signing.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static Map<String, Object> jwk(KeyPair pair) {
        return switch (pair.getPublic()) {
            case ECPublicKey ec ->
                Map.of(
                        "kty",
                        "EC",
                        "crv",
                        "P-256",
                        "x",
                        Encoding.encode(fixed(ec.getW().getAffineX())),
                        "y",
                        Encoding.encode(fixed(ec.getW().getAffineY())));
            case EdECPublicKey ed -> Map.of("kty", "OKP", "crv", "Ed25519", "x", Encoding.encode(last32(ed)));
            case RSAPublicKey rsa ->
                Map.of(
                        "kty", "RSA",
                        "n", Encoding.encode(unsigned(rsa.getModulus())),
                        "e", Encoding.encode(unsigned(rsa.getPublicExponent())));
            default -> throw new AssertionError("no such key");
        };
    }

    private static byte[] last32(EdECPublicKey key) {
        byte[] der = key.getEncoded();
        return Arrays.copyOfRange(der, der.length - 32, der.length);
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static byte[] fixed(BigInteger number) {
        byte[] bytes = unsigned(number);
        byte[] all = new byte[32];
        System.arraycopy(bytes, 0, all, 32 - bytes.length, bytes.length);
        return all;
    }

    static String thumbprint(KeyPair pair) {
        try {
            return Jwk.of(jwk(pair)).thumbprint();
        } catch (Json.Malformed e) {
            throw new AssertionError(e);
        }
    }
}
