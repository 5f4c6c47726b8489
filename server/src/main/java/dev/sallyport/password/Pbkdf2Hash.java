package dev.sallyport.password;

import dev.sallyport.argon2.Hasher;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;

/// PBKDF2 (RFC 8018) as `$pbkdf2-sha256$ROUNDS$SALT$HASH`, also with `i=ROUNDS` or `i=ROUNDS,l=LENGTH` for
/// the rounds; and the same with `sha512`. By Bouncy Castle, because the JDK's takes characters and not the
/// bytes that the other system hashed.
record Pbkdf2Hash(boolean wide, int rounds, byte[] salt, byte[] hash) implements StoredHash {
    /// Rounds times blocks of output: about two seconds.
    private static final long MOST_WORK = 2_000_000;

    private static final Pattern FORM =
            Pattern.compile("\\$pbkdf2-sha(256|512)\\$(?:i=)?([0-9]{1,8})(?:,l=([0-9]{1,3}))?"
                    + "\\$([A-Za-z0-9+/.]+)\\$([A-Za-z0-9+/.]+)");

    static Pbkdf2Hash parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("Not a PBKDF2 hash of the form $pbkdf2-sha256$ROUNDS$SALT$HASH");
        }
        boolean wide = form.group(1).equals("512");
        int rounds = Integer.parseInt(form.group(2));
        byte[] hash = PhcBase64.hash("PBKDF2", form.group(5));
        if (form.group(3) != null && Integer.parseInt(form.group(3)) != hash.length) {
            throw new IllegalArgumentException("A PBKDF2 hash has another length than it says");
        }
        int blocks = (hash.length + (wide ? 63 : 31)) / (wide ? 64 : 32);
        if (rounds < 1 || (long) rounds * blocks > MOST_WORK) {
            throw new IllegalArgumentException("A PBKDF2 hash may cost at most " + MOST_WORK + " rounds");
        }
        return new Pbkdf2Hash(wide, rounds, PhcBase64.decode("salt", form.group(4)), hash);
    }

    @Override
    public boolean matches(Hasher hasher, Typed typed, byte @Nullable [] pepper) {
        var generator = new PKCS5S2ParametersGenerator(wide ? new SHA512Digest() : SHA256Digest.newInstance());
        generator.init(typed.exact(), salt, rounds);
        var key = (KeyParameter) generator.generateDerivedMacParameters(hash.length * 8);
        return MessageDigest.isEqual(hash, key.getKey());
    }

    @Override
    public String toString() {
        return "Pbkdf2Hash[" + (wide ? "sha512" : "sha256") + ", rounds=" + rounds + "]";
    }
}
