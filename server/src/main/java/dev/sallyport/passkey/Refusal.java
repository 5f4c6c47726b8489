package dev.sallyport.passkey;

import java.util.Locale;

/// Why an answer of an authenticator is not taken; the letters are those of docs/rules.tsv. For the record of facts
/// and for tests: whoever sent the answer reads one sentence for all of them, but for the few that he can mend.
public enum Refusal {
    /// Cannot be read, or says two different things.
    MALFORMED,
    /// W-1: no such challenge is open for this browser and purpose: never made, used before, or too old.
    CHALLENGE,
    /// W-2.
    TYPE,
    /// W-3.
    ORIGIN,
    /// W-3: from a frame within another site.
    CROSS_ORIGIN,
    /// W-4.
    RP_ID,
    /// W-5: nobody touched the authenticator.
    NOT_PRESENT,
    /// W-5: the authenticator did not verify who touched it.
    NOT_VERIFIED,
    /// W-5: backed up, though it says that it cannot be.
    BACKED_UP,
    /// W-5: it could be backed up before and cannot now, or the other way round.
    ELIGIBILITY_CHANGED,
    /// W-6: a kind of key that was not offered, or a weak one.
    ALGORITHM,
    /// W-6.
    SIGNATURE,
    /// W-7: the passkey is not one of the account that was asked.
    NOT_LISTED,
    /// W-7: nobody has such a passkey.
    UNKNOWN,
    /// W-7: the user handle is missing or another account's.
    USER_HANDLE,
    /// W-8.
    ID_TOO_LONG,
    /// W-8: some account has it already.
    DUPLICATE,
    /// W-13: the operator does not take this model.
    MODEL,
    /// The account has as many as it may.
    TOO_MANY;

    /// As facts carry it: `not-verified`.
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The key of the sentence for whoever is binding a passkey: it names what he can mend and nothing else.
    public String text() {
        return switch (this) {
            case CHALLENGE -> "passkey.mistake.late";
            case DUPLICATE -> "passkey.mistake.duplicate";
            case MODEL -> "passkey.mistake.model";
            case TOO_MANY -> "passkey.mistake.too-many";
            case MALFORMED,
                    TYPE,
                    ORIGIN,
                    CROSS_ORIGIN,
                    RP_ID,
                    NOT_PRESENT,
                    NOT_VERIFIED,
                    BACKED_UP,
                    ELIGIBILITY_CHANGED,
                    ALGORITHM,
                    SIGNATURE,
                    NOT_LISTED,
                    UNKNOWN,
                    USER_HANDLE,
                    ID_TOO_LONG -> "passkey.mistake.failed";
        };
    }
}
