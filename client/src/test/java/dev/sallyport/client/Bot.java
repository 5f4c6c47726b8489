package dev.sallyport.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// A holder's program, which signs in our own scheme with nothing of ours.
///
/// @param pair null for one with a shared secret
record Bot(String account, String id, @Nullable KeyPair pair, String secret) {
    static final String HOST = "api.examplex.com";
    static final String CALLER = "203.0.113.7";

    static Bot ed25519() {
        try {
            return make(KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), "");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Bot shared() {
        return make(null, "s3cret-" + UUID.randomUUID());
    }

    private static Bot make(@Nullable KeyPair pair, String secret) {
        UUID account = UUID.randomUUID();
        UUID key = UUID.randomUUID();
        byte[] bytes = ByteBuffer.allocate(32)
                .putLong(account.getMostSignificantBits())
                .putLong(account.getLeastSignificantBits())
                .putLong(key.getMostSignificantBits())
                .putLong(key.getLeastSignificantBits())
                .array();
        String id = "sk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return new Bot(account.toString(), id, pair, secret);
    }

    /// As `GET /v1/api-keys/{key}` tells it.
    Map<String, Object> description() {
        var said = new LinkedHashMap<String, Object>();
        said.put("key", id);
        said.put("account", account);
        said.put("kind", "trade");
        said.put("scopes", List.of("orders.read", "orders.write"));
        said.put("algorithm", pair == null ? "hmac-sha256" : "ed25519");
        said.put("scheme", "sallyport");
        if (pair != null) {
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
            said.put("publicKey", Base64.getUrlEncoder().withoutPadding().encodeToString(raw));
        }
        said.put("addresses", List.of());
        said.put("destinations", List.of());
        said.put("frozen", false);
        return said;
    }

    /// What the server answers to a question about a request of this one that is good.
    String accepted() {
        return Minted.json(Map.of(
                "accepted",
                true,
                "status",
                200,
                "account",
                account,
                "key",
                id,
                "kind",
                "trade",
                "scopes",
                List.of("orders.read"),
                "destinations",
                List.of()));
    }

    ApiRequest get(long at) {
        return signed("GET", "/v1/orders", "", at, UUID.randomUUID().toString());
    }

    ApiRequest signed(String method, String target, String body, long at, String nonce) {
        int mark = target.indexOf('?');
        String text = String.join(
                "\n",
                method,
                HOST,
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? "" : target.substring(mark + 1),
                hash(body),
                String.valueOf(at),
                nonce,
                id);
        Map<String, List<String>> headers = Map.of(
                "X-Sallyport-Key", List.of(id),
                "X-Sallyport-Timestamp", List.of(String.valueOf(at)),
                "X-Sallyport-Nonce", List.of(nonce),
                "X-Sallyport-Signature", List.of(sign(text)),
                "Cookie", List.of("a=b"));
        return ApiRequest.of(method, HOST, target, headers, body.getBytes(StandardCharsets.UTF_8), CALLER);
    }

    private static String hash(String body) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String sign(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            if (pair == null) {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                return Base64.getEncoder().encodeToString(mac.doFinal(bytes));
            }
            Signature signing = Signature.getInstance("Ed25519");
            signing.initSign(pair.getPrivate());
            signing.update(bytes);
            return Base64.getEncoder().encodeToString(signing.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
