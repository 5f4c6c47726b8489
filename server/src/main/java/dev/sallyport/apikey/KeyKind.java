package dev.sallyport.apikey;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a key is for. It is chosen when the key is made and never changes (R-API-1, A40).
public enum KeyKind {
    READ,
    TRADE,
    TRANSFER,
    WITHDRAW;

    /// Whether a key of this kind may have a scope of that one: of its own, and what only reads.
    boolean mayHold(KeyKind scope) {
        return scope == this || scope == READ;
    }

    /// Whether it touches money: without listed addresses such a key decays (R-API-5).
    public boolean movesMoney() {
        return this != READ;
    }

    /// Whether a secret that two parties know may sign for it (R-API-2).
    boolean mayBeShared() {
        return this == READ || this == TRADE;
    }

    /// As it stands in answers, fields and text keys.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<KeyKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
