package dev.sallyport.base.crypto;

/// The keys are not there, not readable, or not the ones that closed what is to be opened. Always ends in a
/// refusal.
public final class KeyTrouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KeyTrouble(String message) {
        super(message);
    }

    public KeyTrouble(String message, Throwable cause) {
        super(message, cause);
    }
}
