package dev.sallyport.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import org.junit.jupiter.api.Test;

/// Passkeys in a real browser, with its virtual authenticator.
class PasskeyTest {
    private static final String HOME = "/account/passkeys";

    private final Node demo = Node.demo();

    private Window signedUp() {
        return Window.open(demo).signUp(Holder.newMail(), Holder.PASSWORD);
    }

    /// The first one: there is only the password yet to prove it by.
    private static Window add(Window window) {
        return window.go(HOME).send().prove(Holder.PASSWORD);
    }

    /// A further one is proven by one that is there; this device has that one, and another takes its place.
    private static Window addOnAnotherDevice(Window window, VirtualKey key) {
        window.go(HOME).send().asked().send();
        assertThat(said(window.page)).containsText("This device has a passkey for this account already.");
        key.replaceBy("usb");
        return window.send();
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
            window.go(HOME).send().asked();
            looksRight(window);
            window.send();
            assertThat(said(page)).containsText("This device has a passkey for this account already.");
            looksRight(window);
            assertThat(key.passkeys()).isEqualTo(1);

            key.replaceBy("usb");
            window.send();
            page.waitForURL("**" + HOME + "?done=added");
            assertThat(page.locator(".rows > li")).hasCount(2);

            page.locator("a[href$='/removal']").first().click();
            looksRight(window);
            window.send().asked().send();
            page.waitForURL("**" + HOME + "?done=removed");
            assertThat(page.locator(".rows > li")).hasCount(1);
            assertThat(page.locator(".rows")).not().containsText("Desk");

            // What cannot be is said before a proof is asked for.
            page.locator("a[href$='/removal']").click();
            assertThat(page.locator(".notice.danger")).containsText("This is your last strong proof.");
            assertThat(page.locator("main form")).hasCount(0);
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
            addOnAnotherDevice(window, key);
            page.waitForURL("**" + HOME + "?done=added");
            window.press("/account/passkeys/only").asked().send();
            page.waitForURL("**" + HOME + "?done=only-on");
            assertThat(page.locator("main")).containsText("Only your passkeys open this account");
            looksRight(window);
            window.press("/account/passkeys/only").asked().send();
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
}
