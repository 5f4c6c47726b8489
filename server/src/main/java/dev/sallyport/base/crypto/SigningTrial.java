package dev.sallyport.base.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a library must do right before it signs for us: take a signature that is known to be good, refuse it when one
/// bit is another, and make one that the JDK takes. The keys and signatures are the examples of RFC 6979 section A.2.5
/// and RFC 8032 section 7.1; those of RSA, with which we sign nothing, were made by OpenSSL.
final class SigningTrial {
    private record Known(String message, byte[] publicKey, byte @Nullable [] privateKey, byte[] signature) {}

    private static final Known EC = new Known(
            "sample",
            hex("3059301306072a8648ce3d020106082a8648ce3d030107034200"
                    + "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
                    + "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"),
            hex("3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420"
                    + "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"),
            hex("3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                    + "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"));

    private static final Known EDWARDS = new Known(
            "r",
            hex("302a300506032b65700321003d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"),
            hex("302e020100300506032b6570042204204ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"),
            hex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                    + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"));

    private static final byte[] RSA = base64("""
            MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAlHxQkxHnTJZacz186NAJDJMxPVgORYpH239O/Hv57MbeV+
            DY4i687U/9Euw1qMCYIAT3gfNpn58Kcr9ZhRHkqOVy9AQ0PbkC+yYGFdwEQQUOEgheTNRSG0yyoOQZZezM0Of4HE7m
            iTjO4SbPrXHDMSkIdiy8EhA5LRNIrMUZwzl3l0TdlVLEOHFwyPqT9EzE0B4HYBGWqL03u+6Vp8fSzsZ4N3Our8c4Ts
            WImRDsnc4gchxRF26V2mqKDTc89F7DRIoeyecPn+fWWU/Z0iKhXUEW8W52B4O8b7JUT47qjdv5Nid1NKK1AjSliPEy
            V7/+jx3N7yVIWj3XPoMDR+GXxwIDAQAB""");

    private static final Known RSA_PSS = new Known("Sallyport", RSA, null, base64("""
            eLulLc3yaslrSSJxNuHXGKWBrpibQJLYCLrILJGFlecYs5qySUohFAXbdwQYICUHFdpNRwv7nI+iaN3g6uyDhdTjHG
            584xJ8eB1svLFWZ6rODOKEainCguimaBhOY1TxVehssD2dtV4gP1ktysidUO/JR0X7N6iduLa8PjmK4vGho5DyodlZ
            OCT1zq6aQISdzcOCDFEHMNX9cw/KRDo5kdr9cSwInKQUddET23WtsZVrrU7rOm/QBQeJhFAw/vFRpvdPO7qUUWTDNR
            yvYs6eRANZfznCajZ3yPXg94sXu2TPUpSAvRvPXdwr3tTGyi5GV6yJefI6zZV5NP5MoYgn0g=="""));

    private static final Known RSA_PKCS = new Known("Sallyport", RSA, null, base64("""
            g36cEObA+lFzJ3W481D1qBMYI+d/cnDmON8X7hYFlhe3xnfrUIUUo8J0911Q4/I/AJUl9JXrlnGFvi28HMK3g6LYLR
            nbFDr1tiV0vFnaMyEKOE6XY6Bn0qq/kayYhrF3+26d64zj5UfeC7vHC41nUAQdOKyCvXd0CzDFiA3fWZISUJnvlIKH
            nPpxJjNs8BbNiSZsKZSBLasiOVSMvmyntBLlxmC6JMueRp7q2IsA8qCNbXaK5oioRil2igOlV7dC1/ZD7+PyvL4jJI
            BtW1w4Kv7X3td6k1GFdeLpd9Rj6vNArMcSvCtc20RcQC0OkG4mp7fGWQBARjKMVZ5QNPgdjw=="""));

    private SigningTrial() {}

    /// What the library does wrong; empty when nothing.
    static Optional<String> trouble(Scheme scheme, Provider library) {
        try {
            return Optional.ofNullable(firstTrouble(scheme, known(scheme), library));
        } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
            // Whatever a foreign library does when it is broken; it is told, and not used.
            return Optional.of("it fails (" + e + ")");
        }
    }

    private static Known known(Scheme scheme) {
        return switch (scheme) {
            case ES256 -> EC;
            case ED25519 -> EDWARDS;
            case PS256 -> RSA_PSS;
            case RS256 -> RSA_PKCS;
        };
    }

    private static @Nullable String firstTrouble(Scheme scheme, Known known, Provider library)
            throws GeneralSecurityException {
        KeyFactory keys = KeyFactory.getInstance(scheme.keys());
        PublicKey key = keys.generatePublic(new X509EncodedKeySpec(known.publicKey()));
        byte[] message = known.message().getBytes(StandardCharsets.US_ASCII);
        if (!Signing.isSigned(scheme, library, key, message, known.signature())) {
            return "it refuses a good signature";
        }
        byte[] other = message.clone();
        other[0] ^= 1;
        if (Signing.isSigned(scheme, library, key, other, known.signature())) {
            return "it takes the signature of something else";
        }
        if (known.privateKey() == null) {
            return null;
        }
        PrivateKey signer = keys.generatePrivate(new PKCS8EncodedKeySpec(known.privateKey()));
        byte[] made = Signing.sign(scheme, library, signer, message);
        return Signing.isSigned(scheme, null, key, message, made) ? null : "it makes signatures that are none";
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static byte[] base64(String lines) {
        return Base64.getMimeDecoder().decode(lines);
    }
}
