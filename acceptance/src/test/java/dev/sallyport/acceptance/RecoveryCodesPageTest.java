package dev.sallyport.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The page that shows recovery codes, once, right after the first second proof was bound.
@Proves("R-BC-1")
class RecoveryCodesPageTest {
    private static final String HOME = "/account/two-step/recovery-codes";

    private final Node demo = Node.demo();
    private final String mail = Holder.newMail();
    private Window window;
    private Page page;
    private App app;
    private List<String> codes;

    @BeforeEach
    void makeThem() {
        window = Window.open(demo).signUp(mail, Holder.PASSWORD);
        page = window.page;
        page.addInitScript("window.printed = 0; window.print = () => window.printed++");
        window.context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
        app = window.bindApp(Holder.PASSWORD);
        window.send();
        codes = page.locator("#codes li").allInnerTexts();
    }

    @AfterEach
    void close() {
        window.close();
    }

    @Test
    void thereAreTenAndTheyLookRightToEverybody() {
        assertThat(codes).hasSize(10).doesNotHaveDuplicates();
        var faults = new ArrayList<String>();
        Eyes.DESK.look("recovery codes", window, faults);
        page.setViewportSize(320, 640);
        Eyes.PHONE.look("recovery codes on a telephone", window, faults);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        Eyes.PHONE_AT_NIGHT.look("recovery codes on a telephone at night", window, faults);
        assertThat(faults).isEmpty();
        assertThat(window.complaints).isEmpty();
    }

    @Test
    void theyAreShownOnce() {
        window.go(HOME);
        assertThat(page.locator("#codes")).hasCount(0);
        assertThat(page.locator("main")).containsText("10");
        for (String code : codes) {
            assertThat(page.content()).doesNotContain(code);
        }
        page.goBack();
        window.at(HOME);
    }

    @Test
    void theyArePrintedDownloadedAndCopiedWithoutBeingAskedForAgain() throws IOException {
        var asked = new ArrayList<String>();
        page.onRequest(request -> {
            if (request.url().startsWith("http")) {
                asked.add(request.url());
            }
        });
        page.locator("[data-print]").click();
        assertThat(page.evaluate("window.printed")).isEqualTo(1);
        Download file = page.waitForDownload(() -> page.locator("[data-save]").click());
        assertThat(file.suggestedFilename()).isEqualTo("localhost-recovery-codes.txt");
        assertThat(Files.readString(file.path())).contains(codes);
        page.locator("[data-copy]").click();
        assertThat(page.locator("[data-copied]")).isVisible();
        assertThat(page.evaluate("navigator.clipboard.readText()").toString()).contains(codes);
        assertThat(asked).isEmpty();
        assertThat(window.complaints).isEmpty();
    }

    /// On paper there is what belongs there: whose codes they are, and the codes.
    @Test
    void onPaperThereAreTheCodesAndNoButtons() {
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        assertThat(page.locator("#codes")).isVisible();
        assertThat(page.locator(".printed h2")).isVisible();
        assertThat(page.locator("button:visible")).hasCount(0);
        assertThat(page.locator("form:visible")).hasCount(0);
    }

    @Test
    void oneIsTypedBackToShowThatTheyAreKept() {
        window.fill("recovery", "not one of them").send();
        assertThat(page.locator("#recovery-error")).isVisible();
        // As people write: without the dashes, in small letters.
        window.fill("recovery", codes.getLast().replace("-", " ").toLowerCase(java.util.Locale.ROOT))
                .send();
        window.at("/account/two-step");
        assertThat(page.locator(".notice.success")).containsText("Your recovery codes are kept.");
        assertThat(page.locator("main")).not().containsText("Not confirmed yet");
    }

    @Test
    @Defends("A12")
    void oneOpensTheAccountInThePlaceOfTheAppOnceAndEveryAddressIsTold() {
        window.signOut();
        signInBy(codes.getFirst());
        window.at("/account").signOut();
        org.awaitility.Awaitility.await()
                .atMost(Post.PATIENCE)
                .until(() -> Post.of(demo).to(mail).stream()
                        .anyMatch(text -> text.contains("Somebody used one of your recovery codes.")));
        signInBy(codes.getFirst());
        assertThat(page.locator("#recovery-error")).isVisible();
        window.fill("recovery", codes.get(1)).send().at("/account");
    }

    private void signInBy(String code) {
        window.signIn(mail, Holder.PASSWORD).at("/sign-in/second");
        page.locator("nav a", new Page.LocatorOptions().setHasText("recovery code"))
                .click();
        window.fill("recovery", code).send();
    }

    @Test
    @Proves("R-SU-1")
    void newOnesAskForAProofAndVoidTheOldOnes() {
        window.go(HOME).press(HOME).asked();
        window.fill("code", app.code());
        page.locator("#codes").waitFor();
        assertThat(page.locator("#codes li").allInnerTexts()).doesNotContainAnyElementsOf(codes);
        window.fill("recovery", codes.getFirst()).send();
        assertThat(page.locator("#recovery-error")).isVisible();
    }
}
