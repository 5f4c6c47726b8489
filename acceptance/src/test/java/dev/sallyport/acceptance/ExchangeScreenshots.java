package dev.sallyport.acceptance;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.sallyport.base.db.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/// Drives the demo's trading site and the pages of Sallyport that it leads to, and writes pictures of them, by day and
/// by night. Not a test; see [Screenshots].
final class ExchangeScreenshots {
    private static final int PORT = FreePort.any();
    private static final String SITE = "http://127.0.0.1:" + PORT;

    private final Node demo;
    private final Path folder;

    private ExchangeScreenshots(Node demo, Path folder) {
        this.demo = demo;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        try (Node demo = Node.demo(PORT).awaitReady()) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> demo.jar().said().contains(SITE));
            var pictures = new ExchangeScreenshots(demo, folder);
            pictures.take("", new NewContextOptions().setViewportSize(1180, 860), "mara.lind@examplex.com");
            pictures.take(
                    "-phone",
                    new NewContextOptions().setViewportSize(390, 780).setDeviceScaleFactor(2),
                    "ivo.baum@examplex.com");
            pictures.away();
        }
        System.exit(0);
    }

    private void take(String suffix, NewContextOptions options, String mail) {
        try (var window = Window.open(demo, options)) {
            window.signUp(mail, Holder.PASSWORD);
            App app = window.bindApp(Holder.PASSWORD);
            Page page = window.page;
            page.navigate(SITE + "/");
            picture(page, "exchange-door" + suffix);
            page.locator("a.main").click();
            page.waitForURL(demo.origin() + "/oauth2/consent/**");
            picture(page, "exchange-consent" + suffix);
            window.send();
            page.waitForURL(SITE + "/");
            picture(page, "exchange-desk" + suffix);
            page.navigate(SITE + "/withdraw");
            picture(page, "exchange-withdraw" + suffix);
            ask(page, "0.01");
            picture(page, "exchange-confirm" + suffix);
            Page sallyport = page.waitForPopup(() -> page.locator("#confirm").click());
            picture(sallyport, "exchange-slip" + suffix);
            sallyport.locator("#amount").fill("0.01");
            sallyport.locator("#code").fill(app.code());
            sallyport.locator("form[action$='/approval'] button.main").click();
            page.locator("h1:has-text('Sent')").waitFor();
            picture(page, "exchange-sent" + suffix);
            picture(sallyport, "exchange-slip-done" + suffix);
            page.navigate(SITE + "/withdraw");
            ask(page, "0.5");
            page.navigate(SITE + "/withdraw");
            page.locator("#amount").fill("a lot");
            page.locator("#withdraw button").click();
            picture(page, "exchange-mistakes" + suffix);
            window.go("/account/apps");
            picture(page, "exchange-apps" + suffix);
            window.go("/device");
            picture(page, "exchange-device" + suffix);
        }
    }

    private static void ask(Page page, String amount) {
        page.locator("#amount").fill(amount);
        page.locator("#destination").fill("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq");
        page.locator("#withdraw button").click();
        page.waitForURL(SITE + "/withdrawals/*");
    }

    private void away() {
        demo.jar().freeze();
        try (var window = Window.open(demo, new NewContextOptions().setViewportSize(390, 780))) {
            window.page.navigate(SITE + "/oauth2/authorization/sallyport");
            picture(window.page, "exchange-away-phone");
        } finally {
            demo.jar().thaw();
        }
    }

    private void picture(Page page, String name) {
        for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
            page.emulateMedia(
                    new Page.EmulateMediaOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE));
            String suffix = scheme == ColorScheme.DARK ? "-dark" : "";
            page.screenshot(
                    new Page.ScreenshotOptions().setFullPage(true).setPath(folder.resolve(name + suffix + ".png")));
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }
}
