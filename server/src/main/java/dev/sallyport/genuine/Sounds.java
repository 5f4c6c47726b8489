package dev.sallyport.genuine;

/// What a word sounds like, roughly and for spellings that are made up on purpose: `eggzamplex` for `examplex`. Of low
/// weight (class 24).
final class Sounds {
    private static final String[][] SPELLINGS = {
        {"ph", "f"},
        {"ck", "k"},
        {"gz", "x"},
        {"gs", "x"},
        {"ks", "x"},
        {"cs", "x"},
        {"qu", "kw"},
        {"ee", "i"},
        {"ea", "i"},
        {"oo", "u"},
        {"ou", "u"},
        {"y", "i"},
        {"c", "k"},
        {"z", "s"},
        {"w", "v"}
    };

    private Sounds() {}

    static String of(String label) {
        String sound = label.replace("-", "");
        // Twice: taking one letter for two makes new pairs.
        for (int i = 0; i < 2; i++) {
            sound = once(sound);
            for (String[] spelling : SPELLINGS) {
                sound = sound.replace(spelling[0], spelling[1]);
            }
        }
        return once(sound);
    }

    private static String once(String letters) {
        var single = new StringBuilder(letters.length());
        for (int i = 0; i < letters.length(); i++) {
            if (i == 0 || letters.charAt(i) != letters.charAt(i - 1)) {
                single.append(letters.charAt(i));
            }
        }
        return single.toString();
    }
}
