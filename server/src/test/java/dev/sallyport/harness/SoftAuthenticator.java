package dev.sallyport.harness;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Browser and authenticator in one, written from the standard and from nothing of ours (WebAuthn sections 5.8.1, 6.1,
/// 6.5.4): holds one passkey. Every field of what it says can be changed before it says it.
public final class SoftAuthenticator {
    public static final int UP = 1;
    public static final int UV = 1 << 2;
    public static final int BE = 1 << 3;
    public static final int BS = 1 << 4;
    private static final int AT = 1 << 6;
    private static final int ED = 1 << 7;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final SecureRandom RANDOM = new SecureRandom();

    public byte[] id = random(32);
    public String origin;
    public String rpId;
    public int flags = UP | UV;
    public long count;
    public UUID aaguid = new UUID(0, 0);
    /// What the client data calls itself; null for what belongs there.
    public @Nullable String type;
    /// Further members of the client data.
    public Consumer<ObjectNode> client = node -> {};
    /// A map of authenticator extensions, already as CBOR.
    public byte[] extensions = {};
    /// The COSE algorithm that the key says it is of.
    public long algorithm;
    /// As the account's is known from the creation; null for none.
    public byte @Nullable [] userHandle;
    public boolean spoilSignature;
    /// The public key is another point, or none.
    public boolean spoilKey;
    public List<String> transports = List.of("internal", "hybrid");

    private KeyPair keys;

    public SoftAuthenticator(URI origin) {
        this(origin, -7);
    }

    public SoftAuthenticator(URI origin, long algorithm) {
        this.origin = origin.toString();
        this.rpId = origin.getHost();
        this.algorithm = algorithm;
        this.keys = keys(algorithm, 2048);
    }

    /// Another size or curve than belongs to the algorithm.
    public SoftAuthenticator withKey(long algorithm, int size) {
        this.keys = keys(algorithm, size);
        return this;
    }

    private static KeyPair keys(long algorithm, int size) {
        try {
            if (algorithm == -8) {
                return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            }
            if (algorithm == -257) {
                var rsa = KeyPairGenerator.getInstance("RSA");
                rsa.initialize(size);
                return rsa.generateKeyPair();
            }
            var ec = KeyPairGenerator.getInstance("EC");
            ec.initialize(new ECGenParameterSpec(algorithm == -35 ? "secp384r1" : "secp256r1"));
            return ec.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /// A second device with the same key, as it stands now.
    public SoftAuthenticator copy() {
        var copy = new SoftAuthenticator(URI.create(origin), algorithm);
        copy.keys = keys;
        copy.id = id;
        copy.userHandle = userHandle;
        copy.count = count;
        copy.flags = flags;
        copy.rpId = rpId;
        return copy;
    }

    /// Answers `navigator.credentials.create`.
    public String create(String optionsJson) {
        JsonNode options = JSON.readTree(optionsJson);
        userHandle = decode(options.get("user").get("id").asString());
        byte[] clientData =
                clientData("webauthn.create", options.get("challenge").asString());
        byte[] data = concat(
                rpIdHash(),
                new byte[] {(byte) (flags | AT | (extensions.length > 0 ? ED : 0))},
                number(count),
                ByteBuffer.allocate(18)
                        .putLong(aaguid.getMostSignificantBits())
                        .putLong(aaguid.getLeastSignificantBits())
                        .putShort((short) id.length)
                        .array(),
                id,
                cbor(cose()),
                extensions);
        var attestation = new LinkedHashMap<Object, Object>();
        attestation.put("fmt", "none");
        attestation.put("attStmt", Map.of());
        attestation.put("authData", data);
        ObjectNode answer = answer();
        ObjectNode response = answer.putObject("response");
        response.put("clientDataJSON", encode(clientData));
        response.put("attestationObject", encode(cbor(attestation)));
        var list = response.putArray("transports");
        transports.forEach(list::add);
        return JSON.writeValueAsString(answer);
    }

    /// Answers `navigator.credentials.get`.
    public String get(String optionsJson) {
        JsonNode options = JSON.readTree(optionsJson);
        byte[] clientData = clientData("webauthn.get", options.get("challenge").asString());
        byte[] data = concat(
                rpIdHash(), new byte[] {(byte) (flags | (extensions.length > 0 ? ED : 0))}, number(count), extensions);
        ObjectNode answer = answer();
        ObjectNode response = answer.putObject("response");
        response.put("clientDataJSON", encode(clientData));
        response.put("authenticatorData", encode(data));
        response.put("signature", encode(sign(concat(data, sha256(clientData)))));
        byte[] handle = userHandle;
        if (handle != null) {
            response.put("userHandle", encode(handle));
        }
        return JSON.writeValueAsString(answer);
    }

    private ObjectNode answer() {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("id", encode(id));
        answer.put("rawId", encode(id));
        answer.put("type", "public-key");
        answer.put("authenticatorAttachment", "platform");
        answer.putObject("clientExtensionResults").putObject("credProps").put("rk", true);
        return answer;
    }

    private byte[] clientData(String proper, String challenge) {
        ObjectNode node = JSON.createObjectNode();
        node.put("type", type == null ? proper : type);
        node.put("challenge", challenge);
        node.put("origin", origin);
        node.put("crossOrigin", false);
        client.accept(node);
        return JSON.writeValueAsBytes(node);
    }

    private byte[] rpIdHash() {
        return sha256(rpId.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] sign(byte[] data) {
        try {
            var signature = Signature.getInstance(
                    switch (keys.getPublic().getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> "Ed25519";
                    });
            signature.initSign(keys.getPrivate());
            signature.update(data);
            byte[] signed = signature.sign();
            if (spoilSignature) {
                signed[signed.length - 1] ^= 1;
            }
            return signed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// RFC 9053 sections 7.1.1 and 7.2, RFC 8230 section 4.
    private Map<Object, Object> cose() {
        var key = new LinkedHashMap<Object, Object>();
        switch (keys.getPublic()) {
            case ECPublicKey ec -> {
                int size = (ec.getParams().getCurve().getField().getFieldSize() + 7) / 8;
                key.put(1L, 2L);
                key.put(3L, algorithm);
                key.put(-1L, size == 32 ? 1L : 2L);
                key.put(-2L, fixed(ec.getW().getAffineX(), size));
                key.put(-3L, spoilt(fixed(ec.getW().getAffineY(), size)));
            }
            case RSAPublicKey rsa -> {
                key.put(1L, 3L);
                key.put(3L, algorithm);
                key.put(-1L, fixed(rsa.getModulus(), (rsa.getModulus().bitLength() + 7) / 8));
                key.put(-2L, fixed(rsa.getPublicExponent(), 3));
            }
            default -> {
                byte[] encoded = keys.getPublic().getEncoded();
                key.put(1L, 1L);
                key.put(3L, algorithm);
                key.put(-1L, 6L);
                key.put(-2L, spoilt(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
            }
        }
        return key;
    }

    private byte[] spoilt(byte[] bytes) {
        if (spoilKey) {
            bytes[5] ^= 1;
        }
        return bytes;
    }

    private static byte[] fixed(BigInteger number, int size) {
        byte[] bytes = number.toByteArray();
        byte[] out = new byte[size];
        int from = Math.max(0, bytes.length - size);
        System.arraycopy(bytes, from, out, size - (bytes.length - from), bytes.length - from);
        return out;
    }

    private static byte[] number(long count) {
        return ByteBuffer.allocate(4).putInt((int) count).array();
    }

    /// As much of RFC 8949 as an authenticator writes.
    public static byte[] cbor(Object value) {
        return switch (value) {
            case Long n -> n >= 0 ? head(0, n) : head(1, -1 - n);
            case Boolean b -> new byte[] {(byte) (b ? 0xf5 : 0xf4)};
            case byte[] bytes -> concat(head(2, bytes.length), bytes);
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                yield concat(head(3, bytes.length), bytes);
            }
            case Map<?, ?> map -> {
                byte[] out = head(5, map.size());
                for (var entry : map.entrySet()) {
                    out = concat(out, cbor(entry.getKey()), cbor(entry.getValue()));
                }
                yield out;
            }
            default -> throw new IllegalArgumentException(value.getClass().getName());
        };
    }

    private static byte[] head(int major, long n) {
        int top = major << 5;
        if (n < 24) {
            return new byte[] {(byte) (top | n)};
        }
        if (n < 256) {
            return new byte[] {(byte) (top | 24), (byte) n};
        }
        return new byte[] {(byte) (top | 25), (byte) (n >> 8), (byte) n};
    }

    private static byte[] concat(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
