package dev.sallyport.passkey;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.config.ConfigFile;
import dev.sallyport.base.who.AccountId;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/// What a proof by a passkey costs the processor: the browser's answer is read, its client data judged, and its
/// signature checked, as the server does it. In this package because none of that is anybody else's.
public final class AssertionWork {
    private static final String ORIGIN = "https://localhost";

    private final RelyingParty party;
    private final WebAuthnCheck check;
    private final PasskeyStore.Known known;
    private final String answer;
    private final KeyPair keys;
    private final byte[] signed;
    private final byte[] signature;

    private AssertionWork() throws GeneralSecurityException {
        party = new RelyingParty(config());
        check = new WebAuthnCheck(party);
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        keys = generator.generateKeyPair();
        byte[] handle = new byte[32];
        known = new PasskeyStore.Known(
                new AccountId(new UUID(0, 1)), new UUID(0, 2), handle, cose(keys), 1, false, false, null);

        byte[] client = ("{\"type\":\"webauthn.get\",\"challenge\":\"" + encode(new byte[32]) + "\",\"origin\":\""
                        + ORIGIN + "\",\"crossOrigin\":false}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] data = ByteBuffer.allocate(37)
                .put(sha256("localhost".getBytes(StandardCharsets.UTF_8)))
                // Present and recognised.
                .put((byte) 0x05)
                .putInt(2)
                .array();
        signed = ByteBuffer.allocate(data.length + 32)
                .put(data)
                .put(sha256(client))
                .array();
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(keys.getPrivate());
        signer.update(signed);
        signature = signer.sign();
        String id = encode(new byte[16]);
        answer = "{\"id\":\"" + id + "\",\"rawId\":\"" + id + "\",\"type\":\"public-key\",\"response\":{"
                + "\"clientDataJSON\":\"" + encode(client) + "\",\"authenticatorData\":\"" + encode(data)
                + "\",\"signature\":\"" + encode(signature) + "\",\"userHandle\":\"" + encode(handle)
                + "\"},\"clientExtensionResults\":{}}";
    }

    public static AssertionWork create() {
        try {
            return new AssertionWork();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Config config() {
        return switch (ConfigFile.read(null, Map.of("SALLYPORT_ORIGIN", ORIGIN), true)) {
            case ConfigFile.Outcome.Ready ready -> ready.config();
            case ConfigFile.Outcome.Wrong wrong ->
                throw new IllegalStateException(wrong.mistakes().toString());
        };
    }

    /// Ours: from the answer's text to the verdict.
    public void check() {
        Answer.Signed read = Answer.Signed.read(answer).orElseThrow();
        if (party.against(read.client(), "webauthn.get").isPresent()
                || !(check.signed(read, known) instanceof WebAuthnCheck.Proven.Good)) {
            throw new IllegalStateException("A right answer was refused.");
        }
    }

    /// The floor: the signature alone, as Java checks it.
    public void signatureAlone() {
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(keys.getPublic());
            verifier.update(signed);
            if (!verifier.verify(signature)) {
                throw new IllegalStateException("A right signature was refused.");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// COSE's form of a key for ES256 (RFC 9053 section 7.1.1), in CBOR's shortest form.
    private static byte[] cose(KeyPair keys) {
        var key = (ECPublicKey) keys.getPublic();
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20});
        out.writeBytes(number(key.getW().getAffineX()));
        out.writeBytes(new byte[] {0x22, 0x58, 0x20});
        out.writeBytes(number(key.getW().getAffineY()));
        return out.toByteArray();
    }

    private static byte[] number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(bytes.length, 32);
        System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
