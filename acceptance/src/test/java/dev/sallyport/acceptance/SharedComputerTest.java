package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.WaitUntilState;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Somebody signs in at a library and goes home: what the next one at that computer finds (R-SES-1).
class SharedComputerTest {
    private static final String MAIL = Holder.newMail();
    private final Node demo = Node.demo();

    @BeforeAll
    static void signUp() {
        new Holder(Node.demo()).signUp(MAIL, Holder.PASSWORD, Post.of(Node.demo()));
    }

    private Window signedInAsShared() {
        var window = Window.open(demo);
        window.go("/sign-in").fill("identifier", MAIL).fill("password", Holder.PASSWORD);
        window.page.locator("#shared").check();
        window.send().at("/account");
        return window;
    }

    @Test
    @Defends("A77")
    void leavesACookieThatGoesWithTheBrowserAndNoDevice() {
        try (var window = signedInAsShared()) {
            Cookie session = window.context.cookies().stream()
                    .filter(cookie -> cookie.name.equals("__Host-session"))
                    .findFirst()
                    .orElseThrow();
            assertThat(session.expires).as("a session cookie has no expiry").isEqualTo(-1);
            assertThat(session.secure && session.httpOnly).isTrue();
            assertThat(window.context.cookies())
                    .extracting(cookie -> cookie.name)
                    .doesNotContain("__Host-device");
            window.go("/account/devices");
            assertThat(window.page.locator(".tag.quiet").first().textContent()).contains("Shared computer");
            assertThat(window.complaints).isEmpty();
        }
    }

    @Test
    void onOnesOwnComputerTheCookieLivesLongerAndTheDeviceIsKnown() {
        try (var window = Window.open(demo)) {
            window.signIn(MAIL, Holder.PASSWORD).at("/account");
            assertThat(window.context.cookies())
                    .filteredOn(cookie -> cookie.name.equals("__Host-session"))
                    .allMatch(cookie -> cookie.expires > Instant.now().getEpochSecond());
            assertThat(window.context.cookies())
                    .extracting(cookie -> cookie.name)
                    .contains("__Host-device");
        }
    }

    @Test
    @Defends("A77")
    @Asvs({"14.3.1", "14.3.2"})
    void signingOutClearsTheBrowserAndTheBackButtonBringsNothingBack() {
        try (var window = signedInAsShared()) {
            Response activity = window.page.navigate("/account/activity");
            assertThat(activity.headerValue("cache-control")).isEqualTo("no-store");
            window.page.evaluate("localStorage.setItem('left', 'behind')");
            Response answer = window.page.waitForResponse(
                    response -> response.url().endsWith("/sign-out"),
                    () -> window.page.locator("form[action='/sign-out'] button").click());
            assertThat(answer.headerValue("clear-site-data"))
                    .contains("\"cache\"")
                    .contains("\"cookies\"")
                    .contains("\"storage\"");
            window.at("/signed-out");
            assertThat(window.page.evaluate("localStorage.length")).isEqualTo(0);
            assertThat(window.context.cookies())
                    .extracting(cookie -> cookie.name)
                    .doesNotContain("__Host-session", "__Host-device");

            window.page.goBack(new Page.GoBackOptions().setWaitUntil(WaitUntilState.LOAD));
            window.at("/sign-in");
            assertThat(window.page.content()).doesNotContain("h…@examplex.com");
        }
    }

    @Test
    @Defends("A77")
    void aTabThatIsRestoredAfterSigningOutShowsNothing() {
        String kept;
        try (var window = signedInAsShared()) {
            window.go("/account/activity").at("/account/activity");
            // What a browser writes down in order to bring everything back after it was closed.
            kept = window.context.storageState();
            window.page.locator("form[action='/sign-out'] button").click();
            window.at("/signed-out");

            Page tab = window.context.newPage();
            tab.navigate("/account/activity");
            assertThat(URI.create(tab.url()).getPath()).isEqualTo("/sign-in");
            assertThat(tab.content()).doesNotContain("h…@examplex.com");
        }
        assertThat(kept).as("the session was among it").contains("__Host-session");
        try (var restored = Window.open(demo, Window.desktop().setStorageState(kept))) {
            for (String path : List.of("/account/activity", "/account", "/account/contacts")) {
                restored.go(path).at("/sign-in");
                assertThat(restored.page.content()).doesNotContain("h…@examplex.com");
            }
        }
    }

    @Test
    @Defends("A77")
    void theFormsHoldNothingOfWhoWasThereBefore() {
        try (var window = signedInAsShared()) {
            window.go("/account/password").at("/account/password");
            window.fill("current", Holder.PASSWORD).fill("password", "typed and never sent off");
            window.page.locator("form[action='/sign-out'] button").click();
            window.at("/signed-out");
            var seen = new ArrayList<String>();
            // Back to where the password was typed, to where the sign-in was typed, and anew.
            for (int steps = 0; steps < 3; steps++) {
                window.page.goBack(new Page.GoBackOptions().setWaitUntil(WaitUntilState.LOAD));
                holdsNothing(window);
                seen.add(URI.create(window.page.url()).getPath());
            }
            assertThat(seen).containsOnly("/sign-in");
            window.go("/sign-in");
            holdsNothing(window);
        }
    }

    private static void holdsNothing(Window window) {
        assertThat(window.page.evaluate("[...document.querySelectorAll('input:not([type=hidden])')]"
                        + ".filter(field => field.type !== 'checkbox').map(field => field.value).join('')"))
                .as(window.page.url())
                .isEqualTo("");
        assertThat(window.page.locator("#shared").isChecked()).isFalse();
        assertThat(window.page.content()).doesNotContain(MAIL);
    }
}
