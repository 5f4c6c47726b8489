package dev.sallyport.base.http;

import java.util.Set;

/// Every sensitive act there is (R-SU-1; ASVS 7.5.1, 7.5.3), a line each. Whoever does one gives a proof of his
/// own for it: not weaker than the strongest that he has, at most five minutes old, bound to the act and to all
/// that was sent with it, good once.
///
/// Which proofs will do is decided by what the act is about, see `ProofPolicy`. The words that a person reads are
/// the texts `stepup.act.<name>`.
public enum Act {
    /// No sensitive act.
    NONE(About.NOTHING),
    /// Whoever sits at the session proves again that it is he, and goes back to where he was.
    AGAIN(About.ACCOUNT),

    PASSWORD_CHANGE(About.PROOFS),
    AUTHENTICATOR_ADD(About.PROOFS),
    AUTHENTICATOR_REMOVE(About.PROOFS),
    PASSKEY_ADD(About.PROOFS),
    PASSKEY_REMOVE(About.PROOFS),
    PASSKEY_ONLY(About.PROOFS),
    RECOVERY_CODES(About.PROOFS),
    MESSAGE_CODES(About.PROOFS),
    PHRASE(About.ACCOUNT),

    CONTACT_ADD(About.PROOFS),
    CONTACT_PRIMARY(About.PROOFS),
    CONTACT_REMOVE(About.PROOFS),

    SESSIONS_END(About.ACCOUNT),
    DEVICE_FORGET(About.ACCOUNT),
    EXPORT(About.ACCOUNT),
    CLOSING(About.ACCOUNT),

    SETTINGS_LOCK(About.ACCOUNT),
    SETTINGS_RELEASE(About.ACCOUNT),
    WITHDRAWAL_LOCK(About.ACCOUNT),
    WITHDRAWAL_RELEASE(About.TWO_STRONG),
    MASTER_KEY(About.PROOFS),

    APP_CONNECT(About.MONEY),
    API_KEY_CREATE(About.MONEY),
    API_KEY_CHANGE(About.MONEY),
    SECOND_PERSON(About.MONEY),
    DESTINATION_ADD(About.MONEY),
    DESTINATION_REMOVE(About.MONEY),
    DESTINATION_LIST(About.MONEY),

    SECOND_PERSON_STAYS(About.MONEY);

    /// What the holder may do while his settings are locked: it makes the account safer, or ends nothing early.
    /// Everything else is refused, also what is yet to come (R-LOCK-1).
    private static final Set<String> WHILE_LOCKED = Set.of(
            "NONE",
            "AGAIN",
            "SESSIONS_END",
            "DEVICE_FORGET",
            "SETTINGS_LOCK",
            "SETTINGS_RELEASE",
            "WITHDRAWAL_LOCK",
            "DESTINATION_REMOVE",
            "SECOND_PERSON_STAYS");

    /// What an act touches.
    public enum About {
        NOTHING,
        /// What opens the account or gets it back: proofs and addresses.
        PROOFS,
        /// The account and what is known of it.
        ACCOUNT,
        /// What leaves the account.
        MONEY,
        /// What ends a lock early: a passkey and an app, both (R-LOCK-2).
        TWO_STRONG
    }

    private final About about;

    Act(About about) {
        this.about = about;
    }

    public About about() {
        return about;
    }

    /// Whether a settings lock refuses it.
    public boolean isLocked() {
        return !WHILE_LOCKED.contains(name());
    }

    /// As it stands in addresses, tables and text keys: `contact-remove`.
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
