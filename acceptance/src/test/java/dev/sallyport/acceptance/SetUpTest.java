package dev.sallyport.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.sallyport.testing.Proves;
import org.junit.jupiter.api.Test;

/// The way from the overview to a second proof, counted: whoever finds it long does not go it.
class SetUpTest {
    private static final int CLICKS_TO_A_PASSKEY = 3;
    private static final int DEEDS_TO_AN_APP = 5;

    private final Node demo = Node.demo();

    /// A hand on mouse and keyboard, whose every deed counts.
    private static final class Hand {
        private int clicks;
        private int fields;

        void click(Locator there) {
            clicks++;
            there.click();
        }

        void fill(Locator there, String text) {
            fields++;
            there.fill(text);
        }
    }

    @Test
    @Proves("R-PK-2")
    void aPasskeyTakesAtMostThreeClicks() {
        try (var window = Window.open(demo).signUp(Holder.newMail(), Holder.PASSWORD)) {
            Page page = window.page;
            VirtualKey key = VirtualKey.in(window);
            var hand = new Hand();
            hand.click(page.locator(".invite .button.main"));
            hand.fill(page.locator("#password"), Holder.PASSWORD);
            hand.click(page.locator("button.main"));
            window.at("/account/two-step/recovery-codes");
            assertThat(key.passkeys()).isEqualTo(1);
            assertThat(hand.clicks).isLessThanOrEqualTo(CLICKS_TO_A_PASSKEY);
            assertThat(hand.fields).isEqualTo(1);
            assertThat(window.complaints).isEmpty();
        }
    }

    @Test
    void anAppTakesAtMostFiveFieldsAndClicks() {
        try (var window = Window.open(demo).signUp(Holder.newMail(), Holder.PASSWORD)) {
            Page page = window.page;
            var hand = new Hand();
            hand.click(page.locator(".invite a.button"));
            hand.click(page.locator("button.main"));
            hand.fill(page.locator("#password"), Holder.PASSWORD);
            hand.click(page.locator("button.main"));
            window.at("/account/two-step/authenticators/new/key");
            // The last digit sends it.
            hand.fill(page.locator("#code"), new App(page.locator("#key").innerText()).codeBefore());
            window.at("/account/two-step/recovery-codes");
            assertThat(hand.clicks + hand.fields).isLessThanOrEqualTo(DEEDS_TO_AN_APP);
            assertThat(window.complaints).isEmpty();
        }
    }

    @Test
    @Proves("R-PK-3")
    void whoHasNoSecondProofIsInvitedOnceAndWhoHasOneAloneIsWarned() {
        try (var window = Window.open(demo).signUp(Holder.newMail(), Holder.PASSWORD)) {
            Page page = window.page;
            assertThat(page.locator(".invite")).hasCount(1);
            assertThat(page.locator(".notice.success")).hasCount(0);
            for (String place : new String[] {"/account/two-step", "/account/passkeys", "/account/phrase"}) {
                window.go("/account");
                page.locator("main a[href='" + place + "']").click();
                window.at(place);
            }
            window.bindApp(Holder.PASSWORD);
            window.go("/account");
            assertThat(page.locator(".invite")).hasCount(1);
            assertThat(page.locator(".invite a[href='/account/two-step/recovery-codes']"))
                    .hasCount(1);
            assertThat(page.locator(".invite a[href='/account/passkeys/new']")).hasCount(0);
            assertThat(page.locator("main")).containsText("On, with 1 app");
        }
    }

    /// On a telephone the app is beside the browser: there is nothing to scan.
    @Test
    void onATelephoneALinkOpensTheApp() {
        try (var window = Window.open(demo, Window.phone()).signUp(Holder.newMail(), Holder.PASSWORD)) {
            window.go("/account/two-step/authenticators/new").send().prove(Holder.PASSWORD);
            window.at("/account/two-step/authenticators/new/key");
            Locator link = window.page.locator("a[href^='otpauth://totp/']");
            assertThat(link).isVisible();
            String key = window.page.locator("#key").innerText();
            assertThat(key).matches("([A-Z2-7]{4} )+[A-Z2-7]{1,4}");
            assertThat(link.getAttribute("href")).contains("secret=" + key.replace(" ", ""));
            assertThat(window.page.locator(".qr-frame svg")).isVisible();
        }
    }
}
