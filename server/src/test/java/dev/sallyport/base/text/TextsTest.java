package dev.sallyport.base.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.MessageFormat;
import dev.sallyport.wire.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Every sentence is there, in every language. What the code asks for is read from its sources.
class TextsTest {
    private static final Path SOURCES = Path.of("src/main");
    private final Texts texts = new Texts();
    private final Set<String> english = texts.keys(Language.ENGLISH);

    private static List<String> sources(String ending) {
        try (var files = Files.walk(SOURCES)) {
            return files.filter(f -> f.toString().endsWith(ending))
                    .map(f -> {
                        try {
                            return Files.readString(f);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> found(String pattern, String ending) {
        var found = new TreeSet<String>();
        for (String source : sources(ending)) {
            Matcher matcher = Pattern.compile(pattern).matcher(source);
            while (matcher.find()) {
                found.add(matcher.group(1));
            }
        }
        return found;
    }

    @Test
    void everyLanguageHasTheSameKeys() {
        for (Language language : Language.values()) {
            assertThat(texts.keys(language)).as(language.code()).isEqualTo(english);
            for (String key : english) {
                assertThat(texts.get(language, key)).as(key).isNotBlank();
            }
        }
    }

    @Test
    void everyTextIsAPatternWithTheSameArgumentsInEachLanguage() {
        for (String key : english) {
            var expected =
                    new MessageFormat(texts.get(Language.ENGLISH, key), Language.ENGLISH.locale()).getArgumentNames();
            for (Language language : Language.values()) {
                String text = texts.get(language, key);
                assertThat(new MessageFormat(text, language.locale()).getArgumentNames())
                        .as(key)
                        .isEqualTo(expected);
                if (!expected.isEmpty()) {
                    assertThat(text)
                            .as("an apostrophe quotes in a pattern: " + key)
                            .doesNotContain("'");
                }
            }
        }
    }

    @Test
    void everyRefusalHasASentence() {
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(english).contains("error." + code.code() + ".title", "error." + code.code() + ".detail");
        }
    }

    @Test
    void everyFactThatIsRecordedHasALineInTheActivity() {
        Set<String> kinds = found("Fact\\s*\\.(?:success|failure)\\(\\s*\"([a-z.-]+)\"", ".java");
        assertThat(kinds).hasSizeGreaterThan(15);
        kinds.addAll(Set.of("signin.blocked", "signin.closed"));
        assertThat(kinds).allSatisfy(kind -> assertThat(english).contains("activity." + kind));
    }

    @Test
    void everyNoticeThatIsSentHasItsWords() {
        Set<String> kinds =
                new TreeSet<>(Set.of("signin.blocked", "signin.closed", "signin.new-device", "signup.exists"));
        kinds.addAll(found("\\.(?:all|one)\\(\\s*account,\\s*(?:\\S+,\\s*)?\"([a-z.-]+[a-z])\"", ".java"));
        kinds.addAll(found("\"((?:signup|contact|signin|password|account|objection)\\.(?:code|exists))\"", ".java"));
        kinds.addAll(Set.of("objection.contact-removed", "objection.account-closing"));
        assertThat(kinds).hasSizeGreaterThan(10);
        for (String kind : kinds) {
            assertThat(english)
                    .contains("notices." + kind + ".subject", "notices." + kind + ".text", "notices." + kind + ".sms");
        }
    }

    @Test
    void everyKeyThatAPageAsksForIsThere() {
        Set<String> keys = found("\\bt\\(\"([a-z][A-Za-z0-9.-]+[a-z0-9])\"", ".jte");
        keys.addAll(found("Mistakes\\.in\\(\\s*\"[a-z-]+\",\\s*\"([a-z.-]+)\"", ".java"));
        assertThat(keys).hasSizeGreaterThan(100);
        assertThat(english).containsAll(keys);
    }
}
