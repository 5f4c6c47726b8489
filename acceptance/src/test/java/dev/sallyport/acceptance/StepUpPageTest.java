package dev.sallyport.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The page that stands before a sensitive act, and the way back to what one was doing.
@Proves("R-SU-1")
@Asvs("7.5.1")
class StepUpPageTest {
    private static final String NEXT = "/account/contacts/new/code";

    private static Site site;
    private static Node node;

    private final String mail = Holder.newMail();
    private final String further = Holder.newMail();
    private Holder holder;
    private App app;
    private Window window;
    private Page page;

    @BeforeAll
    static void start() {
        site = new Site();
        node = site.node("acts").awaitReady();
    }

    @AfterAll
    static void stop() {
        node.close();
        site.close();
    }

    /// One who has an app and names a further address.
    @BeforeEach
    void begin() {
        holder = new Holder(node);
        holder.signUp(mail, Holder.PASSWORD, site.mails);
        app = holder.bindApp();
        site.stepsPass();
        window = Window.open(node).has(holder);
        page = window.page;
        window.go("/account/contacts").fill("identifier", further).press("/account/contacts");
        window.asked();
    }

    @AfterEach
    void close() {
        window.close();
    }

    @Test
    void theActIsNamedAndGoesOnWithWhatWasTyped() {
        assertThat(page.locator(".lead")).containsText("add an address");
        var faults = new ArrayList<String>();
        Eyes.DESK.look("a proof for an act", window, faults);
        page.setViewportSize(320, 640);
        Eyes.PHONE.look("a proof for an act on a telephone", window, faults);
        assertThat(faults).isEmpty();
        // Weaker than what he has.
        assertThat(page.locator("#password")).hasCount(0);
        assertThat(page.locator("#code:focus")).hasCount(1);
        page.keyboard().type(app.code());
        window.at(NEXT);
        assertThat(page.locator("main")).containsText(further);
        assertThat(window.complaints).isEmpty();
    }

    @Test
    void aWrongCodeLosesNothing() {
        window.fill("code", "000000");
        assertThat(page.locator("#code-error")).isVisible();
        window.fill("code", app.code()).send().at(NEXT);
        assertThat(page.locator("main")).containsText(further);
    }

    @Test
    void cancellingDoesNothing() {
        page.locator("p.aside a").click();
        window.at("/account");
        assertThat(site.mails.to(further)).isEmpty();
        window.go("/account/contacts");
        assertThat(page.locator("main .rows > li")).hasCount(1);
    }

    @Test
    void anotherWayIsOneClickAwayAndNeedsThePasswordToo() {
        page.locator("p.aside a").click();
        window.at("/account").go("/account/two-step/recovery-codes").send();
        String code = page.locator("#codes li").first().innerText();
        window.go("/account/contacts").fill("identifier", further).press("/account/contacts");
        window.asked();
        page.locator("nav[aria-label] a", new Page.LocatorOptions().setHasText("recovery code"))
                .click();
        var faults = new ArrayList<String>();
        Eyes.DESK.look("another way", window, faults);
        assertThat(faults).isEmpty();
        window.fill("password", Holder.PASSWORD).fill("recovery", code).send().at(NEXT);
    }

    /// Two acts, one proof: the second asks for its own, and the code of the first is spent.
    @Test
    @Defends("A16")
    void aProofIsGoodForOneAct() {
        String code = app.code();
        window.fill("code", code).at(NEXT);
        window.go("/account/phrase").fill("phrase", "blue otter").send().asked();
        window.fill("code", code);
        assertThat(page.locator("#code-error")).isVisible();
    }

    @Test
    void withoutScriptsItIsTheSame() {
        try (var plain =
                Window.open(node, Window.desktop().setJavaScriptEnabled(false)).has(holder)) {
            plain.go("/account/contacts").fill("identifier", further).press("/account/contacts");
            plain.asked().fill("code", app.code()).send().at(NEXT);
            assertThat(plain.page.locator("main")).containsText(further);
        }
    }

    /// From the keyboard alone: the cursor stands in the field, and Enter goes on.
    @Test
    void theKeyboardIsEnough() {
        page.keyboard().type("000000");
        assertThat(page.locator("#code-error")).isVisible();
        assertThat(page.locator("#code:focus")).hasCount(1);
        page.keyboard().press("ControlOrMeta+A");
        page.keyboard().type(app.code());
        page.keyboard().press("Enter");
        window.at(NEXT);
    }
}
