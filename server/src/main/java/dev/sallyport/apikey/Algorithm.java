package dev.sallyport.apikey;

import dev.sallyport.base.crypto.Scheme;
import dev.sallyport.base.crypto.Signing;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What a key signs with.
public enum Algorithm {
    /// We know the public half only.
    ED25519(""),
    HMAC_SHA256("HmacSHA256"),
    HMAC_SHA512("HmacSHA512");

    private final String java;

    Algorithm(String java) {
        this.java = java;
    }

    public boolean isShared() {
        return this != ED25519;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Algorithm> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    /// Whether the holder of the private half signed this.
    static boolean isSigned(PublicKey key, byte[] message, byte[] signature) {
        try {
            return Signing.isSigned(Scheme.ED25519, key, message, signature);
        } catch (GeneralSecurityException e) {
            // Of the wrong length, or no point of the curve: nobody signed that.
            return false;
        }
    }

    /// Compared without telling by time where the first difference is.
    boolean isMadeWith(byte[] secret, byte[] message, byte[] signature) {
        try {
            Mac mac = Mac.getInstance(java);
            mac.init(new SecretKeySpec(secret, java));
            return MessageDigest.isEqual(mac.doFinal(message), signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + java, e);
        }
    }
}
