package dev.sallyport.genuine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// "Is this really us?" asked through page and API, as somebody who has received something asks it.
@Proves({"R-PHI-1", "R-PHI-2"})
@Defends({"A14", "A73"})
class CheckerTest {
    private static final TestNode NODE = TestNode.startAlone(
            new TestClock(),
            Map.of(
                    "genuine.hosts", "examplex.com,www.examplex.com,account.examplex.com",
                    "genuine.mail", "news@examplex.com",
                    "genuine.phones", "+493012345678",
                    "genuine.handles", "mastodon:@examplex,video:examplex_official",
                    "genuine.apps", "com.examplex.wallet"));
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    private static HttpResponse<String> ask(TestBrowser browser, String text) {
        return browser.json("POST", "/api/genuine", JSON.writeValueAsString(Map.of("text", text)));
    }

    private static JsonNode asked(String text) {
        HttpResponse<String> answer = ask(new TestBrowser(NODE), text);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static String kind(String text) {
        return asked(text).path("kind").asString();
    }

    private static List<String> reasons(JsonNode answer) {
        return StreamSupport.stream(answer.path("things").spliterator(), false)
                .flatMap(t -> StreamSupport.stream(t.path("reasons").spliterator(), false))
                .map(JsonNode::asString)
                .toList();
    }

    private static List<String> flags(JsonNode answer) {
        return StreamSupport.stream(answer.path("flags").spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // Links, and what leads on to others (U16, U19).
                "https://account.examplex.com/sign-in | official | exact",
                "https://examplex-login.com | look-alike | name-with-words",
                "https://eu01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexamplex.com%2F&data=x | unknown | wrapped",
                "https://eu01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexamp1ex.com%2F | look-alike | letters-that-look-alike",
                "https://l.facebook.com/l.php?u=https%3A%2F%2Fout.reddit.com%2F%3Furl%3Dhttps%253A%252F%252Fexamplx.com | look-alike | letter-missing",
                "https://urldefense.com/v3/__https://examplex.com.evil.net/a__;!!x | look-alike | name-before-another-domain",
                "https://examplex.com/out?u=//evil.net | suspicious | nested",
                "https://examplex.com/out?u=https:%2F%2Fwww.examplex.com%2Fa | official | exact",
                "https://examplex.com/?next=examplex.com&next=evil.net | suspicious | two-targets",
                "https://bit.ly/3abcdef | unknown | shortened",
                "https://ordinary.org/page | unknown | nothing-known",
                // Mail addresses (25).
                "news@examplex.com | official | exact",
                "NEWS@EXAMPLEX.COM | official | exact",
                "support@examplex.com | suspicious | not-in-use",
                "news@examplex.support | look-alike | other-ending",
                "no-reply@examplx.com | look-alike | letter-missing",
                "examplex.support@ordinary.org | look-alike | name-in-the-address",
                "somebody@ordinary.org | unknown | nothing-known",
                // Numbers and names in networks (25).
                "+49 30 12345678 | official | exact",
                "030 12345678 | official | exact",
                "+49 30 12345679 | unknown | nothing-known",
                "@examplex | official | exact",
                "@ExampleX_Official | official | exact",
                "@examplex_support | look-alike | name-with-words",
                "@examp1ex | look-alike | letters-that-look-alike",
                "@somebody | unknown | nothing-known"
            })
    void whateverIsPastedIsJudged(String text, String kind, String reason) {
        JsonNode answer = asked(text);
        assertThat(answer.path("kind").asString()).as("%s", answer).isEqualTo(kind);
        assertThat(reasons(answer)).as("%s", answer).contains(reason);
    }

    @Test
    void aMessageThatAsksThreatensAndHurriesIsSuspicious() {
        JsonNode english = asked("""
                Dear customer,
                your account will be suspended within 24 hours. Move your funds to the safe wallet and
                reply with the code that we sent. Call us: +1 [800] 555 {0199}
                """);
        assertThat(english.path("kind").asString()).isEqualTo("suspicious");
        assertThat(flags(english))
                .contains(
                        "threatens",
                        "hurries",
                        "asks-to-move-money",
                        "asks-for-code",
                        "asks-to-call",
                        "broken-up-number");
        JsonNode german = asked("""
                Sehr geehrte Kundin, Ihr Konto wird heute gesperrt. Bitte umgehend Ihr Passwort mitteilen und den
                Bildschirm teilen.""");
        assertThat(flags(german)).contains("threatens", "hurries", "asks-for-password", "asks-for-remote-access");
        assertThat(german.path("kind").asString()).isEqualTo("suspicious");
    }

    @Test
    void whatImitatesUsWithinAMessageIsFoundAmongTheRest() {
        JsonNode answer = asked("""
                Hello, see https://examplex.com/news and (https://ordinary.org/a), or write to help@ordinary.org.
                Also examplex-bonus.net! And e.g. version 1.2.3 of 2026-03-14, at 12.30.""");
        assertThat(answer.path("kind").asString()).isEqualTo("look-alike");
        assertThat(answer.path("things").get(0).path("target").asString()).isEqualTo("examplex.com");
        assertThat(answer.path("things")).as("%s", answer).hasSize(4);
    }

    /// What begins with a link of ours is not that link.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://examplex.com/ is closed today, use https://ordinary.org/ instead",
                "https://examplex.com/\nhttps://ordinary.org/",
                "https://examplex.com/\tordinary",
                "https://examplex.com/\u00a0https://ordinary.org/",
                "https://examplex.com/?a= b"
            })
    void whatOnlyBeginsWithALinkOfOursIsNotOurs(String text) {
        assertThat(kind(text)).isNotEqualTo("official");
    }

    @Test
    void aLinkThatIsBrokenInTwoIsReadAsABrowserJoinsIt() {
        assertThat(kind("https://exam\np1ex.com/")).isEqualTo("look-alike");
        assertThat(kind("java\tscript:alert(1)")).isEqualTo("suspicious");
    }

    @Test
    void aMessageOfOursIsNotCalledOursForItsLinks() {
        assertThat(kind("Hello, type https://account.examplex.com/ into your browser yourself."))
                .isEqualTo("unknown");
    }

    @Test
    void theSourceOfAMailIsReadAsAProgramShowsIt() {
        JsonNode answer = asked("""
                Received: from mail.evil.net by mx.ordinary.org
                From: "ExampleX Security" <alert@ordinary.org>
                Reply-To: box@evil.net
                Subject: =?UTF-8?Q?Your_account?=
                MIME-Version: 1.0
                Content-Type: text/html; charset=utf-8
                Content-Transfer-Encoding: quoted-printable

                <p>Please look at <a href=3D"https://evil.net/x">https://account.examplex.com</a></p>
                """);
        assertThat(answer.path("kind").asString()).as("%s", answer).isEqualTo("look-alike");
        assertThat(reasons(answer)).contains("name-shown", "text-and-target");
    }

    @Test
    void aMessageWithoutEndIsLookedAtAsFarAsSaid() {
        var many = new StringBuilder("All of these are to be looked at:\n");
        while (many.length() < Checker.LONGEST - 100) {
            many.append("https://a").append(many.length()).append(".ordinary.org/ ");
        }
        JsonNode answer = asked(many.toString());
        assertThat(answer.path("cut").asBoolean()).isTrue();
        assertThat(answer.path("things")).hasSize(MessageReader.MOST);
        assertThat(ask(new TestBrowser(NODE), "x".repeat(Checker.LONGEST + 1)).statusCode())
                .isEqualTo(400);
        var browser = new TestBrowser(NODE);
        browser.get("/genuine");
        assertThat(browser.post("/genuine", Map.of("text", many.toString())).statusCode())
                .isEqualTo(200);
        assertThat(browser.post("/genuine", Map.of("text", "ä ".repeat(Checker.LONGEST)))
                        .statusCode())
                .isIn(413, 422);
        assertThat(browser.post("/genuine", Map.of("text", "x ".repeat(Checker.LONGEST)))
                        .statusCode())
                .isEqualTo(422);
    }

    /// What was pasted is hostile by assumption.
    @Test
    void nothingThatWasPastedIsShownAsMarkup() {
        var browser = new TestBrowser(NODE);
        browser.get("/genuine");
        String hostile = "</textarea><script>alert(1)</script> https://examplex.com\"><img src=x>.evil.net/<b>";
        String page = browser.post("/genuine", Map.of("text", hostile)).body();
        assertThat(page)
                .doesNotContain("<script>alert")
                .doesNotContain("<img src=x")
                .doesNotContain("<b>");
        String turned = browser.post("/genuine", Map.of("text", "https://examplex.com\u202e.evil.net/"))
                .body();
        assertThat(turned.substring(turned.indexOf("id=\"answer\""), turned.indexOf("<textarea")))
                .doesNotContain("\u202e");
    }

    @Test
    void theFirstAskedNothingIsToldWhatToDo() {
        var browser = new TestBrowser(NODE);
        assertThat(browser.get("/genuine").body())
                .contains("account.examplex.com")
                .contains("+493012345678");
        HttpResponse<String> empty = browser.post("/genuine", Map.of("text", "  "));
        assertThat(empty.statusCode()).isEqualTo(422);
        assertThat(empty.body()).contains("Paste a link or a message");
    }

    @Test
    @Proves("R-MSG-2")
    void ofACodeOfOursEverybodyLearnsWhenAndAboutWhatAndNotWhose() {
        Holder holder = Holder.signUp(NODE);
        JsonNode mail = Holder.json(holder.browser, "/demo/mailbox.json?to=" + holder.address)
                .get(0);
        String code = mail.path("messageId").asString();
        assertThat(code).matches("[0-9A-Z]{4}-[0-9A-Z]{4}");
        for (String written : List.of(code, code.toLowerCase(java.util.Locale.ROOT), code.replace('0', 'o'))) {
            JsonNode known = asked(written).path("codes").get(0);
            assertThat(known.path("about").asString()).as(written).isEqualTo("signup");
            assertThat(known.path("channel").asString()).isEqualTo("mail");
            assertThat(known.toString()).doesNotContain(holder.address);
        }
        JsonNode within = asked("We wrote to you.\nMessage " + code + " from account.examplex.com\nThank you.");
        assertThat(within.path("codes").get(0).path("about").asString()).isEqualTo("signup");
        JsonNode unknown = asked("ZZZZ-ZZZ0").path("codes").get(0);
        assertThat(unknown.path("about").isNull()).isTrue();
    }

    @Test
    @Proves("R-MSG-2")
    void aHolderSeesAllThatWeSentToHimAndNobodyElseDoes() {
        Holder holder = Holder.signUp(NODE);
        Holder other = Holder.signUp(NODE);
        holder.elsewhere();
        Holder.await(
                "the notice of a new device",
                () -> holder.browser.get("/account/messages").body().contains("a sign-in"));
        String page = holder.browser.get("/account/messages").body();
        assertThat(page).contains("Mail to h•••@mail.examplex.com");
        JsonNode lines = Holder.json(holder.browser, "/api/messages").path("lines");
        String code = lines.get(0).path("code").asString();
        assertThat(page).contains(code);
        assertThat(other.browser.get("/account/messages").body()).doesNotContain(code);
        assertThat(new TestBrowser(NODE).get("/account/messages").statusCode()).isEqualTo(303);
    }

    @Test
    void ourChannelsArePublishedWithAVersion() {
        HttpResponse<String> answer = new TestBrowser(NODE).get("/.well-known/official-channels.json");
        JsonNode published = JSON.readTree(answer.body());
        assertThat(published.path("hosts").toString()).contains("account.examplex.com", "www.examplex.com");
        assertThat(published.path("mail").toString()).contains("news@examplex.com");
        assertThat(published.path("phones").get(0).asString()).isEqualTo("+493012345678");
        assertThat(published.path("handles").get(0).path("network").asString()).isEqualTo("mastodon");
        assertThat(answer.headers().firstValue("ETag"))
                .hasValue("\"" + published.path("version").asString() + "\"");
    }

    @Test
    void askingHasALimit() {
        var browser = new TestBrowser(NODE);
        int status = 0;
        for (int i = 0; i < 61; i++) {
            status = ask(browser, "https://examplex.com").statusCode();
        }
        assertThat(status).isEqualTo(429);
    }
}
