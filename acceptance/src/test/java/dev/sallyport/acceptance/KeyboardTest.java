package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

/// The main job by somebody who has no mouse, and by somebody who has switched scripts off.
class KeyboardTest {
    private final Node demo = Node.demo();

    @Test
    void signsUpAndInAndOutByKeysAlone() {
        String mail = Holder.newMail();
        try (var window = Window.open(demo)) {
            Page page = window.go("/sign-up").page;
            // The cursor stands where the page asks its question.
            typeInto(page, "identifier", mail);
            page.keyboard().press("Enter");
            window.at("/sign-up/code");
            typeInto(page, "code", Post.of(demo).code(mail));
            page.keyboard().press("Enter");
            window.at("/sign-up/password");
            typeInto(page, "password", Holder.PASSWORD);
            page.keyboard().press("Enter");
            window.at("/account");

            tabTo(page, "form[action='/sign-out'] button");
            page.keyboard().press("Enter");
            window.at("/signed-out");
            tabTo(page, "a[href='/sign-in']");
            page.keyboard().press("Enter");
            window.at("/sign-in");

            typeInto(page, "identifier", mail);
            tabTo(page, "#password");
            page.keyboard().type(Holder.PASSWORD);
            tabTo(page, "#shared");
            page.keyboard().press("Space");
            assertThat(page.locator("#shared").isChecked()).isTrue();
            tabTo(page, "button.main");
            page.keyboard().press("Enter");
            window.at("/account");
            assertThat(window.complaints).isEmpty();
        }
    }

    @Test
    void setsAnAppUpAndSignsInByItByKeysAlone() {
        String mail = Holder.newMail();
        try (var window = Window.open(demo)) {
            Page page = window.signUp(mail, Holder.PASSWORD).page;
            tabTo(page, ".invite a.button");
            page.keyboard().press("Enter");
            window.at("/account/two-step/authenticators/new");
            tabTo(page, "main button.main");
            page.keyboard().press("Enter");
            window.asked();
            typeInto(page, "password", Holder.PASSWORD);
            page.keyboard().press("Enter");
            window.at("/account/two-step/authenticators/new/key");
            var app = new App(page.locator("#key").innerText());
            typeInto(page, "code", app.codeBefore());
            window.at("/account/two-step/recovery-codes");
            tabTo(page, "main button.main");
            page.keyboard().press("Enter");
            page.locator("#codes").waitFor();

            window.signOut().go("/sign-in");
            typeInto(page, "identifier", mail);
            tabTo(page, "#password");
            page.keyboard().type(Holder.PASSWORD);
            page.keyboard().press("Enter");
            window.at("/sign-in/second");
            typeInto(page, "code", app.code());
            window.at("/account");
            assertThat(window.complaints).isEmpty();
        }
    }

    @Test
    void theFirstTabOfAPageLeadsPastTheMenu() {
        String mail = Holder.newMail();
        try (var window = Window.open(demo)) {
            Page page = window.signUp(mail, Holder.PASSWORD).page;
            window.go("/account/devices");
            page.keyboard().press("Tab");
            assertThat(isFocused(page, "a.skip")).isTrue();
            assertThat(page.locator("a.skip").boundingBox().y)
                    .as("in view once it is reached")
                    .isNotNegative();
            page.keyboard().press("Enter");
            assertThat(isFocused(page, "main")).isTrue();
        }
    }

    @Test
    void signsUpAndInWithoutScripts() {
        String mail = Holder.newMail();
        try (var window = Window.open(demo, Window.desktop().setJavaScriptEnabled(false))) {
            window.signUp(mail, Holder.PASSWORD);
            window.page.locator("form[action='/sign-out'] button").click();
            window.at("/signed-out");
            window.signIn(mail, Holder.PASSWORD).at("/account");
            window.go("/account/devices").at("/account/devices");
            window.page
                    .locator("form[action='/account/sessions/removal'] button")
                    .click();
            window.prove(Holder.PASSWORD).at("/signed-out");
            assertThat(window.complaints).isEmpty();
        }
    }

    private static void typeInto(Page page, String field, String text) {
        assertThat(isFocused(page, "#" + field)).as("the cursor is in " + field).isTrue();
        page.keyboard().type(text);
    }

    /// Presses Tab until it is reached; what has the focus must be seen to have it.
    static void tabTo(Page page, String selector) {
        for (int presses = 0; presses < 40; presses++) {
            page.keyboard().press("Tab");
            assertThat(page.evaluate("document.activeElement === document.body"
                            + " || getComputedStyle(document.activeElement).outlineStyle !== 'none'"
                            + " || getComputedStyle(document.activeElement).boxShadow !== 'none'"))
                    .as("the focus is seen on " + page.evaluate("document.activeElement.outerHTML"))
                    .isEqualTo(true);
            if (isFocused(page, selector)) {
                return;
            }
        }
        throw new AssertionError(selector + " is not reached by Tab");
    }

    static boolean isFocused(Page page, String selector) {
        return page.locator(selector + ":focus").count() == 1;
    }
}
