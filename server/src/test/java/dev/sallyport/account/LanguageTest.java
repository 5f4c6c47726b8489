package dev.sallyport.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The holder's choice, then this browser's earlier one, then what the browser asks for.
class LanguageTest {
    private final TestNode node = TestNode.shared();

    private static String language(TestBrowser browser, String path, String asked) {
        var answer = browser.send(
                browser.request(path).header("Accept-Language", asked).GET());
        return Jsoup.parse(answer.body()).select("html").attr("lang");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            de                      | de
            de-AT, en;q=0.5         | de
            en;q=0.5, de;q=0.9      | de
            fr, de;q=0.3            | de
            fr                      | en
            en-GB                   | en
            *                       | en
            ;;;q=x                  | en
            """)
    void aStrangerReadsWhatHisBrowserAsksFor(String asked, String shown) {
        assertThat(language(new TestBrowser(node), "/sign-in", asked)).isEqualTo(shown);
    }

    @Test
    void aBrowserKeepsTheLanguageThatWasChosenAtTheFootOfAPage() {
        var browser = new TestBrowser(node);
        browser.get("/sign-in");
        var chosen = browser.post("/language", Map.of("language", "de", "to", "/sign-up"));
        assertThat(chosen.headers().firstValue("Location")).hasValue("/sign-up");
        assertThat(language(browser, "/sign-in", "en")).isEqualTo("de");
        assertThat(language(browser, "/nothing", "en")).as("a page of mistakes").isEqualTo("de");
        browser.post("/language", Map.of("language", "xx", "to", "/sign-up"));
        assertThat(language(browser, "/sign-in", "en"))
                .as("no language of ours")
                .isEqualTo("de");
        browser.post("/language", Map.of("language", "en", "to", "/sign-up"));
        assertThat(language(browser, "/sign-in", "de")).isEqualTo("en");
    }

    @Test
    void theWayBackFromThereIsNeverToAnotherSite() {
        var browser = new TestBrowser(node);
        browser.get("/sign-in");
        for (String to :
                new String[] {"https://evil.examplex.net/", "//evil.examplex.net", "/\\evil", "javascript:x"}) {
            assertThat(browser.post("/language", Map.of("language", "de", "to", to))
                            .headers()
                            .firstValue("Location"))
                    .as(to)
                    .hasValue("/");
        }
    }

    @Test
    void whatIsNoLanguageAndNoZoneIsRefusedByName() {
        Holder holder = Holder.signUp(node);
        String before = Holder.json(holder.browser, "/api/preferences").toString();
        var refused = holder.browser.json("PUT", "/api/preferences", "{\"language\":\"xx\",\"zone\":\"Mars/Base\"}");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(Holder.json(refused)
                        .get("errors")
                        .valueStream()
                        .map(e -> e.get("field").asString()))
                .containsExactly("language", "zone");
        assertThat(Holder.json(holder.browser, "/api/preferences").toString()).isEqualTo(before);
        var taken = holder.browser.json("PUT", "/api/preferences", "{\"language\":\"de\"}");
        assertThat(taken.statusCode()).isEqualTo(204);
        var now = Holder.json(holder.browser, "/api/preferences");
        assertThat(now.get("language").asString()).isEqualTo("de");
        assertThat(now.get("zone").asString()).as("no bare Z").isEqualTo("UTC");
    }

    @Test
    void theHoldersChoiceHoldsInEveryBrowserOfHis() {
        Holder holder = Holder.signUp(node);
        TestBrowser other = holder.elsewhere();
        var saved = holder.browser.post(
                "/account/preferences", Map.of("language", "de", "zone", "Europe/Berlin", "name", ""));
        assertThat(saved.statusCode()).isEqualTo(303);
        assertThat(language(holder.browser, "/account", "en")).isEqualTo("de");
        assertThat(language(other, "/account", "en")).isEqualTo("de");
        other.get("/account");
        other.post("/language", Map.of("language", "en", "to", "/account"));
        assertThat(language(other, "/account", "en"))
                .as("his own choice beats a browser's")
                .isEqualTo("de");
        holder.browser.get("/account");
        holder.browser.post("/account/preferences", Map.of("language", "", "zone", "Europe/Berlin", "name", ""));
        assertThat(language(other, "/account", "de"))
                .as("then the browser's holds again")
                .isEqualTo("en");
    }
}
