package dev.sallyport.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/// What every holder does first and most, in Chromium against the running demo.
class MainJobTest {
    private final Node demo = Node.demo();

    @Test
    void signsUpByMailAndComesBack() {
        String mail = Holder.newMail();
        try (var first = Window.open(demo)) {
            first.signUp(mail, Holder.PASSWORD);
            assertThat(first.page.locator("h1")).isVisible();
            assertThat(first.page.locator(".holder")).hasText("h…@examplex.com");
            assertThat(first.complaints).isEmpty();
        }
        try (var second = Window.open(demo)) {
            second.signIn(mail, Holder.PASSWORD).at("/account");
            assertThat(second.page.locator(".holder")).hasText("h…@examplex.com");
            assertThat(second.complaints).isEmpty();
        }
    }

    @Test
    void signsUpByPhoneAndComesBackWithTheNumberWrittenInAnotherWay() {
        String rest = Integer.toString(ThreadLocalRandom.current().nextInt(10_000_000, 99_999_999));
        try (var window = Window.open(demo)) {
            window.go("/sign-up").fill("identifier", "+49 151 " + rest);
            // A number costs the browser a puzzle, which the page solves by itself.
            window.page.locator("#identifier").blur();
            window.page.waitForCondition(() ->
                    !window.page.locator("input[name=altcha]").inputValue().isEmpty());
            window.send().at("/sign-up/code");
            String code = Post.of(demo).code("+49151" + rest);
            window.fill("code", code).send().at("/sign-up/password");
            window.fill("password", Holder.PASSWORD).send().at("/account");
        }
        try (var window = Window.open(demo)) {
            window.signIn("0151 " + rest, Holder.PASSWORD).at("/account");
            assertThat(window.complaints).isEmpty();
        }
    }

    @Test
    @Asvs("7.4.1")
    void anEndedSessionIsRefusedOnItsNextRequest() {
        String mail = Holder.newMail();
        try (var here = Window.open(demo);
                var there = Window.open(demo)) {
            here.signUp(mail, Holder.PASSWORD);
            there.signIn(mail, Holder.PASSWORD).at("/account");

            here.go("/account/devices");
            Locator end = here.page
                    .locator("form[action*='/account/sessions/'] button")
                    .first();
            end.click();
            here.prove(Holder.PASSWORD).at("/account/devices");

            there.go("/account/activity").at("/sign-in");
            here.go("/account/activity").at("/account/activity");
        }
    }

    @Test
    @Defends("A22")
    void theSessionCookieIsNewAtEachSignInAndHiddenFromScripts() {
        String mail = Holder.newMail();
        try (var window = Window.open(demo)) {
            window.signUp(mail, Holder.PASSWORD);
            String first = cookie(window);
            assertThat(window.page.evaluate("document.cookie").toString()).doesNotContain("__Host-session");
            window.page.locator("form[action='/sign-out'] button").click();
            window.at("/signed-out");
            window.signIn(mail, Holder.PASSWORD).at("/account");
            assertThat(cookie(window)).isNotEqualTo(first);
        }
    }

    private static String cookie(Window window) {
        return window.context.cookies().stream()
                .filter(cookie -> cookie.name.equals("__Host-session"))
                .findFirst()
                .orElseThrow()
                .value;
    }
}
