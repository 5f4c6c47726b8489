package dev.sallyport.client;

import dev.sallyport.client.Json.Malformed;
import dev.sallyport.client.NotAccepted.Code;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// A live key as the server describes it.
///
/// @param publicKey null for a shared secret
/// @param ranges where it may be used from; empty for anywhere
/// @param expiresAt null for never
record ApiKey(
        ApiVerdict.Good says,
        String scheme,
        String algorithm,
        @Nullable PublicKey publicKey,
        List<Range> ranges,
        @Nullable Instant expiresAt,
        boolean frozen) {
    private static final String OURS = "sallyport";
    private static final String HMAC = "hmac-sha256";

    /// @param id what was asked for: an answer about another key is none
    static ApiKey of(String id, Map<String, Object> body) throws Malformed {
        String publicKey = optional(body, "publicKey");
        String expires = optional(body, "expiresAt");
        if (!id.equals(body.get("key")) || !(body.get("frozen") instanceof Boolean frozen)) {
            throw new Malformed("no such key");
        }
        var ranges = new ArrayList<Range>();
        for (String range : texts(body, "addresses")) {
            ranges.add(Range.of(range));
        }
        try {
            return new ApiKey(
                    new ApiVerdict.Good(
                            text(body, "account"),
                            id,
                            text(body, "kind"),
                            Set.copyOf(texts(body, "scopes")),
                            texts(body, "destinations")),
                    text(body, "scheme"),
                    text(body, "algorithm"),
                    publicKey == null
                            ? null
                            : Jwk.of(Map.of("kty", "OKP", "crv", "Ed25519", "x", publicKey))
                                    .key(),
                    List.copyOf(ranges),
                    expires == null ? null : Instant.parse(expires),
                    frozen);
        } catch (DateTimeException e) {
            throw new Malformed("no time");
        }
    }

    static String text(Map<String, Object> body, String name) throws Malformed {
        if (body.get(name) instanceof String text) {
            return text;
        }
        throw new Malformed("no " + name);
    }

    /// What is there and is no text is no "nothing": an end that cannot be read must not count for "never".
    private static @Nullable String optional(Map<String, Object> body, String name) throws Malformed {
        Object value = body.get(name);
        return value == null || Json.NULL.equals(value) ? null : text(body, name);
    }

    static List<String> texts(Map<String, Object> body, String name) throws Malformed {
        var texts = new ArrayList<String>();
        if (!(body.get(name) instanceof List<?> list)) {
            throw new Malformed("no " + name);
        }
        for (Object one : list) {
            if (!(one instanceof String text)) {
                throw new Malformed("no " + name);
            }
            texts.add(text);
        }
        return texts;
    }

    boolean isOurs() {
        return scheme.equals(OURS);
    }

    /// Whether it signs with a shared secret that can be held here.
    boolean isShared() {
        return publicKey == null && algorithm.equals(HMAC);
    }

    boolean isLive(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }

    /// @param secret null for a public key
    boolean hasSigned(SignedRequest request, byte @Nullable [] secret) {
        if (publicKey != null) {
            return Algorithm.EDDSA.isSigned(publicKey, request.message(), request.signature());
        }
        return secret != null && MessageDigest.isEqual(hmac(secret, request.message()), request.signature());
    }

    private static byte[] hmac(byte[] secret, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }

    /// Only the key's holder comes this far: what he is told here tells nobody else anything.
    void mustAllow(ApiRequest request, Set<String> needed) throws NotAccepted {
        NotAccepted.unless(!frozen, Code.FROZEN);
        NotAccepted.unless(ranges.isEmpty() || isFromThere(request.address()), Code.ADDRESS_NOT_ALLOWED);
        NotAccepted.unless(says.scopes().containsAll(needed), Code.MISSING_SCOPE);
    }

    private boolean isFromThere(String literal) {
        try {
            byte[] address = Range.address(literal);
            return ranges.stream().anyMatch(range -> range.contains(address));
        } catch (Malformed e) {
            return false;
        }
    }
}
