package dev.sallyport.password;

/// Who waits for a hash. Under a flood of strangers the people whose devices we know still get in (A62,
/// R-RL-2).
public enum Lane {
    /// A signed-in holder, or a sign-in from a device that the account knows.
    KNOWN,
    /// Everybody else.
    STRANGER
}
