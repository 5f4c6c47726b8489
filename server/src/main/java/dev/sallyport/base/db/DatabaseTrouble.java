package dev.sallyport.base.db;

/// The embedded database cannot be had. The message is a sentence for the person who started it.
public final class DatabaseTrouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatabaseTrouble(String message) {
        super(message);
    }

    public DatabaseTrouble(String message, Throwable cause) {
        super(message, cause);
    }
}
