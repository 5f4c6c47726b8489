package dev.sallyport.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// A key of a holder's program, with what it signs by.
///
/// @param pair null for one with a shared secret
record SigningKey(String account, String id, @Nullable KeyPair pair, String secret) {
    static final String HOST = "api.examplex.com";
    static final String PATH = "/v1/orders";
    static final String BODY = "{\"symbol\":\"BTC-EUR\",\"side\":\"buy\",\"amount\":\"0.1\"}";

    static SigningKey shared() {
        return make(null, "s3cret-" + UUID.randomUUID());
    }

    static SigningKey ed25519() {
        try {
            return make(KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), "");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SigningKey make(@Nullable KeyPair pair, String secret) {
        UUID account = UUID.randomUUID();
        UUID key = UUID.randomUUID();
        byte[] bytes = ByteBuffer.allocate(32)
                .putLong(account.getMostSignificantBits())
                .putLong(account.getLeastSignificantBits())
                .putLong(key.getMostSignificantBits())
                .putLong(key.getLeastSignificantBits())
                .array();
        String id = "sk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return new SigningKey(account.toString(), id, pair, secret);
    }

    /// As `GET /v1/api-keys/{key}` tells it.
    String description() {
        String publicKey = "null";
        if (pair != null) {
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
            publicKey = "\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(raw) + "\"";
        }
        return "{\"key\":\"" + id + "\",\"account\":\"" + account
                + "\",\"kind\":\"trade\",\"scopes\":[\"orders.write\"],"
                + "\"algorithm\":\"" + (pair == null ? "hmac-sha256" : "ed25519") + "\",\"scheme\":\"sallyport\","
                + "\"publicKey\":" + publicKey + ",\"addresses\":[\"203.0.113.0/24\"],\"destinations\":[],"
                + "\"expiresAt\":null,\"frozen\":false}";
    }

    byte[] message(String bodyHash, String time, String nonce) {
        return String.join("\n", "POST", HOST, PATH, "", bodyHash, time, nonce, id)
                .getBytes(StandardCharsets.US_ASCII);
    }

    byte[] sign(byte[] message) {
        try {
            if (pair == null) {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
                return mac.doFinal(message);
            }
            Signature signing = Signature.getInstance("Ed25519");
            signing.initSign(pair.getPrivate());
            signing.update(message);
            return signing.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isSigned(byte[] message, byte[] signature) {
        try {
            if (pair == null) {
                return Arrays.equals(sign(message), signature);
            }
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(pair.getPublic());
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
