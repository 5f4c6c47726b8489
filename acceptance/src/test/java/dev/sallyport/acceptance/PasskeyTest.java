package dev.sallyport.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Passkeys in a real browser, with its virtual authenticator.
class PasskeyTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String HOME = "/account/passkeys";

    private final Node demo = Node.demo();

    private Window signedUp() {
        return Window.open(demo).signUp(Holder.newMail(), Holder.PASSWORD);
    }

    private static Window add(Window window) {
        return window.go(HOME).send();
    }

    private static Locator said(Page page) {
        return page.locator("[data-passkey-said]");
    }

    private static void looksRight(Window window) {
        assertThat(new AxeBuilder(window.page).analyze().getViolations())
                .as(window.page.url())
                .isEmpty();
    }

    @Test
    @Proves({"R-PK-2", "R-PK-3"})
    void oneButtonAddsAPasskeyThatCanBeNamedAndRemoved() {
        try (var window = signedUp()) {
            Page page = window.page;
            VirtualKey key = VirtualKey.in(window);
            // One click and what the browser asks; the first strong proof leads on to the recovery codes.
            add(window).at("/account/two-step/recovery-codes");
            assertThat(key.passkeys()).isEqualTo(1);
            window.go(HOME);
            assertThat(page.locator(".rows > li")).hasCount(1);
            assertThat(page.locator(".rows")).containsText("On one device only");
            looksRight(window);

            page.locator(".more summary").click();
            page.locator(".more input[name=name]").fill("Desk");
            page.locator(".more button").click();
            page.waitForURL("**" + HOME + "?done=renamed");
            assertThat(page.locator(".rows h3")).containsText("Desk");

            // The same device again: the browser finds that it has one, and the page says so.
            add(window);
            assertThat(said(page)).containsText("This device has a passkey for this account already.");
            looksRight(window);
            assertThat(key.passkeys()).isEqualTo(1);

            key.replaceBy("usb");
            add(window);
            page.waitForURL("**" + HOME + "?done=added");
            assertThat(page.locator(".rows > li")).hasCount(2);

            page.locator("a[href$='/removal']").first().click();
            looksRight(window);
            window.send();
            page.waitForURL("**" + HOME + "?done=removed");
            assertThat(page.locator(".rows > li")).hasCount(1);
            assertThat(page.locator(".rows")).not().containsText("Desk");

            page.locator("a[href$='/removal']").click();
            window.send();
            assertThat(page.locator(".notice.danger")).containsText("This is your last strong proof.");
            assertThat(window.complaints.stream().filter(one -> !one.contains("/recovery-codes")))
                    .isEmpty();
        }
    }

    @Test
    @Proves({"W-5", "R-PK-1"})
    @Defends("A76")
    void anAuthenticatorThatDoesNotRecogniseItsHolderAddsNothing() {
        try (var window = signedUp()) {
            VirtualKey key = VirtualKey.in(window);
            key.recognises(false);
            add(window);
            assertThat(said(window.page)).containsText("No passkey was made.");
            assertThat(key.passkeys()).isZero();
            // He is recognised the second time, and the same page goes on.
            key.recognises(true);
            window.send().at("/account/two-step/recovery-codes");
            assertThat(key.passkeys()).isEqualTo(1);
        }
    }

    @Test
    @Proves("R-PK-2")
    void withTwoPasskeysNothingElseNeedsToOpenTheAccount() {
        try (var window = signedUp()) {
            Page page = window.page;
            VirtualKey key = VirtualKey.in(window);
            add(window).at("/account/two-step/recovery-codes");
            key.replaceBy("usb");
            add(window);
            page.waitForURL("**" + HOME + "?done=added");
            page.locator("form[action='/account/passkeys/only'] button").click();
            page.waitForURL("**" + HOME + "?done=only-on");
            assertThat(page.locator("main")).containsText("Only your passkeys open this account");
            looksRight(window);
            page.locator("form[action='/account/passkeys/only'] button").click();
            page.waitForURL("**" + HOME + "?done=only-off");
        }
    }

    @Test
    void withoutScriptsThePageSaysWhatIsMissing() {
        try (var window = Window.open(demo, Window.desktop().setJavaScriptEnabled(false))
                .signUp(Holder.newMail(), Holder.PASSWORD)) {
            window.go(HOME);
            assertThat(window.page.locator("noscript p")).isVisible();
            assertThat(window.page.locator("form[action='/account/passkeys/new']"))
                    .isHidden();
        }
    }

    /// Pages of a sign-in and of an act are not here yet; what they will contain is shown to the browser in their
    /// place.
    private String sent(Window window, String form) {
        String module = window.page
                .locator("script[type=module]")
                .first()
                .getAttribute("src")
                .replace("sallyport.js", "passkey.js");
        window.context.route(
                "**/passkey-test**",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/html")
                        .setBody("<!DOCTYPE html><title>t</title><script type=module src=" + module + "></script>"
                                + form)));
        window.context.route(
                "**/passkey-options",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody(options())));
        Request request = window.page.waitForRequest("**/passkey-test-answer", () -> {
            window.go("/passkey-test");
            if (window.page.locator("button").isVisible()) {
                window.page.locator("button").click();
            }
        });
        return Arrays.stream(request.postData().split("&"))
                .filter(field -> field.startsWith("passkey="))
                .map(field -> URLDecoder.decode(field.substring("passkey=".length()), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
    }

    private static String options() {
        return "{\"challenge\":\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32])
                + "\",\"rpId\":\"localhost\",\"timeout\":60000,\"allowCredentials\":[],\"userVerification\":\"required\"}";
    }

    private static void isAProof(String json) {
        JsonNode answer = JSON.readTree(json);
        assertThat(answer.get("id").asString()).isEqualTo(answer.get("rawId").asString());
        JsonNode client = JSON.readTree(Base64.getUrlDecoder()
                .decode(answer.at("/response/clientDataJSON").asString()));
        assertThat(client.get("type").asString()).isEqualTo("webauthn.get");
        assertThat(answer.at("/response/signature").asString()).isNotEmpty();
        assertThat(answer.at("/response/userHandle").asString()).isNotEmpty();
    }

    @Test
    void aFormAsksForAPasskeyAndSendsIt() {
        try (var window = signedUp()) {
            VirtualKey key = VirtualKey.in(window);
            add(window).at("/account/two-step/recovery-codes");
            int before = key.count();
            String form = """
                    <form method="post" action="/passkey-test-answer" data-passkey="get" data-options='%s'>
                    <input type="hidden" name="_csrf" value="t"><input type="hidden" name="passkey" value="">
                    <button>Use</button><p data-passkey-said></p></form>""";
            isAProof(sent(window, form.formatted(options())));
            assertThat(key.count()).isGreaterThan(before);
            // A copy that was made before counts on from there.
            key.countsFrom(before);
            assertThat(key.count()).isEqualTo(before);
            isAProof(sent(window, form.replace("data-options='%s'", "data-options-url='/passkey-options'")));
        }
    }

    @Test
    void autofillSendsTheFormBesideIt() {
        try (var window = signedUp()) {
            VirtualKey.in(window);
            add(window).at("/account/two-step/recovery-codes");
            isAProof(sent(window, """
                    <form data-passkey="conditional" data-options-url="/passkey-options" data-passkey-form="other">
                    <input type="hidden" name="_csrf" value="t"><input name="who" autocomplete="username webauthn"></form>
                    <form id="other" method="post" action="/passkey-test-answer" data-passkey="get"
                    data-options-url="/passkey-options"><input type="hidden" name="_csrf" value="t">
                    <input type="hidden" name="passkey" value=""></form>"""));
        }
    }
}
