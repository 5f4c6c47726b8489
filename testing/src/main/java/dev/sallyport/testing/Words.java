package dev.sallyport.testing;

import static java.util.stream.Collectors.joining;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A name in camel case as the sentence it stands for: `lastProofCannotBeRemoved`.
final class Words {
    private static final Pattern WORD = Pattern.compile("\\p{Lu}+(?!\\p{Ll})|\\p{Lu}?\\p{Ll}+|\\d+|[^\\p{L}\\d_]+");

    private Words() {}

    static String of(String name) {
        return WORD.matcher(name)
                .results()
                .map(MatchResult::group)
                .map(Words::word)
                .collect(joining(" "));
    }

    /// An abbreviation (`TOTP`) stays as it is; a single capital is the start of a word.
    private static String word(String word) {
        boolean abbreviation = word.length() > 1 && word.equals(word.toUpperCase(Locale.ROOT));
        return abbreviation ? word : word.toLowerCase(Locale.ROOT);
    }
}
