package dev.sallyport.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.text.Language;
import dev.sallyport.testing.Asvs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every page in every state and language, read as a browser and a screen reader would: what no stylesheet
/// can mend later.
class PagesTest {
    private static final Gallery GALLERY = new Gallery();
    /// Elements that take a name from a label.
    private static final String FIELDS = "input:not([type=hidden]):not([aria-hidden]), select, textarea";

    record Shown(Samples.Sample sample, Language language, Document page) {
        @Override
        public String toString() {
            return sample.name() + " " + language.code();
        }
    }

    static Stream<Shown> pages() {
        return Samples.all().stream()
                .flatMap(sample -> Stream.of(Language.values())
                        .map(language -> new Shown(sample, language, Jsoup.parse(GALLERY.show(sample, language)))));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void hasOneHeadingOneMainAndItsLanguage(Shown shown) {
        assertThat(shown.page().select("h1")).hasSize(1);
        assertThat(shown.page().select("main")).hasSize(1);
        assertThat(shown.page().selectXpath("/html").attr("lang"))
                .isEqualTo(shown.language().code());
        assertThat(shown.page().title()).startsWith(shown.page().select("h1").text());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void carriesNothingThatTheContentPolicyForbids(Shown shown) {
        assertThat(shown.page().select("[style], style")).isEmpty();
        assertThat(shown.page().getAllElements().stream()
                        .flatMap(element -> element.attributes().asList().stream())
                        .filter(attribute -> attribute.getKey().startsWith("on")))
                .isEmpty();
        assertThat(shown.page().select("script"))
                .allSatisfy(script -> assertThat(script.attr("nonce")).isNotEmpty());
        assertThat(shown.page().select("script").eachText())
                .allSatisfy(text -> assertThat(text).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void namesEveryFieldAndPointsOnlyToWhatExists(Shown shown) {
        Document page = shown.page();
        assertThat(page.select(FIELDS))
                .allSatisfy(field -> assertThat(
                                page.select("label[for=" + field.id() + "]").text())
                        .as(field.outerHtml())
                        .isNotBlank());
        List<String> ids = page.select("[id]").eachAttr("id");
        assertThat(ids).doesNotHaveDuplicates();
        for (String reference : List.of(
                "aria-describedby",
                "aria-controls",
                "for",
                "data-reveal",
                "data-strength",
                "data-phrase",
                "data-copy")) {
            assertThat(page.select("[" + reference + "]").eachAttr(reference).stream()
                            .flatMap(value -> Stream.of(value.split(" "))))
                    .as(reference)
                    .isSubsetOf(ids);
        }
        assertThat(page.select("a[href^=#]").eachAttr("href"))
                .allSatisfy(link -> assertThat(ids).contains(link.substring(1)));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void guardsEveryFormAndNamesEveryButton(Shown shown) {
        assertThat(shown.page().select("form[method=post]"))
                .allSatisfy(form -> assertThat(form.select("input[name=_csrf]").attr("value"))
                        .isEqualTo("token"));
        assertThat(shown.page().select("button, a, summary"))
                .allSatisfy(control ->
                        assertThat(control.text()).as(control.outerHtml()).isNotBlank());
        assertThat(shown.page().select("svg"))
                .allSatisfy(icon -> assertThat(icon.attr("aria-hidden")).isEqualTo("true"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void saysBesideEveryGraveButtonWhatItDoesNotDo(Shown shown) {
        for (Element button : shown.page().select("button.danger")) {
            Element said = button.hasAttr("aria-describedby")
                    ? shown.page().getElementById(button.attr("aria-describedby"))
                    : button.closest(".grave");
            assertThat(said).as(button.text()).isNotNull();
            assertThat(said == null ? "" : said.text())
                    .as(button.text())
                    .containsPattern("\\b(not|no|nothing|nicht|nichts|kein)\\b");
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void onlyOneThingTakesTheFocus(Shown shown) {
        assertThat(shown.page().select("[autofocus]")).hasSizeLessThanOrEqualTo(1);
        if (!shown.page().select("[aria-invalid]").isEmpty()) {
            assertThat(shown.page().select("[autofocus]")).hasSize(1);
        }
    }

    static Stream<Shown> pagesOfHolders() {
        return pages().filter(shown -> shown.sample().signedIn());
    }

    @ParameterizedTest
    @MethodSource("pagesOfHolders")
    @Asvs("7.4.4")
    void hasTheWayOutInViewWhereverSomebodyIsSignedIn(Shown shown) {
        Elements out = shown.page().select("form[action=/sign-out][method=post]");
        assertThat(out).hasSize(1);
        assertThat(out.select("button").text()).isNotBlank();
        assertThat(out.parents()).noneMatch(around -> around.is("details, [hidden]"));
    }

    @Test
    void saysWhatIsWrongWithAPuzzleThoughItsFieldIsNotInView() {
        Samples.Sample unsolved = Samples.all().stream()
                .filter(sample -> sample.name().equals("sign-in-unsolved"))
                .findFirst()
                .orElseThrow();
        Document page = Jsoup.parse(GALLERY.show(unsolved, Language.ENGLISH));
        assertThat(page.select("#altcha-error").text()).contains("send the form again");
        assertThat(page.select("[autofocus]").eachAttr("id")).containsExactly("altcha-error");
    }

    @Test
    void whatAStrangerTypedStaysText() {
        Samples.Sample hostile = Samples.all().stream()
                .filter(sample -> sample.name().equals("sign-up-wrong"))
                .findFirst()
                .orElseThrow();
        Document page = Jsoup.parse(GALLERY.show(hostile, Language.ENGLISH));
        assertThat(page.select("#identifier").val()).isEqualTo("\"><b>x");
        assertThat(page.select("b")).isEmpty();
    }

    @Test
    void everyTemplateHasASampleOrIsAPart() throws IOException {
        var shown = new TreeSet<String>();
        Samples.all().forEach(sample -> shown.add(sample.template()));
        Path root = Path.of("src/main/jte");
        try (Stream<Path> files = Files.walk(root)) {
            List<String> pages = files.filter(file -> file.toString().endsWith(".jte"))
                    .filter(PagesTest::isPage)
                    .map(file -> root.relativize(file).toString().replace(".jte", ""))
                    .toList();
            assertThat(shown).containsAll(pages);
        }
    }

    private static boolean isPage(Path file) {
        try {
            return Pattern.compile("^@template\\.base\\.layout", Pattern.MULTILINE)
                    .matcher(Files.readString(file).toLowerCase(Locale.ROOT))
                    .find();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
