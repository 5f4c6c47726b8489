package dev.sallyport.password;

import dev.sallyport.argon2.Hasher;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.SCrypt;
import org.jspecify.annotations.Nullable;

/// scrypt (RFC 7914) as a PHC string, `$scrypt$ln=17,r=8,p=1$SALT$HASH`.
record ScryptHash(int logN, int r, int p, byte[] salt, byte[] hash) implements StoredHash {
    /// N * r: 128 MiB of memory, what is commonly advised.
    private static final long MOST_MEMORY = 1 << 20;
    private static final long MOST_WORK = 4 << 20;

    private static final Pattern FORM = Pattern.compile(
            "\\$scrypt\\$ln=([0-9]{1,2}),r=([0-9]{1,4}),p=([0-9]{1,4})\\$([A-Za-z0-9+/.]+)\\$([A-Za-z0-9+/.]+)");

    static ScryptHash parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("Not a scrypt hash of the form $scrypt$ln=LOG2N,r=R,p=P$SALT$HASH");
        }
        int logN = Integer.parseInt(form.group(1));
        int r = Integer.parseInt(form.group(2));
        int p = Integer.parseInt(form.group(3));
        long memory = (1L << Math.min(logN, 40)) * r;
        // RFC 7914 section 2: N is less than 2^(128 r / 8), which matters for r = 1 alone.
        boolean sound = logN >= 1 && r >= 1 && p >= 1 && (r > 1 || logN < 16);
        if (!sound || memory > MOST_MEMORY || memory * p > MOST_WORK) {
            throw new IllegalArgumentException("A scrypt hash may cost at most 128 MiB (N r <= 2^20), N r p <= 2^22");
        }
        return new ScryptHash(
                logN, r, p, PhcBase64.decode("salt", form.group(4)), PhcBase64.hash("scrypt", form.group(5)));
    }

    @Override
    public boolean matches(Hasher hasher, Typed typed, byte @Nullable [] pepper) {
        return MessageDigest.isEqual(hash, SCrypt.generate(typed.exact(), salt, 1 << logN, r, p, hash.length));
    }

    @Override
    public String toString() {
        return "ScryptHash[ln=" + logN + ", r=" + r + ", p=" + p + "]";
    }
}
