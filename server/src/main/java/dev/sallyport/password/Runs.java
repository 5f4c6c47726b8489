package dev.sallyport.password;

/// Runs that fingers make without thinking: one key again and again, along the keyboard, the alphabet, the
/// digits.
final class Runs {
    /// Rows, columns and zigzags of QWERTY, QWERTZ and AZERTY keyboards, the alphabet and the digits; each is
    /// also followed backwards.
    private static final String[] TRACKS = {
        "abcdefghijklmnopqrstuvwxyz",
        "01234567890",
        "0246813579",
        "qwertyuiop[]",
        "qwertzuiopü+",
        "azertyuiop^$",
        "asdfghjkl;'",
        "asdfghjklöä#",
        "qsdfghjklm",
        "zxcvbnm,./",
        "yxcvbnm,.-",
        "wxcvbn,;:",
        "!@#$%^&*()_+",
        "!\"§$%&/()=?",
        "1qaz",
        "2wsx",
        "3edc",
        "4rfv",
        "5tgb",
        "6yhn",
        "7ujm",
        "8ik,",
        "9ol.",
        "1qay",
        "6zhn",
        "1aqw",
        "2zsx",
        "1q2w3e4r5t6y7u8i9o0p",
        "1q2w3e4r5t6z7u8i9o0p",
        "qawsedrftgyhujikolp",
        "zaxscdvfbgnhmj"
    };

    private Runs() {}

    /// How many characters the longest run has that begins at `at`; 1 for none.
    static int longest(int[] text, int at) {
        int longest = 1;
        while (at + longest < text.length && text[at + longest] == text[at]) {
            longest++;
        }
        for (String track : TRACKS) {
            for (int place = track.indexOf(text[at]); place >= 0; place = track.indexOf(text[at], place + 1)) {
                longest = Math.max(longest, along(text, at, track, place, 1));
                longest = Math.max(longest, along(text, at, track, place, -1));
            }
        }
        return longest;
    }

    private static int along(int[] text, int at, String track, int place, int direction) {
        int length = 1;
        int next = place + direction;
        while (at + length < text.length
                && next >= 0
                && next < track.length()
                && track.charAt(next) == text[at + length]) {
            length++;
            next += direction;
        }
        return length;
    }
}
