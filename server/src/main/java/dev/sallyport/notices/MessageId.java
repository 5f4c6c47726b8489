package dev.sallyport.notices;

import dev.sallyport.base.crypto.Tokens;

/// The short code that a message shows and its sender's page may name, so that a person can tell which
/// message is meant and later look up whether it was ours: 40 random bits in letters that are not taken for
/// each other.
public record MessageId(String text) {
    /// Crockford's base 32: no I, L, O, U.
    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    static MessageId create() {
        long bits = 0;
        for (byte b : Tokens.random(5)) {
            bits = bits << 8 | (b & 0xff);
        }
        var text = new StringBuilder(9);
        for (int i = 7; i >= 0; i--) {
            text.append(LETTERS.charAt((int) (bits >>> (5 * i)) & 31));
            if (i == 4) {
                text.append('-');
            }
        }
        return new MessageId(text.toString());
    }

    @Override
    public String toString() {
        return text;
    }
}
