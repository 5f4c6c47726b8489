package dev.sallyport.argon2;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A stored Argon2id hash in the PHC string format, `$argon2id$v=19$m=47104,t=1,p=1$salt$hash`: memory in
/// KiB, passes and lanes in decimal, salt and hash in Base64 without padding. The secret (pepper) and
/// associated data are not part of it.
///
/// Only the one canonical spelling is read: a second spelling of the same hash would be a second row for the
/// same thing.
public final class EncodedHash {

    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=([1-9][0-9]{0,9}),t=([1-9][0-9]{0,9}),p=([1-9][0-9]{0,9})\\$([A-Za-z0-9+/]*)\\$([A-Za-z0-9+/]+)");

    private final Argon2Parameters parameters;
    private final byte[] salt;
    private final byte[] tag;

    /// @throws IllegalArgumentException when the tag has not the length the parameters name
    public EncodedHash(Argon2Parameters parameters, byte[] salt, byte[] tag) {
        if (tag.length != parameters.tagLength()) {
            throw new IllegalArgumentException("The Argon2 hash has %d bytes, its parameters say %d"
                    .formatted(tag.length, parameters.tagLength()));
        }
        this.parameters = parameters;
        this.salt = salt.clone();
        this.tag = tag.clone();
    }

    /// @throws IllegalArgumentException saying what is wrong, without repeating the text: it may hold a hash
    public static EncodedHash parse(String text) {
        if (!text.startsWith("$argon2id$")) {
            throw new IllegalArgumentException("Not an Argon2id hash: it does not begin with $argon2id$");
        }
        if (!text.startsWith("$argon2id$v=19$")) {
            throw new IllegalArgumentException(
                    "Not a version 19 (0x13) Argon2id hash: v=19 does not follow $argon2id$");
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "Not an Argon2id hash of the form $argon2id$v=19$m=KIB,t=PASSES,p=LANES$SALT$HASH, numbers without"
                            + " leading zeros, Base64 without padding");
        }
        byte[] salt = base64("salt", form.group(4));
        byte[] tag = base64("hash", form.group(5));
        var parameters = new Argon2Parameters(
                number("m", form.group(1)), number("t", form.group(2)), number("p", form.group(3)), tag.length);
        return new EncodedHash(parameters, salt, tag);
    }

    public Argon2Parameters parameters() {
        return parameters;
    }

    public byte[] salt() {
        return salt.clone();
    }

    public byte[] tag() {
        return tag.clone();
    }

    /// Whether `candidate` is the stored hash. The time depends on the lengths only.
    public boolean matches(byte[] candidate) {
        return MessageDigest.isEqual(tag, candidate);
    }

    /// The PHC string.
    public String encoded() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        parameters.memoryKib(),
                        parameters.iterations(),
                        parameters.lanes(),
                        base64.encodeToString(salt),
                        base64.encodeToString(tag));
    }

    /// The cost only: a hash does not belong in a log.
    @Override
    public String toString() {
        return "EncodedHash[" + parameters + "]";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncodedHash that
                && parameters.equals(that.parameters)
                && Arrays.equals(salt, that.salt)
                && matches(that.tag);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(salt);
    }

    private static int number(String name, String digits) {
        long value = Long.parseLong(digits);
        if (value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "The %s of an Argon2id hash is %d; at most %d is read".formatted(name, value, Integer.MAX_VALUE));
        }
        return (int) value;
    }

    private static byte[] base64(String part, String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("The %s of an Argon2id hash is not Base64".formatted(part), malformed);
        }
        throw new IllegalArgumentException(
                "The %s of an Argon2id hash is not canonical Base64: its last bits are not zero".formatted(part));
    }
}
