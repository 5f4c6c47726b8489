package dev.sallyport.account;

import dev.sallyport.notices.Message;
import java.text.Normalizer;
import java.util.Optional;

/// Words that a holder has chosen so that he knows our messages from those of whoever imitates us
/// (R-MSG-1).
///
/// @param text 3 to 40 code points in NFC, one line, and nothing that a mail program makes a link of:
///     whoever sits at a stolen session must not write to the holder in our name
public record MessagePhrase(String text) {
    static final int LEAST = 3;
    public static final int MOST = 40;

    static Optional<MessagePhrase> read(String typed) {
        String text = Normalizer.normalize(typed.strip(), Normalizer.Form.NFC);
        int length = text.codePointCount(0, text.length());
        return length >= LEAST && length <= MOST && Message.standsUnchanged(text)
                ? Optional.of(new MessagePhrase(text))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
