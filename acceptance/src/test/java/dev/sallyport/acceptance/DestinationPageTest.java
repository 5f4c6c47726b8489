package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The address book as its holder meets it in a browser, from the form to the mail and the refusal.
@Proves({"R-WL-1", "R-WL-2"})
class DestinationPageTest {
    private static final String ADDRESS = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq";
    private static final Pattern LINK = Pattern.compile("/destinations/[A-Za-z0-9_-]{20,}");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static Site site;
    private static Node node;

    @BeforeAll
    static void start() {
        site = new Site();
        node = site.node("destinations").awaitReady();
    }

    @AfterAll
    static void stop() {
        node.close();
        site.close();
    }

    private static void looksRight(String name, Window window) {
        var faults = new ArrayList<String>();
        Eyes.DESK.look(name, window, faults);
        window.page.setViewportSize(320, 640);
        Eyes.PHONE.look(name + " on a telephone", window, faults);
        window.page.setViewportSize(1280, 900);
        window.page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        Eyes.DESK_AT_NIGHT.look(name + " by night", window, faults);
        window.page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        assertThat(faults).isEmpty();
        assertThat(window.complaints).isEmpty();
    }

    private static void prove(Window window, App app) {
        site.stepsPass();
        // A script sends it with the last digit.
        window.asked().fill("code", app.code());
    }

    private static JsonNode asked(Map<String, String> request) {
        var answer =
                Node.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.inside() + "/v1/withdrawals"))
                        .header("Authorization", "Bearer " + Node.SERVICE_TOKEN)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(request)))
                        .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static String accountOf(Holder holder) {
        var answer = node.inside(
                "/v1/session-check",
                "Authorization",
                "Bearer " + Node.SERVICE_TOKEN,
                "X-Session-Token",
                holder.sessionToken());
        return JSON.readTree(answer.body()).get("account").asString();
    }

    @Test
    @Defends({"A30", "A51", "A53"})
    void fromAWrongLetterToTheMailThatConfirmsAndTheOneThatTakesItOut() {
        var holder = new Holder(node);
        holder.signUp(Holder.newMail(), Holder.PASSWORD, site.mails);
        App app = holder.bindApp();
        site.daysPass();
        try (Window window = Window.open(node).has(holder)) {
            Page page = window.page;
            window.go("/account/destinations");
            looksRight("an empty book", window);
            window.go("/account/destinations/new");
            looksRight("a new destination", window);
            // One wrong letter, in the seventh group.
            window.fill("asset", "BTC")
                    .fill("network", "bitcoin")
                    .fill("address", ADDRESS.replace("dnw9", "dnx9"))
                    .send();
            prove(window, app);
            page.locator("#address-error").waitFor();
            assertThat(page.locator("#address-error").innerText())
                    .contains("Group 7")
                    .contains("dnx9");
            looksRight("a wrong letter", window);
            window.fill("address", ADDRESS.toUpperCase(java.util.Locale.ROOT)).send();
            prove(window, app);
            window.at("/account/destinations");
            assertThat(page.locator(".slip-to").first().textContent()).isEqualTo(ADDRESS);
            assertThat(page.locator(".slip-to mark").allInnerTexts()).isEqualTo(List.of("bc1q", "dq"));
            assertThat(page.locator("h3 .tag").innerText()).contains("not confirmed");
            looksRight("a book", window);
            page.locator("#on").check();
            page.locator("form[action='/account/destinations/list'] button").click();
            prove(window, app);
            window.at("/account/destinations");
            String account = accountOf(holder);
            Map<String, String> request = Map.of(
                    "account", account,
                    "kind", "convert",
                    "asset", "BTC",
                    "network", "bitcoin",
                    "amount", "1",
                    "value", "1",
                    "feeCap", "0",
                    "destination", ADDRESS,
                    "address", "203.0.113.9",
                    "client", "Desk");
            JsonNode refused = asked(request);
            assertThat(refused.at("/decision").asString()).isEqualTo("refused");
            assertThat(refused.at("/reasons/0/code").asString()).isEqualTo("destination-waiting");
            window.go("/withdrawals/" + refused.at("/id").asString());
            assertThat(page.locator("main").innerText()).contains("can be asked for again from");
            looksRight("a refusal for a time", window);
        }
        byTheMails(holder);
    }

    /// In a browser that is not signed in.
    private static void byTheMails(Holder holder) {
        String mail = holder.mail();
        String confirming = site.mails.to(mail).stream()
                .filter(text -> text.contains("asks whether it was you"))
                .map(DestinationPageTest::link)
                .findFirst()
                .orElseGet(() -> site.mails.link(mail, LINK));
        String closing = site.mails.to(mail).stream()
                .filter(text -> text.contains("this link takes it out"))
                .map(DestinationPageTest::link)
                .findFirst()
                .orElseThrow();
        try (Window window = Window.open(node)) {
            window.go(confirming);
            assertThat(window.page.locator(".slip .slip-to").first().textContent())
                    .isEqualTo(ADDRESS);
            looksRight("a link that confirms", window);
            window.press(confirming + "/confirmation");
            window.page.locator(".notice.success").waitFor();
            looksRight("what is confirmed", window);
            window.go(closing);
            assertThat(window.page.locator("form[action$='/confirmation']").count())
                    .isZero();
            looksRight("a link that closes", window);
            assertThat(holder.isSignedIn()).isTrue();
            window.press(closing + "/removal");
            window.page.locator(".notice.success").waitFor();
            looksRight("what was taken out", window);
        }
        assertThat(holder.isSignedIn()).isFalse();
    }

    private static String link(String text) {
        var link = LINK.matcher(text);
        assertThat(link.find()).as(text).isTrue();
        return link.group();
    }
}
