package dev.sallyport.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.sallyport.testing.Asvs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The field in which a password is chosen, as fingers meet it.
class PasswordFieldTest {
    private final Node demo = Node.demo();
    private final String mail = Holder.newMail();
    private Window window;
    private Page page;
    private Locator field;

    @BeforeEach
    void come() {
        window = Window.open(demo);
        page = window.page;
        window.go("/sign-up").fill("identifier", mail).send().at("/sign-up/code");
        window.fill("code", Post.of(demo).code(mail)).send().at("/sign-up/password");
        field = page.locator("#password");
    }

    @AfterEach
    void leave() {
        window.close();
    }

    @Test
    @Asvs("6.2.6")
    void whatIsTypedIsHiddenUntilTheButtonShowsItAndHiddenAgainWhenSent() {
        Locator reveal = page.locator("button[data-reveal=password]");
        assertThat(field).hasAttribute("type", "password");
        field.fill("short");
        reveal.click();
        assertThat(field).hasAttribute("type", "text");
        assertThat(field).hasValue("short");
        assertThat(field).isFocused();
        assertThat(reveal).hasAttribute("aria-pressed", "true");
        assertThat(reveal).hasText("Hide");
        reveal.click();
        assertThat(field).hasAttribute("type", "password");
        assertThat(reveal).hasText("Show");

        reveal.click();
        // What the browser sends, and may remember, is a password.
        page.evaluate("document.querySelector('#password').form.addEventListener('submit',"
                + " e => { e.preventDefault(); document.title = document.querySelector('#password').type; })");
        window.send();
        assertThat(page).hasTitle("password");
        page.evaluate("document.querySelector('#password').form.submit()");
        assertThat(page.locator("#password-error")).isVisible();
        assertThat(field).hasAttribute("type", "password");
        assertThat(field).hasValue("");
    }

    @Test
    void theStrengthIsToldInWordsWhileTyping() {
        Locator words = page.locator("[data-words]");
        Locator meter = page.locator("meter");
        assertThat(words).isEmpty();
        field.pressSequentially("password1");
        assertThat(words).not().isEmpty();
        String weak = words.textContent();
        assertThat((int) meter.evaluate("meter => meter.value")).isLessThanOrEqualTo(1);
        field.fill("a lamp for 3 quiet herons");
        assertThat(words).not().hasText(weak);
        assertThat(words).not().isEmpty();
        assertThat((int) meter.evaluate("meter => meter.value")).isEqualTo(4);
        field.fill("");
        assertThat(words).isEmpty();
        assertThat((int) meter.evaluate("meter => meter.value")).isZero();
        assertThat(window.complaints).isEmpty();
    }

    @Test
    void theButtonPutsAPassphraseIntoTheFieldThatIsStrongAndSignsIn() {
        page.locator("button[data-phrase=password]").click();
        Locator made = page.locator("[data-made]");
        assertThat(made).not().isEmpty();
        String phrase = made.textContent();
        assertThat(phrase.length()).isGreaterThanOrEqualTo(15);
        assertThat(field).hasValue(phrase);
        assertThat(field).hasAttribute("type", "text");
        assertThat(page.locator("[data-said]")).not().isEmpty();
        assertThat(page.locator("[data-words]")).not().isEmpty();
        assertThat((int) page.locator("meter").evaluate("meter => meter.value")).isEqualTo(4);
        window.send().at("/account");
        page.locator("form[action='/sign-out'] button").click();
        window.at("/signed-out");
        window.signIn(mail, phrase).at("/account");
        assertThat(window.complaints).isEmpty();
    }

    @Test
    void whatIsWrittenOutGoesAwayWithTheFirstChange() {
        page.locator("button[data-phrase=password]").click();
        assertThat(page.locator("[data-made]")).not().isEmpty();
        field.press("End");
        field.press("x");
        assertThat(page.locator("[data-made]")).isEmpty();
        assertThat(page.locator("[data-said]")).isEmpty();
    }

    @Test
    @Asvs("6.2.7")
    void aPasswordMayBePastedWhereItIsChosenAndWhereItIsAsked() {
        page.locator("button[data-reveal=password]").click();
        field.fill(Holder.PASSWORD);
        field.press("Control+a");
        field.press("Control+x");
        assertThat(field).hasValue("");
        page.locator("button[data-reveal=password]").click();
        field.press("Control+v");
        assertThat(field).hasValue(Holder.PASSWORD);
        window.send().at("/account");
        page.locator("form[action='/sign-out'] button").click();
        window.at("/signed-out").go("/sign-in").fill("identifier", mail);
        field.press("Control+v");
        assertThat(field).hasValue(Holder.PASSWORD);
        window.send().at("/account");
    }

    @Test
    @Asvs("14.3.3")
    void theBrowsersStoresAreEmptyWhileSignedIn() {
        page.locator("button[data-reveal=password]").click();
        window.fill("password", Holder.PASSWORD).send().at("/account");
        for (String path : new String[] {
            "/account", "/account/password", "/account/devices", "/account/activity", "/account/contacts"
        }) {
            window.go(path).at(path);
            assertThat(page.evaluate("[localStorage.length, sessionStorage.length].join()"))
                    .as(path)
                    .isEqualTo("0,0");
            assertThat(page.evaluate("indexedDB.databases().then(all => all.length)"))
                    .as(path)
                    .isEqualTo(0);
            assertThat(page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)"))
                    .as(path)
                    .isEqualTo(0);
            assertThat(page.evaluate("caches.keys().then(all => all.length)"))
                    .as(path)
                    .isEqualTo(0);
            assertThat(page.evaluate("document.cookie")).as(path).isEqualTo("");
        }
    }
}
