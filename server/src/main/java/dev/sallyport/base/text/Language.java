package dev.sallyport.base.text;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The languages in which every text exists.
public enum Language {
    ENGLISH("en", "English", Locale.ENGLISH),
    GERMAN("de", "Deutsch", Locale.GERMAN);

    private final String code;
    private final String ownName;
    private final Locale locale;

    Language(String code, String ownName, Locale locale) {
        this.code = code;
        this.ownName = ownName;
        this.locale = locale;
    }

    /// The two-letter code, as in `lang="de"`.
    public String code() {
        return code;
    }

    /// Its name in itself, as a reader looks for it.
    public String ownName() {
        return ownName;
    }

    public Locale locale() {
        return locale;
    }

    public static Optional<Language> byCode(@Nullable String code) {
        for (Language language : values()) {
            if (language.code.equals(code)) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }

    /// The best of ours for an `Accept-Language` header (RFC 9110 section 12.5.4); English when none fits or
    /// the header cannot be read.
    public static Language accepted(@Nullable String header) {
        if (header == null || header.length() > 500) {
            return ENGLISH;
        }
        try {
            List<Locale.LanguageRange> ranges = Locale.LanguageRange.parse(header);
            Locale best = Locale.lookup(ranges, List.of(Locale.ENGLISH, Locale.GERMAN));
            return best == null ? ENGLISH : byCode(best.getLanguage()).orElse(ENGLISH);
        } catch (IllegalArgumentException e) {
            return ENGLISH;
        }
    }
}
