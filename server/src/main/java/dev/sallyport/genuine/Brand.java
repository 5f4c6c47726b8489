package dev.sallyport.genuine;

import dev.sallyport.genuine.Verdict.Reason;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// A name of ours, prepared once for being compared with many: the label of an official domain.
final class Brand {
    /// Below this, a name is too common a piece of others to be looked for within them.
    private static final int SHORT = 5;
    /// One letter away from a shorter name lies somebody else's (MetaMask's lists have learnt that).
    private static final int LONG_ENOUGH_FOR_ONE = 5;

    private static final int LONG_ENOUGH_FOR_TWO = 11;
    private static final String VOWELS = "aeiou";

    final String domain;
    final String name;
    private final String suffix;
    private final String glance;
    private final String sound;

    Brand(Suffixes.Registered official) {
        this.domain = official.domain();
        this.name = official.label();
        this.suffix = official.suffix();
        this.glance = Letters.atAGlance(name);
        this.sound = Sounds.of(name);
    }

    /// Why a label that somebody registered looks like this name.
    Optional<Reason> resemblance(Candidate candidate) {
        String label = candidate.label();
        if (label.equals(name)) {
            return Optional.of(candidate.registered().shared() ? Reason.NAME_ON_A_SHARED_HOST : Reason.OTHER_ENDING);
        }
        if (candidate.glance().equals(glance)) {
            return Optional.of(byLooks(candidate));
        }
        Optional<Reason> around = around(candidate);
        return around.isPresent() ? around : near(candidate);
    }

    private Reason byLooks(Candidate candidate) {
        if (candidate.label().replace("-", "").equals(name)) {
            return Reason.HYPHEN;
        }
        if (candidate.isAscii()) {
            return differsByOneLetter(candidate.label()) && isVowelChange(candidate.label())
                    ? Reason.VOWEL_CHANGED
                    : Reason.LETTERS_THAT_LOOK_ALIKE;
        }
        return candidate.hasMarksOnly() ? Reason.MARKS : Reason.FOREIGN_LETTERS;
    }

    /// The name, and more: words, numbers, its ending (classes 13 to 15 and 23).
    private Optional<Reason> around(Candidate candidate) {
        String label = candidate.label();
        int at = label.indexOf(name);
        if (at < 0 || (name.length() < SHORT && !standsAlone(label, at))) {
            boolean hidden = glance.length() >= SHORT && candidate.glance().contains(glance);
            return hidden
                    ? Optional.of(
                            candidate.registered().shared() ? Reason.NAME_ON_A_SHARED_HOST : looksAndWords(candidate))
                    : Optional.empty();
        }
        if (candidate.registered().shared()) {
            return Optional.of(Reason.NAME_ON_A_SHARED_HOST);
        }
        String before = label.substring(0, at);
        String after = label.substring(at + name.length());
        if (before.isEmpty() && after.length() == 1 && Character.isLetterOrDigit(after.charAt(0))) {
            return Optional.of(
                    after.charAt(0) == name.charAt(name.length() - 1) ? Reason.LETTER_TWICE : Reason.LETTER_AT_THE_END);
        }
        if (after.isEmpty() && before.length() == 1 && Character.isLetter(before.charAt(0))) {
            return Optional.of(Reason.LETTER_MORE);
        }
        String ending = suffix.replace(".", "");
        if (before.isEmpty() && after.replace("-", "").equals(ending)) {
            return Optional.of(Reason.ENDING_IN_THE_NAME);
        }
        if (after.isEmpty() && Set.of("www", "login", "mail", "app", "api", "m").contains(before)) {
            return Optional.of(Reason.DOT_MISSING);
        }
        boolean numbers = (before + after).chars().allMatch(c -> c == '-' || Character.isDigit(c));
        return Optional.of(numbers ? Reason.NUMBERS_AND_NAME : Reason.NAME_WITH_WORDS);
    }

    private static Reason looksAndWords(Candidate candidate) {
        return candidate.isAscii() ? Reason.NAME_WITH_WORDS : Reason.FOREIGN_LETTERS;
    }

    private boolean standsAlone(String label, int at) {
        int end = at + name.length();
        return (at == 0 || !Character.isLetter(label.charAt(at - 1)))
                && (end == label.length() || !Character.isLetter(label.charAt(end)));
    }

    /// A letter or two away from it (classes 1 to 9, 24).
    private Optional<Reason> near(Candidate candidate) {
        String label = candidate.label().replace("-", "");
        int allowed = name.length() >= LONG_ENOUGH_FOR_TWO ? 2 : name.length() >= LONG_ENOUGH_FOR_ONE ? 1 : 0;
        int length = label.length() - name.length();
        if (allowed > 0 && Math.abs(length) <= allowed) {
            int distance = Distance.between(name, label, allowed);
            if (distance <= allowed) {
                return Optional.of(distance == 1 ? kindOfChange(label) : Reason.LETTER_CHANGED);
            }
            if (Distance.between(glance, candidate.glance(), 1) <= 1 && glance.length() >= LONG_ENOUGH_FOR_ONE) {
                return Optional.of(candidate.isAscii() ? Reason.LETTERS_THAT_LOOK_ALIKE : Reason.FOREIGN_LETTERS);
            }
        }
        boolean alike = sound.length() >= LONG_ENOUGH_FOR_ONE && sound.equals(candidate.sound());
        return alike ? Optional.of(Reason.SOUNDS_ALIKE) : Optional.empty();
    }

    private Reason kindOfChange(String label) {
        if (label.length() < name.length()) {
            return Reason.LETTER_MISSING;
        }
        if (label.length() > name.length()) {
            return label.startsWith(name)
                    ? Reason.LETTER_AT_THE_END
                    : repeats(label) ? Reason.LETTER_TWICE : Reason.LETTER_MORE;
        }
        if (sorted(label).equals(sorted(name))) {
            return Reason.LETTERS_SWAPPED;
        }
        if (isVowelChange(label)) {
            return Reason.VOWEL_CHANGED;
        }
        int at = firstDifference(label);
        return Integer.bitCount(label.charAt(at) ^ name.charAt(at)) == 1 ? Reason.BIT_FLIPPED : Reason.LETTER_CHANGED;
    }

    private boolean repeats(String label) {
        int at = firstDifference(label);
        return at > 0 && label.charAt(at) == label.charAt(at - 1);
    }

    private boolean differsByOneLetter(String label) {
        return label.length() == name.length() && Distance.between(name, label, 1) == 1;
    }

    private boolean isVowelChange(String label) {
        int at = firstDifference(label);
        return at < name.length()
                && at < label.length()
                && VOWELS.indexOf(label.charAt(at)) >= 0
                && VOWELS.indexOf(name.charAt(at)) >= 0;
    }

    private int firstDifference(String label) {
        int at = 0;
        while (at < label.length() && at < name.length() && label.charAt(at) == name.charAt(at)) {
            at++;
        }
        return at;
    }

    /// The name within labels that were put before somebody else's domain, or within a path (classes 11, 20, 22).
    boolean isWithin(String text, String textAtAGlance) {
        return name.length() >= SHORT && (text.contains(name) || textAtAGlance.contains(glance));
    }

    private static String sorted(String letters) {
        char[] chars = letters.toCharArray();
        Arrays.sort(chars);
        return new String(chars);
    }
}
