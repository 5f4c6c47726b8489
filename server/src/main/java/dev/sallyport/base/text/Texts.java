package dev.sallyport.base.text;

import com.ibm.icu.text.MessageFormat;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/// Every sentence a person reads, by key and language. A feature keeps its own in
/// `text/<feature>_<language>.properties` (UTF-8); arguments and plurals are ICU messages. A missing key is a
/// fault, found by a test, not a blank on a page.
@Component
public final class Texts {
    private final Map<Language, Map<String, String>> byLanguage = new EnumMap<>(Language.class);

    Texts() {
        var resolver = new PathMatchingResourcePatternResolver();
        for (Language language : Language.values()) {
            var all = new HashMap<String, String>();
            try {
                for (Resource file : resolver.getResources("classpath*:text/*_" + language.code() + ".properties")) {
                    var properties = new Properties();
                    try (var reader = new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8)) {
                        properties.load(reader);
                    }
                    properties.forEach((key, value) -> {
                        if (all.put((String) key, (String) value) != null) {
                            throw new IllegalStateException("the text " + key + " stands twice, once in " + file);
                        }
                    });
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            byLanguage.put(language, Map.copyOf(all));
        }
    }

    /// The text in this language.
    ///
    /// @param arguments pairs of name and value, for `{name}` in the text
    public String get(Language language, String key, Object... arguments) {
        Map<String, String> texts = byLanguage.get(language);
        String text = texts == null ? null : texts.get(key);
        if (text == null) {
            throw new IllegalStateException("no text for " + key + " in " + language.code());
        }
        if (arguments.length == 0) {
            return text;
        }
        var named = new HashMap<String, Object>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            named.put((String) arguments[i], arguments[i + 1]);
        }
        return new MessageFormat(text, language.locale()).format(named);
    }

    public boolean has(Language language, String key) {
        Map<String, String> texts = byLanguage.get(language);
        return texts != null && texts.containsKey(key);
    }

    /// All keys of a language, for the test that compares them.
    public Set<String> keys(Language language) {
        return new TreeSet<>(byLanguage.getOrDefault(language, Map.of()).keySet());
    }
}
