package dev.sallyport.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import dev.sallyport.base.db.FreePort;
import dev.sallyport.testing.ProvenDoc;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Money leaves the demo's trading site, or does not: by its holder in a browser, and by his bot.
class DemoMoneyTest {
    private static final int PORT = FreePort.any();
    private static final String SITE = "http://127.0.0.1:" + PORT;
    private static final String ADDRESS = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq";
    private static Node demo;

    @BeforeAll
    static void start() throws IOException {
        demo = Node.demo(PORT).awaitReady();
        await().atMost(Duration.ofMinutes(1)).until(() -> demo.jar().said().contains(SITE));
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    private static Window signedUp() {
        Window window = Window.open(demo);
        return window.signUp(Holder.newMail(), Holder.PASSWORD);
    }

    /// Signs in at the site and goes to the tab.
    private static Page atTheTab(Window window) {
        window.page.navigate(SITE + "/");
        window.page.locator("a.main").click();
        window.page.waitForURL(demo.origin() + "/oauth2/consent/**");
        window.send();
        window.page.waitForURL(SITE + "/");
        window.page.locator(".tabs a[href='/withdraw']").click();
        return window.page;
    }

    private static void ask(Page page, String amount) {
        page.locator("#amount").fill(amount);
        page.locator("#destination").fill(ADDRESS);
        page.locator("#withdraw button").click();
        page.waitForURL(SITE + "/withdrawals/*");
    }

    @Test
    @Proves({"R-TX-1", "R-TX-2"})
    void heConfirmsByACodeInAnotherWindowAndThisOneGoesOnByItself() {
        try (Window window = signedUp()) {
            App app = window.bindApp(Holder.PASSWORD);
            Page page = atTheTab(window);
            page.locator("#amount").fill("0.01");
            page.locator("#destination").fill(ADDRESS);
            // Twice, as impatient people do.
            page.locator("#withdraw button").dblclick();
            page.waitForURL(SITE + "/withdrawals/*");
            assertThat(page.locator("h1")).hasText("Confirm it at Sallyport");
            Page sallyport = page.waitForPopup(() -> page.locator("#confirm").click());
            assertThat(sallyport.locator(".slip-amount")).containsText("0.01");
            assertThat(sallyport.locator(".slip-to").first()).containsText("bc1q");
            sallyport.locator("#amount").fill("0.01");
            sallyport.locator("#code").fill(app.code());
            sallyport.locator("form[action$='/approval'] button.main").click();

            assertThat(page.locator("h1")).hasText("Sent");
            page.locator("a[href='/withdraw'].button").click();
            assertThat(page.locator(".payouts li")).hasCount(1);
            assertThat(page.locator(".payouts")).containsText(ADDRESS);
            page.locator(".tabs a[href='/']").click();
            assertThat(page.locator("tbody")).containsText("0.7399");
            // On its real way: by a webhook, signed, into the panel.
            assertThat(page.locator("#news")).containsText("withdrawal.changed");
            assertThat(window.complaints).noneMatch(said -> said.startsWith(SITE));
        }
    }

    @Test
    @Proves({"R-TX-1", "R-TX-2"})
    void heConfirmsByAPasskeyAndComesBack() {
        try (Window window = signedUp()) {
            VirtualKey.in(window);
            window.go("/account/passkeys").send().prove(Holder.PASSWORD).at("/account/two-step/recovery-codes");
            Page page = atTheTab(window);
            ask(page, "0.02");
            String waiting = page.url();
            page.navigate(page.locator("#confirm").getAttribute("href"));
            page.locator("form[action$='/approval'] button.main").click();
            page.locator("form[action$='/refusal']").waitFor();
            assertThat(page.locator("form[action$='/approval']")).hasCount(0);
            page.navigate(waiting);
            assertThat(page.locator("h1")).hasText("Sent");
        }
    }

    @Test
    void whoSaysNoThereKeepsHisMoneyHere() {
        try (Window window = signedUp()) {
            window.bindApp(Holder.PASSWORD);
            Page page = atTheTab(window);
            ask(page, "0.03");
            Page sallyport = page.waitForPopup(() -> page.locator("#confirm").click());
            sallyport.locator("form[action$='/refusal'] button").click();
            assertThat(page.locator("h1")).hasText("You said no");
            page.navigate(SITE + "/");
            assertThat(page.locator("tbody")).containsText("0.75");
        }
    }

    @Test
    void whoHasAPasswordAloneIsRefusedInSallyportsWords() {
        try (Window window = signedUp()) {
            Page page = atTheTab(window);
            ask(page, "0.01");
            assertThat(page.locator("h1")).hasText("Refused");
            assertThat(page.locator(".because"))
                    .containsText("Money leaves an account only with a passkey or an authenticator app.");
        }
    }

    @Test
    @Proves("R-LOCK-2")
    void whatHeHasLockedHimselfIsHeldUntilThen() {
        try (Window window = signedUp()) {
            App app = window.bindApp(Holder.PASSWORD);
            window.go("/account/locks")
                    .press("/account/locks/withdrawals")
                    .asked()
                    .fill("code", app.code());
            window.page.getByText("Nothing leaves your account until").waitFor();
            String locks = (String) window.page.evaluate("fetch('/api/locks').then(answer => answer.text())");
            Page page = atTheTab(window);
            ask(page, "0.01");
            assertThat(page.locator("h1")).hasText("On hold");
            assertThat(page.locator(".because")).containsText("You have locked withdrawals yourself until then.");
            String until = page.locator(".payout time").first().getAttribute("datetime");
            assertThat(locks).as("the same answer, to the second").contains(until.substring(0, 19));
        }
    }

    /// By day and by night, on a desk, on a telephone, and enlarged.
    @Test
    void everybodyCanReadItsPages() {
        var faults = new ArrayList<String>();
        try (Window window = signedUp()) {
            window.page.navigate(SITE + "/");
            Eyes.DESK.lookAround("the door", window, faults);
            Page page = atTheTab(window);
            Eyes.DESK.lookAround("the withdrawals", window, faults);
            ask(page, "0.01");
            Eyes.DESK.lookAround("a refusal", window, faults);
            page.navigate(SITE + "/withdraw");
            page.locator("#withdraw button").click();
            page.locator(".mistakes").waitFor();
            Eyes.DESK.lookAround("mistakes", window, faults);
            page.navigate(SITE + "/");
            Eyes.DESK.lookAround("the desk", window, faults);
        }
        assertThat(faults).isEmpty();
    }

    /// docs/examples/bot as it stands there, with a key that its holder has made in his browser.
    @Test
    @Proves("R-API-1")
    void hisBotTradesAndFailsPolitelyAtWithdrawing() throws IOException, InterruptedException {
        try (Window window = signedUp()) {
            App app = window.bindApp(Holder.PASSWORD);
            Path key = Node.temporary("bot").resolve("key.pem");
            String publicKey = bot(key.toString());
            assertThat(publicKey).startsWith("-----BEGIN PUBLIC KEY-----");
            window.go("/account/api-keys/new/trade").fill("name", "My bot");
            window.page.locator("[name='scope-balances.read']").check();
            window.page.locator("[name='scope-orders.read']").check();
            window.page.locator("[name='scope-orders.write']").check();
            window.fill("public-key", publicKey).send().asked().fill("code", app.code());
            String id = window.page.locator("#key-id").innerText();

            String said = bot(key.toString(), id, SITE);
            assertThat(said)
                    .contains("I have ", "12500.00", "I bought 0.001 BTC.")
                    .contains("I may not withdraw, and that is as it should be", "missing-scope");
            Page page = atTheTab(window);
            assertThat(page.locator("#h-withdrawals + .empty")).isVisible();
            page.locator(".tabs a[href='/']").click();
            assertThat(page.locator(".orders")).containsText("0.001 BTC-EUR");
        }
    }

    private static String bot(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                ProvenDoc.rootAround(Path.of(""))
                        .resolve("docs/examples/bot/Bot.java")
                        .toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said.strip();
    }
}
