package dev.sallyport.password;

import java.util.Base64;

/// Base64 as PHC strings of other systems have it: without padding, some with `.` for `+`.
final class PhcBase64 {
    private PhcBase64() {}

    static byte[] decode(String what, String text) {
        try {
            return Base64.getDecoder().decode(text.replace('.', '+'));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("The " + what + " of a password hash is not Base64", malformed);
        }
    }

    /// A result long enough to mean something: two short ones may be equal by chance.
    static byte[] hash(String kind, String text) {
        byte[] hash = decode("result", text);
        if (hash.length < 16 || hash.length > 128) {
            throw new IllegalArgumentException("The result of a " + kind + " hash must have 16 to 128 bytes");
        }
        return hash;
    }
}
