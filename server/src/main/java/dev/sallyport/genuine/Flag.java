package dev.sallyport.genuine;

/// What a message does that ours never do (docs/genuine.md lists the words that tell).
enum Flag {
    ASKS_FOR_PASSWORD,
    ASKS_FOR_CODE,
    ASKS_FOR_SEED,
    ASKS_FOR_REMOTE_ACCESS,
    ASKS_TO_MOVE_MONEY,
    ASKS_TO_CALL,
    PROMISES_MONEY,
    THREATENS,
    HURRIES,
    SHOWS_A_QR_CODE,
    /// A telephone number written so that filters do not find it.
    BROKEN_UP_NUMBER,
    /// Signs that nobody sees, or that turn the direction, within its words.
    HIDDEN_LETTERS;

    String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
