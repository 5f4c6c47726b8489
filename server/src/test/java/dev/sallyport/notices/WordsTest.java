package dev.sallyport.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.text.Language;
import dev.sallyport.base.text.Texts;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Proves;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What every message says, whatever its kind.
class WordsTest {
    private static final MessageId ID = new MessageId("ABCD-EFGH");
    private static final Pattern ADDRESS = Pattern.compile("https?://\\S+");
    /// What fits into a text of 160 characters (3GPP TS 23.038); anything else makes it 70.
    private static final Pattern GSM =
            Pattern.compile("[A-Za-z0-9 \\n@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!\"#¤%&'()*+,\\-./:;<=>?" + "¡ÄÖÑÜ§¿äöñüà]*");

    private final TestNode node = TestNode.shared();
    private final Writer writer = node.bean(Writer.class);

    static Stream<Arguments> kinds() {
        var kinds = new TreeSet<String>();
        for (String key : TestNode.shared().bean(Texts.class).keys(Language.ENGLISH)) {
            if (key.startsWith("notices.") && key.endsWith(".subject")) {
                kinds.add(key.substring("notices.".length(), key.length() - ".subject".length()));
            }
        }
        assertThat(kinds).hasSizeGreaterThanOrEqualTo(14);
        return kinds.stream()
                .flatMap(kind -> Stream.of(Language.values()).map(language -> Arguments.of(kind, language)));
    }

    private Letter write(Channel channel, String kind, Language language, Map<String, String> more) {
        var message = new Message(
                null,
                channel,
                channel == Channel.MAIL ? "anna@examplex.com" : "+4915123456789",
                language,
                kind,
                Map.of(
                        "contact",
                        "a•••@examplex.com",
                        "until",
                        "2027-03-01T09:00:00Z",
                        "device",
                        "Firefox, Linux",
                        "left",
                        "4",
                        "app",
                        "Folio",
                        "key",
                        "Bot",
                        "amount",
                        "0.5 BTC",
                        "payee",
                        "bc1q...9x4f"));
        if (kind.startsWith("destination.")) {
            message = message.with("asset", "BTC").with("network", "bitcoin");
        }
        if (kind.endsWith(".code")) {
            message = message.with("code", "481516").with("minutes", "10").with("purpose", "a new app");
        }
        for (var one : more.entrySet()) {
            message = message.with(one.getKey(), one.getValue());
        }
        return writer.write(message, ID);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @Proves("R-MSG-2")
    void aMailNamesItsSenderAsksForNothingAndLinksNowhere(String kind, Language language) {
        var letter = write(Channel.MAIL, kind, language, Map.of());
        assertThat(letter.subject()).isNotBlank().doesNotContain("481516").doesNotContain("{");
        assertThat(letter.text())
                .doesNotContain("{")
                .contains(ID.text())
                .contains(node.config.brand())
                .contains(
                        language == Language.GERMAN
                                ? "fragt Sie nie nach Ihrem Passwort oder nach einem Code"
                                : "never asks you for your password or for a code");
        assertThat(ADDRESS.matcher(letter.text()).results()).isEmpty();
        assertThat(letter.paragraphs().stream().filter(p -> p.look() == Letter.Look.CODE))
                .hasSize(kind.endsWith(".code") ? 1 : 0);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @Proves("R-OOB-2")
    void aTextFitsIntoTwoPartsAndACodeIsNeverToBeShared(String kind, Language language) {
        String text = write(Channel.SMS, kind, language, Map.of("contact", "anna@examplex.com"))
                .text();
        assertThat(text).matches(GSM).hasSizeLessThanOrEqualTo(306).startsWith(node.config.brand() + ": ");
        if (kind.endsWith(".code")) {
            assertThat(text)
                    .hasSizeLessThanOrEqualTo(160)
                    .contains(language == Language.GERMAN ? "Verraten Sie ihn niemandem." : "Never share it.")
                    .endsWith("\n@localhost #481516");
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @Proves("R-MSG-2")
    void aLinkLeadsToOurOwnOriginOrIsRefused(String kind, Language language) {
        Config config = node.config;
        if (!node.bean(Texts.class).has(language, "notices." + kind + ".link")) {
            return;
        }
        String own = config.link("/objections/abc");
        var letter = write(Channel.MAIL, kind, language, Map.of("link", own));
        assertThat(ADDRESS.matcher(letter.text()).results().map(r -> r.group())).containsExactly(own);
        for (String foreign : List.of(
                "https://evil.example/",
                config.origin() + ".evil.example/",
                config.origin() + "@evil.example/",
                "//evil.example/")) {
            assertThatThrownBy(() -> write(Channel.MAIL, kind, language, Map.of("link", foreign)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void timesStandInTheReadersZoneBesideUtc() {
        String german = write(
                        Channel.MAIL,
                        "password.changed",
                        Language.GERMAN,
                        Map.of("at", "2026-07-01T22:30:00Z", "zone", "Europe/Berlin"))
                .text();
        assertThat(german).contains("Wann: 2. Juli 2026, 00:30 MESZ (1. Juli 2026, 22:30 UTC)");
        String english = write(Channel.MAIL, "password.changed", Language.ENGLISH, Map.of("at", "2026-07-01T22:30:00Z"))
                .text();
        assertThat(english).contains("When: 1 July 2026, 22:30 UTC\n");
    }

    @Test
    void aValueThatTheWordsNeedAndNobodyGaveIsAMistakeOfTheProgram() {
        var message = new Message(
                null, Channel.MAIL, "anna@examplex.com", Language.ENGLISH, "signup.code", Map.of("code", "1"));
        assertThatThrownBy(() -> writer.write(message, ID)).hasMessageContaining("needs a value for minutes");
    }

    @Test
    void everyLanguageHasTheSameTextsWithTheSameValues() {
        var texts = node.bean(Texts.class);
        for (String key : texts.keys(Language.ENGLISH)) {
            if (key.startsWith("notices.")) {
                assertThat(arguments(texts.get(Language.GERMAN, key)))
                        .as(key)
                        .isEqualTo(arguments(texts.get(Language.ENGLISH, key)));
            }
        }
        assertThat(texts.keys(Language.GERMAN).stream().filter(k -> k.startsWith("notices.")))
                .containsExactlyElementsOf(texts.keys(Language.ENGLISH).stream()
                        .filter(k -> k.startsWith("notices."))
                        .toList());
    }

    private static java.util.Set<String> arguments(String text) {
        return new com.ibm.icu.text.MessageFormat(text).getArgumentNames();
    }
}
