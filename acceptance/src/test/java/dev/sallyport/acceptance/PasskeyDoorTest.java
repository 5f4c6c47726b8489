package dev.sallyport.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Signing in by a passkey, in a real browser with its virtual authenticator.
class PasskeyDoorTest {
    private final Node demo = Node.demo();
    private final String mail = Holder.newMail();
    private Window window;
    private VirtualKey key;

    /// One who has a passkey and has signed out.
    @BeforeEach
    void come() {
        window = Window.open(demo).signUp(mail, Holder.PASSWORD);
        key = VirtualKey.in(window);
        window.go("/account/passkeys").send().prove(Holder.PASSWORD).at("/account/two-step/recovery-codes");
        window.signOut();
    }

    @AfterEach
    void go() {
        window.close();
    }

    private Locator button() {
        return window.page.locator("#by-passkey button");
    }

    private Locator said() {
        return window.page.locator("#by-passkey [data-passkey-said]");
    }

    @Test
    @Proves("R-PK-2")
    void theFieldOffersThePasskeyAndNothingIsTyped() {
        int before = key.count();
        window.go("/sign-in").at("/account");
        assertThat(key.count()).isGreaterThan(before);
        assertThat(window.page.locator(".holder")).hasText("h…@examplex.com");
        assertThat(window.complaints).isEmpty();
    }

    @Test
    @Proves("R-PK-2")
    void whereTheBrowserOffersNothingThereIsAButton() {
        window.withoutAutofill().go("/sign-in");
        var faults = new ArrayList<String>();
        Eyes.DESK.look("the way in by a passkey", window, faults);
        assertThat(faults).isEmpty();
        button().click();
        window.at("/account");
        assertThat(window.complaints).isEmpty();
    }

    @Test
    void theWayBackIsKept() {
        window.withoutAutofill().go("/account/activity").at("/sign-in");
        button().click();
        window.at("/account/activity");
    }

    @Test
    @Defends("A77")
    void aSharedComputerIsSharedForAPasskeyToo() {
        window.withoutAutofill().go("/sign-in");
        window.page.locator("#shared").check();
        button().click();
        window.at("/account");
        assertThat(window.context.cookies())
                .filteredOn(cookie -> cookie.name.equals("__Host-session"))
                .isNotEmpty()
                .allMatch(cookie -> cookie.expires == -1);
    }

    @Test
    @Defends("A20")
    void afterThePasswordThePasskeyIsAskedForFirst() {
        window.withoutAutofill().signIn(mail, Holder.PASSWORD).at("/sign-in/second");
        var faults = new ArrayList<String>();
        Eyes.DESK.look("a passkey as the second proof", window, faults);
        assertThat(faults).isEmpty();
        window.send().at("/account");
        assertThat(window.complaints).isEmpty();
    }

    @Test
    @Proves("W-5")
    @Defends("A76")
    void whoIsNotRecognisedByHisDeviceStaysOutside() {
        key.recognises(false);
        window.withoutAutofill().go("/sign-in");
        button().click();
        assertThat(said()).containsText("No passkey was used.");
        window.at("/sign-in");
        assertThat(window.context.cookies()).extracting(cookie -> cookie.name).doesNotContain("__Host-session");
        key.recognises(true);
        button().click();
        window.at("/account");
    }

    /// A sign, not a proof: he gets in.
    @Test
    @Proves({"R-PK-1", "W-9"})
    @Asvs("6.3.5")
    void aCounterThatWentBackIsToldToTheOwner() {
        window.withoutAutofill().go("/sign-in");
        button().click();
        window.at("/account").signOut();
        assertThat(key.count()).isGreaterThan(1);
        key.countsFrom(0);
        window.go("/sign-in");
        button().click();
        window.at("/account");
        await().atMost(Post.PATIENCE)
                .until(() -> Post.of(demo).to(mail).stream()
                        .anyMatch(text -> text.contains("somebody has a copy of the passkey")));
        window.go("/account/passkeys");
        assertThat(window.page.locator(".rows .tag.danger")).containsText("May be copied");
    }
}
