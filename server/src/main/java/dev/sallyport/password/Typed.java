package dev.sallyport.password;

import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Secret;
import dev.sallyport.wire.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;

/// A password as somebody typed it, measured before anything costly is done with it. Neither cut nor changed
/// in case (ASVS 6.2.8); NFC, so that the same letters from another keyboard are the same password (N-2).
///
/// @param exact the bytes as they came: what an older system hashed
/// @param bytes the bytes of the NFC form: what we hash
/// @param isText false when it holds what no keyboard writes: halves of characters, control characters, code
///     points that no character has yet and whose NFC form may therefore still change
record Typed(String text, byte[] exact, byte[] bytes, boolean isText) {
    /// The longest password, in bytes of UTF-8 after NFC (R-PW-1). At least 256 characters of any script fit.
    static final int MOST_BYTES = 1024;
    /// NFC joins at most a few code points into one, so that what is longer than this cannot be short enough.
    private static final int MOST_CHARS = 8 * MOST_BYTES;

    /// Empty when it is longer than any password may be.
    static Optional<Typed> of(Secret password) {
        String typed = password.reveal();
        if (typed.length() > MOST_CHARS) {
            return Optional.empty();
        }
        String text = Normalizer.normalize(typed, Normalizer.Form.NFC);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MOST_BYTES) {
            return Optional.empty();
        }
        return Optional.of(new Typed(
                text,
                typed.getBytes(StandardCharsets.UTF_8),
                bytes,
                typed.codePoints().allMatch(Typed::written)));
    }

    /// For a caller who only asks whether it is right: what cannot be a password is refused without a hash,
    /// whoever's it would be (A62).
    static Typed orRefuse(Secret password) {
        return of(password)
                .orElseThrow(
                        () -> new Refused(ErrorCode.TOO_LARGE, "a password of more than " + MOST_BYTES + " bytes"));
    }

    /// One code point is one character (N-2).
    int length() {
        return text.codePointCount(0, text.length());
    }

    private static boolean written(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /// Never the password: a record prints its fields otherwise.
    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
