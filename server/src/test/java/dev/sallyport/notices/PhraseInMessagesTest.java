package dev.sallyport.notices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.http.Templates;
import dev.sallyport.base.text.Language;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The holder's own phrase as messages show it.
class PhraseInMessagesTest {
    private static final MessageId ID = new MessageId("ABCD-EFGH");

    private final TestNode node = TestNode.shared();

    private Letter write(Channel channel, Language language, String phrase) {
        return node.bean(Writer.class)
                .write(
                        new Message(
                                null,
                                channel,
                                channel == Channel.MAIL ? "anna@examplex.com" : "+4915123456789",
                                language,
                                "contact.code",
                                Map.of("code", "481516", "minutes", "10", "phrase", phrase)),
                        ID);
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    @Proves("R-MSG-1")
    void itStandsFirstInTextAndHtmlAndTheCodesLineStaysLast(Language language) {
        Letter mail = write(Channel.MAIL, language, "blue otter");
        String line = (language == Language.GERMAN ? "Ihr Losungswort: " : "Your phrase: ") + "blue otter";
        assertThat(mail.text()).startsWith(line + "\n\n");
        var html = Jsoup.parse(node.bean(Templates.class).render("notices/mail", new MailBody.Shown(mail, "ExampleX")));
        // Below the name of the service, above everything else.
        assertThat(html.select("p").get(1).text()).isEqualTo(line);
        assertThat(write(Channel.SMS, language, "blue otter").text())
                .startsWith("[blue otter] ExampleX: ")
                .endsWith("\n@localhost #481516");
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    @Proves({"R-MSG-1", "R-MSG-2"})
    @Defends("A34")
    void whatLooksLikeMarkupOrALinkIsPlainText(Channel channel) {
        Letter letter = write(channel, Language.ENGLISH, "<img src=x> {code} evil.example 'x");
        assertThat(letter.text()).contains("<img src=x> {code} evil[.]example 'x");
        if (channel == Channel.MAIL) {
            String html = node.bean(Templates.class).render("notices/mail", new MailBody.Shown(letter, "ExampleX"));
            assertThat(html).contains("&lt;img src=x&gt;");
            assertThat(Jsoup.parse(html).select("img")).isEmpty();
        }
    }

    @Test
    @Proves("R-MSG-1")
    void whatAMessageWouldChangeIsKnownBefore() {
        assertThat(Message.standsUnchanged("blue otter, 3.5 %")).isTrue();
        assertThat(Message.standsUnchanged("see evil.example")).isFalse();
        assertThat(Message.standsUnchanged(" blank before")).isFalse();
    }
}
