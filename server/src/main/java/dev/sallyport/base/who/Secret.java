package dev.sallyport.base.who;

import org.jspecify.annotations.Nullable;

/// Text that must never be printed: a password, a code, a token. Its `toString` tells nothing, so that a log
/// line, an exception or a template that meets it by mistake tells nothing either.
public final class Secret {
    private final String text;

    public Secret(@Nullable String text) {
        this.text = text == null ? "" : text;
    }

    /// The text itself. Call it where it is checked or stored, and nowhere else.
    public String reveal() {
        return text;
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
