package dev.sallyport.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

/// The second step of a sign-in with an app, as a hurried person meets it.
class SecondStepTest {
    private static Site site;
    private static Node node;

    private final String mail = Holder.newMail();
    private Window window;
    private Page page;
    private App app;

    @BeforeAll
    static void start() {
        site = new Site();
        node = site.node("second").awaitReady();
    }

    @AfterAll
    static void stop() {
        node.close();
        site.close();
    }

    /// One who has an app and has signed out of the browser that he always uses.
    @BeforeEach
    void come() {
        window = Window.open(node);
        page = window.page;
        var holder = new Holder(node);
        holder.signUp(mail, Holder.PASSWORD, site.mails);
        app = holder.bindApp();
        site.stepsPass();
        window.signIn(mail, Holder.PASSWORD).at("/sign-in/second");
    }

    @AfterEach
    void close() {
        window.close();
    }

    @Test
    @Proves("R-OTP-1")
    void theLastDigitOfAPastedCodeSendsIt() {
        assertThat(page.locator("#code:focus")).hasCount(1);
        assertThat(page.locator("#code").getAttribute("autocomplete")).isEqualTo("one-time-code");
        String code = app.code();
        page.keyboard().insertText(code.substring(0, 3) + " " + code.substring(3));
        window.at("/account");
        assertThat(window.complaints).isEmpty();
    }

    @Test
    @Defends("A7")
    void aWrongCodeHelpsAndRevealsNothingAndAnotherWayIsOneClickAway() {
        window.fill("code", "000000");
        assertThat(page.locator("#code-error")).isVisible();
        assertThat(page.locator("main")).not().containsText("password is");
        var faults = new ArrayList<String>();
        Eyes.DESK.look("a wrong code", window, faults);
        page.setViewportSize(320, 640);
        Eyes.PHONE.look("a wrong code on a telephone", window, faults);
        assertThat(faults).isEmpty();
        // It was typed once already and came back: now the button decides.
        window.fill("code", app.code()).send().at("/account");
    }

    @Test
    @Proves("R-OTP-2")
    @Defends("A9")
    void aCodeThatWasUsedIsRefusedAndTheOwnerIsTold() {
        String code = app.code();
        window.fill("code", code).at("/account");
        try (var thief = Window.open(node)) {
            thief.signIn(mail, Holder.PASSWORD).at("/sign-in/second");
            thief.fill("code", code);
            assertThat(thief.page.locator("#code-error")).isVisible();
            assertThat(thief.context.cookies())
                    .extracting(cookie -> cookie.name)
                    .doesNotContain("__Host-session");
        }
        await().atMost(Post.PATIENCE)
                .until(() -> site.mails.to(mail).stream().anyMatch(text -> text.contains("presented a second time")));
    }

    /// The browser has been used for some days; a right password leads to the second step, which offers trust.
    private void known() {
        window.fill("code", app.code()).at("/account");
        site.daysPass();
        site.stepsPass();
        window.signOut().signIn(mail, Holder.PASSWORD).at("/sign-in/second");
    }

    @Test
    @Proves("R-SES-4")
    @Defends("A19")
    void aBrowserThatIsNewIsNotOfferedTrust() {
        assertThat(page.locator("#code")).isVisible();
        assertThat(page.locator("#trust")).hasCount(0);
    }

    @Test
    @Proves("R-SU-1")
    @Asvs("6.3.3")
    void aTrustedDeviceIsNotAskedAgainUntilAProofChanges() {
        known();
        page.locator("#trust").check();
        window.fill("code", app.code()).at("/account");
        window.go("/account/two-step");
        assertThat(page.locator("form[action^='/account/two-step/devices/']")).hasCount(1);
        window.signOut().signIn(mail, Holder.PASSWORD).at("/account");

        // A sensitive act asks here as everywhere.
        site.stepsPass();
        window.go("/account/contacts").fill("identifier", Holder.newMail()).press("/account/contacts");
        window.asked().fill("code", app.code()).at("/account/contacts/new/code");

        site.stepsPass();
        window.go("/account/two-step/recovery-codes").press("/account/two-step/recovery-codes");
        window.asked().fill("code", app.code());
        assertThat(page.locator("#codes li")).hasCount(10);
        window.signOut().signIn(mail, Holder.PASSWORD).at("/sign-in/second");
    }

    @Test
    @Proves("R-SU-1")
    void aDeviceWhoseTrustIsTakenAwayIsAskedAgain() {
        known();
        page.locator("#trust").check();
        window.fill("code", app.code()).at("/account");
        window.go("/account/two-step");
        page.locator("form[action^='/account/two-step/devices/'] button").click();
        assertThat(page.locator(".notice.success")).isVisible();
        window.signOut().signIn(mail, Holder.PASSWORD).at("/sign-in/second");
    }

    @Test
    @Defends("A77")
    void aSharedComputerIsNeverTrusted() {
        window.go("/sign-in").fill("identifier", mail).fill("password", Holder.PASSWORD);
        page.locator("#shared").check();
        window.send().at("/sign-in/second");
        assertThat(page.locator("#trust")).hasCount(0);
    }

    @Test
    @Defends("A57")
    void withoutTheSecondStepThereIsNoSession() {
        for (String path : new String[] {"/account", "/account/two-step", "/sign-in/new-password"}) {
            window.go(path);
            assertThat(window.context.cookies())
                    .extracting(cookie -> cookie.name)
                    .doesNotContain("__Host-session");
            assertThat(page.url()).contains("/sign-in");
        }
    }
}
