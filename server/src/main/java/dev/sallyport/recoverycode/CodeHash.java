package dev.sallyport.recoverycode;

import dev.sallyport.base.crypto.Tokens;
import java.security.GeneralSecurityException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// How a recovery code is hashed. It has 65 random bits, less than the 112 from which on a plain hash would do (ASVS
/// 6.5.2, NIST 800-63B-4 section 3.1.2.2). A keyed hash alone is good for as long as its key is: whoever had database
/// and key could try all. So the code is stretched first, with a salt for each set, and the pepper comes on top.
///
/// It is not the kernel of passwords: that one has a bounded pool, and a flood of sign-ins must not keep anybody from
/// his recovery codes.
final class CodeHash {
    static final int SALT_BYTES = 16;
    /// The least for PBKDF2 with SHA-512 (ASVS appendix C).
    private static final int ITERATIONS = 210_000;

    private static final int BITS = 256;

    private CodeHash() {}

    static byte[] newSalt() {
        return Tokens.random(SALT_BYTES);
    }

    /// @param code as it is read, see [CodeText#read]
    static String of(byte[] salt, String code) {
        var spec = new PBEKeySpec(code.toCharArray(), salt, ITERATIONS, BITS);
        try {
            return Tokens.encode(SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBKDF2", e);
        } finally {
            spec.clearPassword();
        }
    }
}
