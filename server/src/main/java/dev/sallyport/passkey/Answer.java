package dev.sallyport.passkey;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a browser answers, in the JSON of `PublicKeyCredential.toJSON()` (WebAuthn section 5.1): read strictly, so that
/// nothing in it can be read twice in two ways. Members that we do not know are left alone (W-13).
sealed interface Answer {
    /// Far more than the largest key with a whole chain of certificates.
    int MOST = 32 * 1024;

    JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    byte[] credentialId();

    ClientData client();

    /// What the browser says of itself and of the page (section 5.8.1).
    ///
    /// @param bytes exactly as they were signed
    record ClientData(
            byte[] bytes,
            String type,
            byte[] challenge,
            String origin,
            boolean crossOrigin,
            @Nullable String topOrigin) {
        private static ClientData read(byte[] bytes) {
            JsonNode node = JSON.readTree(bytes);
            JsonNode top = node.path("topOrigin");
            JsonNode cross = node.path("crossOrigin");
            return new ClientData(
                    bytes,
                    text(node, "type"),
                    decoded(node, "challenge"),
                    text(node, "origin"),
                    !cross.isMissingNode() && !(cross.isBoolean() && !cross.booleanValue()),
                    top.isMissingNode() ? null : top.toString());
        }
    }

    /// A new passkey.
    ///
    /// @param transports how the authenticator is reached, as far as we know the words
    record Created(byte[] credentialId, ClientData client, byte[] attestationObject, List<String> transports)
            implements Answer {
        private static final Set<String> TRANSPORTS =
                Set.of("ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb");

        /// Empty for what cannot be read.
        static Optional<Created> read(String json) {
            return whole(json, root -> {
                JsonNode response = root.path("response");
                var transports = new ArrayList<String>();
                for (JsonNode one : response.path("transports")) {
                    if (one.isString()
                            && TRANSPORTS.contains(one.stringValue())
                            && !transports.contains(one.stringValue())) {
                        transports.add(one.stringValue());
                    }
                }
                return new Created(
                        id(root),
                        ClientData.read(decoded(response, "clientDataJSON")),
                        decoded(response, "attestationObject"),
                        List.copyOf(transports));
            });
        }
    }

    /// A proof by a passkey.
    ///
    /// @param userHandle null when the authenticator gave none
    record Signed(
            byte[] credentialId,
            ClientData client,
            byte[] authenticatorData,
            byte[] signature,
            byte @Nullable [] userHandle)
            implements Answer {
        /// Empty for what cannot be read.
        static Optional<Signed> read(String json) {
            return whole(json, root -> {
                JsonNode response = root.path("response");
                JsonNode handle = response.path("userHandle");
                boolean none = handle.isMissingNode() || handle.isNull();
                return new Signed(
                        id(root),
                        ClientData.read(decoded(response, "clientDataJSON")),
                        decoded(response, "authenticatorData"),
                        decoded(response, "signature"),
                        none ? null : decoded(response, "userHandle"));
            });
        }
    }

    private static <T> Optional<T> whole(String json, java.util.function.Function<JsonNode, T> read) {
        if (json.isEmpty() || json.length() > MOST) {
            return Optional.empty();
        }
        try {
            JsonNode root = JSON.readTree(json);
            return text(root, "type").equals("public-key") ? Optional.of(read.apply(root)) : Optional.empty();
        } catch (JacksonException | IllegalArgumentException e) {
            // Whoever sent it is told that it could not be read; there is nothing more to know.
            return Optional.empty();
        }
    }

    private static byte[] id(JsonNode root) {
        if (!text(root, "id").equals(text(root, "rawId"))) {
            throw new IllegalArgumentException("two ids");
        }
        return decoded(root, "rawId");
    }

    private static String text(JsonNode node, String name) {
        JsonNode member = node.path(name);
        if (!member.isString()) {
            throw new IllegalArgumentException("no text " + name);
        }
        return member.stringValue();
    }

    private static byte[] decoded(JsonNode node, String name) {
        return Base64.getUrlDecoder().decode(text(node, name));
    }
}
