package dev.sallyport.account;

/// What a code that proves an address may be good for. One that was sent for one purpose is worth nothing for
/// another (A16).
public enum Purpose {
    SIGN_UP,
    CONTACT_ADD,
    SIGN_IN,
    /// That whoever sits at a session with nothing but the password is the holder.
    STEP_UP,
    /// The weaker second proof, at a number that the account has.
    SECOND_PROOF,
    /// That a number of the account is still its holder's.
    NUMBER_AGAIN,
    /// That a stranger reads what goes to an address of the account he wants to have back.
    RECOVERY,
    /// The same of an account whose doors he wants to close.
    LOCKDOWN;

    /// Whether it goes to an address that nobody has proven yet: whoever names a number then may be paid
    /// for the text.
    boolean provesNew() {
        return this == SIGN_UP || this == CONTACT_ADD;
    }
}
