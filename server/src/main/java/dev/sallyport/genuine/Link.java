package dev.sallyport.genuine;

import java.util.EnumSet;
import java.util.Set;

/// A web link as a browser reads it (WHATWG URL, for the schemes `http` and `https`), with what is odd in the way it
/// was
/// written.
///
/// @param host lower-case A-labels without a trailing dot, or an IP address in its canonical form
/// @param shown the same for people: U-labels where these can be told apart, A-labels elsewhere
/// @param port the one that is asked for, be it the scheme's own
/// @param rest path, query and fragment as they were written
/// @param oddities what an honest link hardly ever has
record Link(boolean secure, String host, String shown, int port, String rest, Set<Oddity> oddities) {
    /// The most that is looked at (U20).
    static final int LONGEST = 2_048;

    Link {
        oddities = oddities.isEmpty() ? Set.of() : Set.copyOf(oddities);
    }

    /// What is odd in the way that a link is written, by the tricks that rest on it.
    enum Oddity {
        /// A name or password before the host (U1).
        USER_INFO,
        /// A backslash where browsers take it for a slash (U2).
        BACKSLASH,
        /// Slashes missing, or too many of them (U3).
        SLASHES,
        /// Tabs, line ends and other control characters within (U5).
        CONTROL,
        /// An address in numbers in place of a name (U6).
        NUMBERS,
        /// Full-width letters, other dots: written otherwise than it reads (U7, U8).
        MAPPED,
        /// Characters that nobody sees (U9).
        INVISIBLE,
        /// Characters that turn the direction of what is read (U10).
        DIRECTION,
        /// Percent signs within the host (U13).
        ENCODED,
        /// A dot after the last label (U14).
        TRAILING_DOT,
        /// Not the port of its scheme (U14).
        PORT,
        /// No scheme was given; `https` is taken, as browsers do.
        NO_SCHEME
    }

    /// What a text turned out to be.
    sealed interface Reading {
        record Read(Link link) implements Reading {}

        /// A scheme that no web page is reached by: `javascript:`, `data:`, an app's own (U4).
        record OtherScheme(String scheme) implements Reading {}

        /// No browser would open it, or browsers would not agree what it is.
        ///
        /// @param readable the host that it seems to name, for telling what it imitates; mostly empty
        record Broken(Fault fault, String readable) implements Reading {
            Broken(Fault fault) {
                this(fault, "");
            }
        }
    }

    enum Fault {
        EMPTY,
        TOO_LONG,
        NO_HOST,
        HOST_CHARACTERS,
        HOST_NAME,
        HOST_NUMBER,
        PORT
    }

    static Reading read(String text) {
        return new LinkReader(text).read();
    }

    /// All that is judged by: where the link leads to.
    boolean isNumber() {
        return oddities.contains(Oddity.NUMBERS);
    }

    /// Whether it is written as plainly as links are.
    boolean isPlain() {
        return oddities.isEmpty() || oddities.equals(EnumSet.of(Oddity.NO_SCHEME));
    }
}
