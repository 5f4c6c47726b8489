package dev.sallyport.genuine;

import java.util.List;
import java.util.Optional;

/// What we can say of a link, an address, a number or a name. Never that something unknown is safe (R-PHI-2).
///
/// @param shown what was judged, as it may be shown: never in letters that mislead
/// @param target the official one that it imitates
/// @param reasons the strongest first
record Verdict(Kind kind, String shown, Optional<String> target, List<Reason> reasons) {
    enum Kind {
        /// Exactly one of ours.
        OFFICIAL,
        /// Made to be taken for one of ours.
        LOOK_ALIKE,
        /// Not made to be taken for ours as far as we can see, but built as honest ones are not.
        SUSPICIOUS,
        /// Not ours; we know no more.
        UNKNOWN
    }

    /// Why, by the classes of look-alikes and the tricks of writing.
    enum Reason {
        EXACT,
        NOT_SECURE,
        ODD_PORT,
        ODDLY_WRITTEN,
        // Made from our name (classes 1 to 10).
        LETTER_MISSING,
        LETTER_TWICE,
        LETTERS_SWAPPED,
        LETTER_CHANGED,
        LETTER_MORE,
        LETTER_AT_THE_END,
        VOWEL_CHANGED,
        BIT_FLIPPED,
        HYPHEN,
        SPLIT_BY_A_DOT,
        // Looks like it (12, 16 to 19).
        LETTERS_THAT_LOOK_ALIKE,
        FOREIGN_LETTERS,
        MARKS,
        // Our name with something around it (13 to 15, 20 to 23).
        NAME_WITH_WORDS,
        OTHER_ENDING,
        ENDING_IN_THE_NAME,
        DOT_MISSING,
        NAME_BEFORE_ANOTHER_DOMAIN,
        NAME_ON_A_SHARED_HOST,
        NAME_IN_THE_PATH,
        NUMBERS_AND_NAME,
        SOUNDS_ALIKE,
        // Ours, but not in use (26).
        NOT_IN_USE,
        // Tricks of writing.
        USER_INFO,
        NUMBERS,
        DIRECTION,
        INVISIBLE,
        MIXED_LETTERS,
        OTHER_SCHEME,
        NOT_A_LINK,
        NESTED,
        TWO_TARGETS,
        WRAPPED,
        SHORTENED,
        // Of mail addresses, numbers and names (25).
        NAME_IN_THE_ADDRESS,
        NAME_SHOWN,
        NAME_TAKEN,
        TEXT_AND_TARGET,
        NOTHING_KNOWN
    }

    Verdict {
        reasons = List.copyOf(reasons);
    }

    static Verdict of(Kind kind, String shown, Reason... reasons) {
        return new Verdict(kind, shown, Optional.empty(), List.of(reasons));
    }

    boolean is(Reason reason) {
        return reasons.contains(reason);
    }
}
