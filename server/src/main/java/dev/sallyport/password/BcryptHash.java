package dev.sallyport.password;

import dev.sallyport.argon2.Hasher;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.jspecify.annotations.Nullable;

/// bcrypt, `$2a$`, `$2b$` or `$2y$`. It knows only the first 72 bytes of a password, so only those can be
/// checked: that is what the older system did. The renewal then takes all that was typed, and from the next
/// sign-in on every byte counts.
record BcryptHash(String text) implements StoredHash {
    private static final int BYTES = 72;
    /// About a second and a half.
    private static final int MOST_COST = 14;

    private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");

    static BcryptHash parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("Not a bcrypt hash of the form $2b$COST$ and 53 characters");
        }
        int cost = Integer.parseInt(form.group(1));
        if (cost < 4 || cost > MOST_COST) {
            throw new IllegalArgumentException("A bcrypt hash may have a cost of 4 to " + MOST_COST + ", not " + cost);
        }
        return new BcryptHash(text);
    }

    @Override
    public boolean matches(Hasher hasher, Typed typed, byte @Nullable [] pepper) {
        byte[] known = Arrays.copyOf(typed.exact(), Math.min(BYTES, typed.exact().length));
        return OpenBSDBCrypt.checkPassword(text, known);
    }

    @Override
    public String toString() {
        return "BcryptHash";
    }
}
