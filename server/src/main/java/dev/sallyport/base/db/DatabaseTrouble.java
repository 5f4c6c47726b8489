package dev.sallyport.base.db;

/// The database cannot be had, or not as it must be. The message is a sentence for the person who started it.
public final class DatabaseTrouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatabaseTrouble(String message) {
        super(message);
    }

    public DatabaseTrouble(String message, Throwable cause) {
        super(message, cause);
    }
}
