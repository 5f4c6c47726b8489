package dev.sallyport.client;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.jspecify.annotations.Nullable;

/// The signatures that count (RFC 7518 section 3.1, RFC 8037), as FAPI 2.0 has them: each with its one
/// kind of key, never `none` and never a shared secret.
enum Algorithm {
    ES256("SHA256withECDSAinP1363Format"),
    EDDSA("Ed25519"),
    PS256("RSASSA-PSS");

    private static final int SALT = 32;

    private final String java;

    Algorithm(String java) {
        this.java = java;
    }

    static @Nullable Algorithm of(@Nullable String alg) {
        if (alg == null) {
            return null;
        }
        switch (alg) {
            case "ES256":
                return ES256;
            case "EdDSA", "Ed25519":
                return EDDSA;
            case "PS256":
                return PS256;
            default:
                return null;
        }
    }

    Signature signature() throws GeneralSecurityException {
        Signature signature = Signature.getInstance(java);
        if (this == PS256) {
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, SALT, 1));
        }
        return signature;
    }

    boolean isSigned(PublicKey key, byte[] signed, byte[] bytes) {
        try {
            Signature verifying = signature();
            verifying.initVerify(key);
            verifying.update(signed);
            return verifying.verify(bytes);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
