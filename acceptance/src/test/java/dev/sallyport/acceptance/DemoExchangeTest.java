package dev.sallyport.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.sallyport.base.db.FreePort;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// The demo's trading site in a real browser, beside the demo that started it.
@Proves({"R-OAU-1", "R-EVT-1"})
@TestMethodOrder(OrderAnnotation.class)
class DemoExchangeTest {
    private static final int PORT = FreePort.any();
    private static final String SITE = "http://127.0.0.1:" + PORT;
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

    private static HttpResponse<String> ask(HttpRequest.Builder request) {
        return Node.send(request.timeout(Duration.ofSeconds(10)).build());
    }

    private static HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create(SITE + path));
    }

    private static HttpRequest.Builder form(String path, String body) {
        return at(path).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    /// Signs up at Sallyport, and lets the site read.
    private static Window atHisDesk() {
        Window window = Window.open(demo);
        window.signUp(Holder.newMail(), Holder.PASSWORD);
        return letRead(window);
    }

    private static Window letRead(Window window) {
        window.page.navigate(SITE + "/");
        window.page.locator("a.main").click();
        window.page.waitForURL(demo.origin() + "/oauth2/consent/**");
        window.send();
        assertThat(window.page.locator("#h-balances")).isVisible();
        return window;
    }

    private static void order(Page page, String amount) {
        page.locator("#amount").fill(amount);
        page.locator("#order button").click();
    }

    /// Says at Sallyport that the site may trade.
    private static void allowToTrade(Window window) {
        window.page.waitForURL(demo.origin() + "/oauth2/consent/**");
        window.page.locator("#scope-orders-write").check();
        window.send();
    }

    @Test
    @Order(1)
    void heSeesHisBalancesAndTradesOnceHeHasProvenHimself() {
        try (Window window = Window.open(demo)) {
            window.signUp(Holder.newMail(), Holder.PASSWORD);
            App app = window.bindApp(Holder.PASSWORD);
            Page page = letRead(window).page;
            assertThat(page.locator("tbody")).containsText("12,500.00 EUR");
            assertThat(page.locator(".claims")).containsText("urn:sallyport:acr:");
            assertThat(page.locator(".claims")).containsText("balances.read");
            assertThat(page.locator("#h-orders + .empty")).hasText("You have placed no order yet.");

            order(page, "0.01");
            allowToTrade(window);
            window.asked().fill("code", app.code());
            page.waitForURL(SITE + "/");
            assertThat(page.locator(".said")).containsText("Your order waits");
            assertThat(page.locator("#news")).containsText("insufficient_scope");
            assertThat(page.locator("#amount")).hasValue("0.01");
            page.locator("#order button").click();
            assertThat(page.locator(".said")).hasText("Your order is filled.");
            assertThat(page.locator(".orders")).containsText("0.01 BTC-EUR");
            assertThat(page.locator("tbody")).containsText("11,917.89 EUR");

            // Two steps have just been taken, so a large one goes through at once.
            order(page, "0.1");
            assertThat(page.locator(".orders")).containsText("0.1 BTC-EUR");
            assertThat(page.locator(".claims")).containsText("urn:sallyport:acr:2fa");
            order(page, "a lot");
            assertThat(page.locator(".mistakes")).containsText("Nothing was placed.");
            assertThat(window.complaints).noneMatch(said -> said.startsWith(SITE));
        }
    }

    /// Whoever has his password only must not be able to trade.
    @Test
    @Order(2)
    void whoHasAPasswordAloneIsToldToSetUpASecondProof() {
        try (Window window = atHisDesk()) {
            order(window.page, "0.01");
            allowToTrade(window);
            assertThat(window.page.locator("h1")).hasText("Set up a second proof first");
            window.page.navigate(SITE + "/");
            assertThat(window.page.locator("#h-orders + .empty")).hasText("You have placed no order yet.");
        }
    }

    @Test
    @Order(3)
    void whoRefusesReadsThatNothingHasChanged() {
        try (Window window = Window.open(demo)) {
            window.signUp(Holder.newMail(), Holder.PASSWORD);
            window.page.navigate(SITE + "/");
            window.page.locator("a.main").click();
            window.page.waitForURL(demo.origin() + "/oauth2/consent/**");
            window.page.locator("form[action$='/refusal'] button").click();
            window.page.waitForURL(SITE + "/");
            assertThat(window.page.locator(".said")).hasText("You did not allow it, so nothing has changed.");
        }
    }

    @Test
    @Order(4)
    @Proves("R-SES-2")
    void signOutEverywhereEndsTheOpenPageWithinASecondAndSaysWhy() {
        try (Window window = atHisDesk()) {
            Page sallyport = window.context.newPage();
            sallyport.navigate(demo.origin() + "/account/devices");
            sallyport.locator("form[action='/account/sessions/removal'] button").click();
            sallyport.waitForURL(url -> url.contains("/step-up/"));
            sallyport.locator("#password").fill(Holder.PASSWORD);
            sallyport.locator("button.main").click();
            sallyport.waitForURL(url -> url.contains("/signed-out"));
            window.page.locator("main .why").waitFor(new Locator.WaitForOptions().setTimeout(1_000));
            assertThat(window.page.locator("h1")).hasText("You are signed out");
            assertThat(window.page.locator("main .why")).containsText("at Sallyport");
            window.page.reload();
            assertThat(window.page.locator("h1")).hasText("Trade with made-up money");
            assertThat(window.complaints).noneMatch(said -> said.startsWith(SITE));
        }
    }

    @Test
    @Order(5)
    @Defends("A50")
    void signingOutAtTheSiteSignsOutAtSallyport() {
        try (Window window = atHisDesk()) {
            window.page.locator(".who button").click();
            window.page.waitForURL(SITE + "/signed-out");
            assertThat(window.page.locator(".said")).hasText("You are signed out, here and at Sallyport.");
            window.page.navigate(demo.origin() + "/account");
            assertThat(URI.create(window.page.url()).getPath()).isEqualTo("/sign-in");
        }
    }

    @Test
    @Order(6)
    void theInterfaceTakesTokensOnlyAndLogoutTokensAreChecked() {
        assertThat(ask(at("/api/balances").GET()).statusCode()).isEqualTo(401);
        var forged = ask(at("/api/balances").header("Authorization", "Bearer x.y.z"));
        assertThat(forged.statusCode()).isEqualTo(401);
        assertThat(forged.headers().firstValue("WWW-Authenticate")).hasValue("Bearer error=\"invalid_token\"");
        assertThat(ask(form("/sallyport/logout", "logout_token=x.y.z")).statusCode())
                .isEqualTo(400);
        assertThat(ask(form("/sign-out", "")).headers().firstValue("Location")).hasValue("/");
    }

    /// Sign in, order, sign out, without a mouse; what has the focus is seen to have it.
    @Test
    @Order(7)
    void heDoesAllOfItByKeysAlone() {
        try (Window window = Window.open(demo)) {
            window.signUp(Holder.newMail(), Holder.PASSWORD);
            App app = window.bindApp(Holder.PASSWORD);
            Page page = window.page;
            page.navigate(SITE + "/");
            enter(page, "a.main");
            page.waitForURL(demo.origin() + "/oauth2/consent/**");
            enter(page, "button.main");
            page.waitForURL(SITE + "/");
            KeyboardTest.tabTo(page, "#amount");
            page.keyboard().type("0.01");
            page.keyboard().press("Enter");
            page.waitForURL(demo.origin() + "/oauth2/consent/**");
            KeyboardTest.tabTo(page, "#scope-orders-write");
            page.keyboard().press("Space");
            enter(page, "button.main");
            window.asked();
            page.locator("#code:focus").waitFor();
            page.keyboard().type(app.code());
            page.waitForURL(SITE + "/");
            enter(page, "#order .main");
            assertThat(page.locator(".said")).hasText("Your order is filled.");
            enter(page, ".tabs a[href='/withdraw']");
            page.waitForURL(SITE + "/withdraw");
            KeyboardTest.tabTo(page, "#destination");
            enter(page, ".who button");
            page.waitForURL(SITE + "/signed-out");
        }
    }

    /// Tab comes round to what stands before.
    private static void enter(Page page, String selector) {
        KeyboardTest.tabTo(page, selector);
        page.keyboard().press("Enter");
    }

    /// What happens elsewhere is told by a signed letter, and the open page shows it.
    @Test
    @Order(8)
    @Proves("R-EVT-1")
    void aWebhooksEventReachesTheSidePanel() {
        String mail = Holder.newMail();
        try (Window window = Window.open(demo);
                Window elsewhere = Window.open(demo)) {
            window.signUp(mail, Holder.PASSWORD);
            Locator told = letRead(window).page.locator("#news li:has(.by:text-is('webhook'))");
            assertThat(told).hasCount(0);
            elsewhere.signIn(mail, Holder.PASSWORD).at("/account");
            assertThat(told.filter(new Locator.FilterOptions().setHasText("session.started")))
                    .hasCount(1);
            assertThat(window.complaints).noneMatch(said -> said.startsWith(SITE));
        }
    }

    @Test
    @Order(9)
    void itEndsWithTheDemoHoweverThatEnds() {
        demo.jar().kill();
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            try {
                ask(at("/").GET());
                return false;
            } catch (UncheckedIOException e) {
                return true;
            }
        });
    }
}
