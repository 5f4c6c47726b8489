package dev.sallyport.notices;

import dev.sallyport.base.text.Plain;
import java.util.Set;
import java.util.regex.Pattern;

/// Makes values fit to stand in a message: one line, not long, and nothing that a mail program would turn
/// into a link. A stranger who names his device "Call evil.example" must not write to the holder in our name
/// (A34).
final class Values {
    private static final int MOST = 120;
    /// What programs take for an address: a dot between a word and a word that begins with a letter.
    private static final Pattern DOT_OF_A_NAME = Pattern.compile("(?<=[\\p{L}\\p{N}])\\.(?=\\p{L})");

    private static final Pattern SCHEME = Pattern.compile("(?i)(\\p{L}+):(?=//|\\S+@)");
    /// Made by us, and of use only unchanged. A contact is a masked address of the account itself.
    private static final Set<String> OURS = Set.of("code", "link", "lock", "contact");

    private Values() {}

    static String harmless(String name, String value) {
        if (OURS.contains(name)) {
            return Plain.oneLine(value, 500);
        }
        String line = Plain.oneLine(value, MOST);
        String noScheme = SCHEME.matcher(line).replaceAll("$1 ");
        return DOT_OF_A_NAME.matcher(noScheme).replaceAll("[.]").replace("@", "(at)");
    }
}
