package dev.sallyport.genuine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.genuine.Verdict.Kind;
import dev.sallyport.genuine.Verdict.Reason;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every class of look-alikes and every trick of writing that we know of, each by its example.
@Proves({"R-PHI-1", "R-PHI-2"})
@Defends("A73")
class LinkJudgeTest {
    private final LinkJudge judge =
            new LinkJudge(new Official(Set.of("examplex.com", "www.examplex.com", "account.examplex.com")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://examplex.com",
                "https://examplex.com/",
                "HTTPS://EXAMPLEX.COM/login?next=%2Fhome#top",
                "https://account.examplex.com:443/sign-in",
                "www.examplex.com",
                "account.examplex.com/sign-in",
                "  https://examplex.com/ \n"
            })
    void whatIsNamedExactlyIsOfficial(String link) {
        Verdict verdict = judge.of(link);
        assertThat(verdict.kind()).as("%s", verdict).isEqualTo(Kind.OFFICIAL);
        assertThat(verdict.reasons()).containsExactly(Reason.EXACT);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "1, examplx.com, LETTER_MISSING",
        "2, exampplex.com, LETTER_TWICE",
        "3, exmaplex.com, LETTERS_SWAPPED",
        "4, examolex.com, LETTER_CHANGED",
        "5, exampolex.com, LETTER_MORE",
        "6, examplexs.com, LETTER_AT_THE_END",
        "6, examplexq.com, LETTER_AT_THE_END",
        "7, examplix.com, VOWEL_CHANGED",
        "8, examplsex.com, LETTER_MORE",
        "9, dxamplex.com, BIT_FLIPPED",
        "10, example-x.com, HYPHEN",
        "11, ex.amplex.com, SPLIT_BY_A_DOT",
        "12, examp1ex.com, LETTERS_THAT_LOOK_ALIKE",
        "12, exarnplex.com, LETTERS_THAT_LOOK_ALIKE",
        "13, examplex-login.com, NAME_WITH_WORDS",
        "13, secure-examplex.com, NAME_WITH_WORDS",
        "13, examplexwallet.org, NAME_WITH_WORDS",
        "14, examplex.co, OTHER_ENDING",
        "14, examplex.cm, OTHER_ENDING",
        "14, examplexcom.com, ENDING_IN_THE_NAME",
        "14, examplex-com.net, ENDING_IN_THE_NAME",
        "15, wwwexamplex.com, DOT_MISSING",
        "15, loginexamplex.com, DOT_MISSING",
        "16, еxamplex.com, FOREIGN_LETTERS",
        "16, xn--xamplex-6gg.com, FOREIGN_LETTERS",
        "16, xn--exmplex-3fg.com, FOREIGN_LETTERS",
        "16, xn--exmplex-2lf.com, FOREIGN_LETTERS",
        "17, ехамрӏех.com, FOREIGN_LETTERS",
        "17, xn--80ajb1au1ae61i.com, FOREIGN_LETTERS",
        "18, exámplex.com, MARKS",
        "18, xn--exmplex-iwa.com, MARKS",
        "18, xn--examplx-ws4c.com, MARKS",
        "18, xn--examplex-q0e.com, MARKS",
        "20, examplex.com.account-verify.net, NAME_BEFORE_ANOTHER_DOMAIN",
        "20, login.examplex.com-secure.io, NAME_BEFORE_ANOTHER_DOMAIN",
        "21, examplex-login.pages.dev, NAME_ON_A_SHARED_HOST",
        "21, examplex.gitbook.io, NAME_ON_A_SHARED_HOST",
        "21, examplex.github.io, NAME_ON_A_SHARED_HOST",
        "21, examplex.vercel.app, NAME_ON_A_SHARED_HOST",
        "21, login-examplex.web.app, NAME_ON_A_SHARED_HOST",
        "22, https://evil.example/examplex.com/login, NAME_IN_THE_PATH",
        "22, https://evil.example/?u=https://EXAMPLEX.com, NAME_IN_THE_PATH",
        "23, 839402-examplex.com, NUMBERS_AND_NAME",
        "U1, https://examplex.com@evil.tld/, USER_INFO",
        "U15, https://evil.example#.examplex.com, NAME_IN_THE_PATH",
        "U17, https://examplex.com.evil.example, NAME_BEFORE_ANOTHER_DOMAIN",
        "U17, https://examplex.comevil.example, NAME_BEFORE_ANOTHER_DOMAIN",
        "U17, https://notexamplex.com, NAME_WITH_WORDS"
    })
    void whatImitatesUsIsSaidToAndHow(String number, String link, Reason reason) {
        Verdict verdict = judge.of(link);
        assertThat(verdict.reasons()).as("%s: %s", number, verdict).contains(reason);
        if (reason != Reason.USER_INFO) {
            assertThat(verdict.kind()).as("%s: %s", number, verdict).isEqualTo(Kind.LOOK_ALIKE);
            assertThat(verdict.target()).isEqualTo(Optional.of("examplex.com"));
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "19, 8৪2examples.com",
        "24, eggzamplex.com",
        "26, promo.examplex.com",
        "U2, https:\\\\evil.example",
        "U2, https://examplex.com\\@evil.example",
        "U3, https:///evil.example",
        "U3, https:evil.example",
        "U4, javascript:alert(1)",
        "U4, 'data:text/html,hello'",
        "U4, intent://examplex.com#Intent;end",
        "U6, http://2130706433",
        "U6, http://0x7f.1",
        "U6, http://017700000001",
        "U6, http://127.1",
        "U6, http://[::ffff:127.0.0.1]",
        "U7, https://examplex。com",
        "U7, https://examplex．com",
        "U8, https://ｅｘａｍｐｌｅｘ.com",
        "U9, https://exam\u00ADplex.com",
        "U9, https://exam\u200Bplex.com",
        "U13, https://examplex%2ecom",
        "U13, https://examplex%2fcom",
        "U13, https://examplex%252ecom",
        "U14, https://examplex.com.",
        "U14, https://examplex.com:8443",
        "U18, http://examplex.com"
    })
    void whatIsWrittenToMisleadIsSuspicious(String number, String link) {
        Verdict verdict = judge.of(link);
        assertThat(verdict.kind()).as("%s: %s", number, verdict).isEqualTo(Kind.SUSPICIOUS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://wikipedia.org/wiki/Example",
                "https://sampling.com",
                "https://amplitude.org/list",
                "https://complexity.edu",
                "github.io",
                "https://müller.de",
                "https://президент.рф",
                "https://日本語.jp/"
            })
    void ofOthersWeSayOnlyThatTheyAreNotOurs(String link) {
        Verdict verdict = judge.of(link);
        assertThat(verdict.kind()).as("%s", verdict).isEqualTo(Kind.UNKNOWN);
        assertThat(verdict.reasons()).containsExactly(Reason.NOTHING_KNOWN);
    }

    @Test
    void lettersThatMisleadAreNotShown() {
        assertThat(judge.of("https://еxamplex.com").shown()).isEqualTo("xn--xamplex-6gg.com");
        assertThat(judge.of("https://müller.de").shown()).isEqualTo("müller.de");
    }

    /// Whatever is typed: official is only one of three hosts, over TLS.
    @Test
    void nothingThatIsTypedMakesAnotherHostOfficial() {
        var random = new Random(20261126);
        String[] pieces = {
            "https://",
            "http://",
            "//",
            "examplex",
            ".com",
            ".",
            "@",
            "\\",
            "/",
            "?",
            "#",
            "%2e",
            "%40",
            ":",
            "443",
            "account.",
            "evil",
            "。",
            "\u200b",
            "\u202e",
            "е",
            "xn--",
            "[",
            "]",
            "\t",
            " ",
            "-",
            "1",
            "é",
            "ａ",
            "\u2044"
        };
        int rounds = Boolean.getBoolean("sallyport.long") ? 10_000_000 : 100_000;
        int official = 0;
        for (int i = 0; i < rounds; i++) {
            var text = new StringBuilder(random.nextInt(3) == 0 ? "https://examplex.com" : "");
            for (int n = random.nextInt(8); n > 0; n--) {
                text.insert(random.nextInt(text.length() + 1), pieces[random.nextInt(pieces.length)]);
            }
            Verdict verdict = judge.of(text.toString());
            if (verdict.kind() == Kind.OFFICIAL) {
                official++;
                // By a rule of its own: nothing but the host between the slashes, as it is.
                assertThat(text.toString().strip().replaceAll("[\\t\\n\\r]", ""))
                        .matches("(?s)(https:(//))?(account\\.)?examplex\\.com(:443|:)?([/?#].*)?");
            }
        }
        assertThat(official).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.", "%25", "xn--", "@", "\\", "．", "x", "1."})
    void nothingOfTheAllowedSizeTakesLong(String piece) {
        String text = "https://" + piece.repeat(2_040 / piece.length());
        judge.of(text);
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertThat(judge.of(text).kind()).isNotEqualTo(Kind.OFFICIAL);
        }
        // A bound that only something worse than linear breaks; figures are in docs/performance.md.
        assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
    }
}
