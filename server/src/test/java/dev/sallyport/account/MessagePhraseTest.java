package dev.sallyport.account;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Phones;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

class MessagePhraseTest {
    private static final String CHANGED = "The phrase in our messages was changed";

    private final TestNode node = TestNode.shared();

    private static String place(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + answer.headers().firstValue("Location").orElse("");
    }

    private static void set(Holder holder, String phrase) {
        holder.browser.get("/account/phrase");
        assertThat(place(holder.browser.post("/account/phrase", Map.of("phrase", phrase))))
                .isEqualTo("303 /account/phrase?done=set");
    }

    /// The text of the newest message of so many that tell of a change.
    private static String told(Holder holder, int count) {
        Holder.await("told " + count, () -> Holder.count(holder.browser, holder.address, CHANGED) == count);
        return holder.mails().stream()
                .filter(m -> m.subject().equals(CHANGED))
                .findFirst()
                .orElseThrow()
                .text();
    }

    @Test
    @Proves({"R-MSG-1", "R-MSG-3", "N-20"})
    void everyMessageToTheHoldersAddressesBeginsWithItAndNoneAfterItIsRemoved() {
        Holder holder = Holder.signUp(node);
        String number = Phones.newNumber();
        Phones.add(holder, number);
        set(holder, "Blue otter, 7 o’clock");
        assertThat(told(holder, 1)).doesNotContain("otter").contains("Chrome 156", holder.browser.address);
        // The next of any kind: here a further address.
        String second = Holder.newAddress();
        holder.browser.post("/account/contacts", Map.of("identifier", second));
        holder.browser.get("/account/contacts/new/code");
        String code = Holder.code(holder.browser, second);
        // It is not his before he has proven it.
        assertThat(Holder.mails(holder.browser, second).getFirst().text()).doesNotContain("otter");
        holder.browser.post("/account/contacts/new/code", Map.of("code", code));
        for (String address : List.of(holder.address, second)) {
            Holder.await(
                    "the mail at " + address,
                    () -> Holder.count(holder.browser, address, "An address was added to your account")
                            == (address.equals(second) ? 1 : 2));
            assertThat(Holder.mails(holder.browser, address).getFirst().text())
                    .startsWith("Your phrase: Blue otter, 7 o’clock\n\n");
        }
        Holder.await(
                "the text",
                () -> Holder.mails(holder.browser, number).stream()
                        .anyMatch(m -> m.text().startsWith("[Blue otter, 7 o’clock] ExampleX: ")));
        holder.browser.get("/account/phrase");
        assertThat(place(holder.browser.post("/account/phrase/removal", Map.of())))
                .isEqualTo("303 /account/phrase?done=removed");
        assertThat(told(holder, 2)).startsWith("Your phrase: Blue otter");
        set(holder, "Another one");
        assertThat(told(holder, 3)).doesNotContain("Your phrase");
    }

    @Test
    @Proves("R-MSG-1")
    void aChangeIsToldUnderTheOldPhraseAndWhatIsNoChangeIsNotTold() {
        Holder holder = Holder.signUp(node);
        set(holder, "first words");
        assertThat(told(holder, 1)).doesNotContain("Your phrase");
        set(holder, "second words");
        assertThat(told(holder, 2)).startsWith("Your phrase: first words\n\n");
        set(holder, "second words");
        set(holder, "third words");
        assertThat(told(holder, 3)).startsWith("Your phrase: second words\n\n");
    }

    @Test
    @Proves("R-MSG-1")
    @Defends("A6")
    void whatStrangersCauseToBeSentToTheSameAddressCarriesNone() {
        Holder holder = Holder.signUp(node);
        set(holder, "blue otter");
        told(holder, 1);
        var stranger = new TestBrowser(node);
        stranger.get("/sign-up");
        stranger.post("/sign-up", Map.of("identifier", holder.address));
        Holder other = Holder.signUp(node);
        other.browser.post("/account/contacts", Map.of("identifier", holder.address));
        for (String subject :
                List.of("You already have an account with ExampleX", "This address already belongs to an account")) {
            Holder.await(subject, () -> Holder.count(holder.browser, holder.address, subject) == 1);
        }
        assertThat(holder.mails()).noneMatch(m -> m.text().contains("blue otter"));
        // Nor is it shown to anybody who has not signed in, on his own device either.
        holder.browser.cookies.remove("__Host-session");
        assertThat(place(holder.browser.get("/account/phrase"))).startsWith("303 /sign-in");
        assertThat(holder.browser.get("/api/phrase").statusCode()).isEqualTo(401);
        assertThat(holder.browser.get("/sign-in").body()).doesNotContain("otter");
    }

    @Test
    @Proves("R-MSG-1")
    void onItsPageItIsHiddenUntilItIsAskedFor() {
        Holder holder = Holder.signUp(node);
        set(holder, "<b>blue</b> otter");
        var page = Jsoup.parse(holder.browser.get("/account/phrase").body());
        assertThat(page.select("details:not([open]) strong").text()).isEqualTo("<b>blue</b> otter");
        page.select("details").remove();
        assertThat(page.html()).doesNotContain("otter");
    }

    @Test
    @Proves("R-MSG-1")
    @Defends("A34")
    void whatAThiefCouldWriteToTheHolderInOurNameIsNoPhrase() {
        Holder holder = Holder.signUp(node);
        holder.browser.get("/account/phrase");
        for (String bad : List.of(
                "ab",
                "",
                "x".repeat(41),
                "x".repeat(5_000),
                "two\nlines",
                "call evil.example now",
                "mail a@evil.example",
                "https://evil",
                "right\u202eleft",
                "bell\u0007")) {
            assertThat(holder.browser
                            .post("/account/phrase", Map.of("phrase", bad))
                            .statusCode())
                    .as(bad)
                    .isEqualTo(422);
        }
        for (String good : List.of("abc", "x".repeat(40), "🦦🦦🦦", "Grüße, 3.5 % & mehr!")) {
            set(holder, good);
            assertThat(Holder.json(holder.browser, "/api/phrase").get("phrase").asString())
                    .isEqualTo(good);
        }
    }

    @Test
    @Proves({"R-SU-1", "R-MSG-1"})
    @Asvs("7.5.1")
    void itIsSetChangedAndRemovedWithAFreshProofOnly() {
        Holder holder = Holder.signUp(node);
        set(holder, "blue otter");
        holder.browser.get("/account/phrase");
        assertThat(TestBrowser.stepUp(holder.browser.postUnproven("/account/phrase", Map.of("phrase", "thiefs words"))))
                .isPresent();
        assertThat(TestBrowser.stepUp(holder.browser.postUnproven("/account/phrase/removal", Map.of())))
                .isPresent();
        assertThat(holder.browser
                        .jsonUnproven("PUT", "/api/phrase", "{\"phrase\":\"thiefs words\"}", null)
                        .statusCode())
                .isEqualTo(403);
        assertThat(holder.browser
                        .jsonUnproven("DELETE", "/api/phrase", null, null)
                        .statusCode())
                .isEqualTo(403);
        assertThat(Holder.json(holder.browser, "/api/phrase").get("phrase").asString())
                .isEqualTo("blue otter");
    }

    @Test
    void pageAndInterfaceGiveTheSameAnswers() {
        Holder byPage = Holder.signUp(node);
        Holder byApi = Holder.signUp(node);
        byPage.browser.get("/account/phrase");
        byApi.browser.get("/account/phrase");
        for (String phrase : List.of("ab", "blue otter", "blue otter")) {
            int page = byPage.browser
                    .post("/account/phrase", Map.of("phrase", phrase))
                    .statusCode();
            int json = byApi.browser
                    .json("PUT", "/api/phrase", "{\"phrase\":\"" + phrase + "\"}")
                    .statusCode();
            assertThat(json / 100 == 2 ? 303 : json).isEqualTo(page);
        }
        assertThat(byPage.browser.post("/account/phrase/removal", Map.of()).statusCode())
                .isEqualTo(303);
        assertThat(byApi.browser.json("DELETE", "/api/phrase", null).statusCode())
                .isEqualTo(204);
        assertThat(Holder.json(byApi.browser, "/api/phrase").path("phrase").isNull())
                .isTrue();
    }

    @Test
    @Proves({"R-MSG-1", "R-CRY-1"})
    @Defends({"A65", "A67"})
    @Asvs({"16.2.5", "14.2.6"})
    void itStandsNeitherInTheDatabaseNorInTheLogNorInTheCopy() {
        var heard = new ListAppender<ILoggingEvent>();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var ours = (Logger) LoggerFactory.getLogger("dev.sallyport");
        heard.start();
        root.addAppender(heard);
        ours.setLevel(Level.DEBUG);
        String canary = "canarybird " + Long.toString(System.nanoTime(), 36);
        Holder holder = Holder.signUp(node);
        try {
            set(holder, canary);
            told(holder, 1);
            set(holder, canary + "2");
            told(holder, 2);
        } finally {
            root.detachAppender(heard);
            ours.setLevel(null);
        }
        assertThat(List.copyOf(heard.list))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.getFormattedMessage()).doesNotContain("canarybird"));
        var jdbc = node.bean(JdbcClient.class);
        var tables = jdbc.sql("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
                .query((row, n) -> row.getString(1))
                .list();
        assertThat(tables).contains("account", "notice", "audit_fact");
        String hex = HexFormat.of().formatHex("canarybird".getBytes(StandardCharsets.UTF_8));
        for (String table : tables) {
            if (table.startsWith("flyway")) {
                continue;
            }
            assertThat(jdbc.sql("SELECT t::text FROM " + table + " t")
                            .query((row, n) -> row.getString(1))
                            .list())
                    .as(table)
                    .noneMatch(row -> row.contains("canarybird") || row.contains(hex));
        }
        var copy = holder.browser.post("/account/export", Map.of());
        assertThat(copy.body()).doesNotContain("canarybird");
        assertThat(Holder.json(copy).at("/account/messagePhrase").asBoolean()).isTrue();
    }
}
