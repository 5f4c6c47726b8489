package dev.sallyport.apikey;

import dev.sallyport.base.crypto.Tokens;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/// An Ed25519 public key as people paste it: PEM or base64 of its SubjectPublicKeyInfo (RFC 8410), or its 32 bytes in
/// hex or base64.
final class PublicKeyText {
    private static final byte[] HEAD = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int RAW = 32;

    /// Points of small order, without the sign bit: with one of them as a key everybody can sign.
    private static final Set<String> WEAK = Set.of(
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");

    private PublicKeyText() {}

    /// The key's 32 bytes; empty for anything else, a private key included.
    static Optional<byte[]> read(String text) {
        String bare = text.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "").replaceAll("\\s", "");
        return decoded(bare).flatMap(PublicKeyText::raw).filter(PublicKeyText::isKey);
    }

    private static Optional<byte[]> decoded(String text) {
        try {
            return Optional.of(
                    text.matches("[0-9a-fA-F]{64}")
                            ? HexFormat.of().parseHex(text)
                            : Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/')));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> raw(byte[] bytes) {
        if (bytes.length == RAW) {
            return Optional.of(bytes);
        }
        return bytes.length == HEAD.length + RAW && Arrays.equals(Arrays.copyOf(bytes, HEAD.length), HEAD)
                ? Optional.of(Arrays.copyOfRange(bytes, HEAD.length, bytes.length))
                : Optional.empty();
    }

    private static boolean isKey(byte[] raw) {
        byte[] positive = raw.clone();
        positive[RAW - 1] &= 0x7f;
        if (WEAK.contains(HexFormat.of().formatHex(positive))) {
            return false;
        }
        try {
            // The JDK reads the point when a check begins, and not before.
            Signature.getInstance("Ed25519").initVerify(key(raw));
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static PublicKey key(byte[] raw) throws GeneralSecurityException {
        byte[] whole = Arrays.copyOf(HEAD, HEAD.length + RAW);
        System.arraycopy(raw, 0, whole, HEAD.length, RAW);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(whole));
    }

    /// What a holder compares: the first 16 hex digits of its hash, in groups.
    static String fingerprint(byte[] raw) {
        return HexFormat.of().formatHex(Arrays.copyOf(Tokens.sha256(raw), 8)).replaceAll("(.{4})(?!$)", "$1 ");
    }
}
