package dev.sallyport.genuine;

import com.ibm.icu.text.Normalizer2;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Turns of speech by which deceivers ask, threaten and hurry, in both languages. Words of a phrase may stand up to
/// two words apart. One pass over the words of a message, however long the list is.
final class Phrases {
    private static final int APART = 2;
    private static final Normalizer2 FOLD = Normalizer2.getNFKCCasefoldInstance();

    private record Phrase(Flag flag, List<String> words) {}

    private final Map<String, List<Phrase>> byFirstWord = new HashMap<>();

    private Phrases() {}

    static Phrases shipped() {
        var phrases = new Phrases();
        try (var lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Phrases.class.getResourceAsStream("/genuine/phrases.tsv")),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#") && !line.isBlank()) {
                    String[] fields = line.split("\t");
                    Flag flag = Flag.valueOf(
                            fields[0].toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
                    List<String> words = words(fields[1]);
                    phrases.byFirstWord
                            .computeIfAbsent(words.getFirst(), w -> new ArrayList<>())
                            .add(new Phrase(flag, words));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return phrases;
    }

    Set<Flag> in(String text) {
        List<String> words = words(text);
        var flags = EnumSet.noneOf(Flag.class);
        for (int i = 0; i < words.size(); i++) {
            for (Phrase phrase : byFirstWord.getOrDefault(words.get(i), List.of())) {
                if (!flags.contains(phrase.flag()) && stands(phrase.words(), words, i)) {
                    flags.add(phrase.flag());
                }
            }
        }
        return flags;
    }

    private static boolean stands(List<String> phrase, List<String> words, int at) {
        int last = at;
        for (String word : phrase.subList(1, phrase.size())) {
            int next = last + 1;
            while (next < words.size()
                    && next <= last + 1 + APART
                    && !words.get(next).equals(word)) {
                next++;
            }
            if (next >= words.size() || next > last + 1 + APART) {
                return false;
            }
            last = next;
        }
        return true;
    }

    /// Letters and digits between everything else, without capitals and compatibility forms.
    private static List<String> words(String text) {
        String folded = FOLD.normalize(text);
        var words = new ArrayList<String>();
        int from = -1;
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            boolean within = Character.isLetterOrDigit(c) || (c == '\'' && from >= 0);
            if (within && from < 0) {
                from = i;
            } else if (!within && from >= 0) {
                words.add(folded.substring(from, i));
                from = -1;
            }
        }
        if (from >= 0) {
            words.add(folded.substring(from));
        }
        return words;
    }
}
