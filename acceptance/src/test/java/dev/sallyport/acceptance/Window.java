package dev.sallyport.acceptance;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A person's browser: Chromium, with cookies of its own. It writes down whatever a page complains about on
/// its console, violations of its security policy among it.
final class Window implements AutoCloseable {
    private static @Nullable Browser chromium;

    final BrowserContext context;
    final Page page;
    final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Node node;

    private Window(Node node, BrowserContext context) {
        this.node = node;
        this.context = context;
        context.onConsoleMessage(said -> {
            boolean complains = said.type().equals("error") || said.type().equals("warning");
            // That a form came back with its mistakes marked (422) is no fault of the page, nor that it says what is
            // out of reach (503).
            String failed = "Failed to load resource: the server responded with a status of ";
            boolean answered =
                    said.text().startsWith(failed + "4") || said.text().startsWith(failed + "503");
            if (complains
                    && !(answered && said.location().startsWith(said.page().url()))) {
                complaints.add(said.page().url() + ": " + said.text());
            }
        });
        context.onWebError(error -> complaints.add(error.page().url() + ": " + error.error()));
        this.page = context.newPage();
        page.setDefaultTimeout(60_000);
    }

    static Window open(Node node) {
        return open(node, desktop());
    }

    static Window open(Node node, Browser.NewContextOptions options) {
        return open(node, node.origin(), options);
    }

    /// @param at where the person goes; what he takes for the node
    static Window open(Node node, URI at, Browser.NewContextOptions options) {
        String address = "203.0." + ThreadLocalRandom.current().nextInt(1, 255) + "."
                + ThreadLocalRandom.current().nextInt(1, 255);
        if (options.locale == null) {
            options.setLocale("en-GB");
        }
        options.setBaseURL(at.toString())
                .setTimezoneId("Europe/Berlin")
                .setExtraHTTPHeaders(Map.of("X-Forwarded-For", address));
        return new Window(node, chromium().newContext(options));
    }

    static Browser.NewContextOptions desktop() {
        return new Browser.NewContextOptions().setViewportSize(1280, 900);
    }

    static Browser.NewContextOptions phone() {
        return new Browser.NewContextOptions().setViewportSize(320, 640).setHasTouch(true);
    }

    static Browser.NewContextOptions dark(Browser.NewContextOptions options) {
        return options.setColorScheme(ColorScheme.DARK);
    }

    private static synchronized Browser chromium() {
        Browser running = chromium;
        if (running == null) {
            Path program = program()
                    .orElseThrow(() -> new AssertionError("No Chromium: on Debian, sudo apt install chromium"));
            running = Playwright.create()
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(program)
                            .setHeadless(true)
                            .setArgs(List.of(
                                    "--headless",
                                    "--no-sandbox",
                                    "--disable-gpu",
                                    "--disable-quic",
                                    "--no-first-run",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-sync")));
            chromium = running;
        }
        return running;
    }

    /// Looked for where the launcher looks for it: on the PATH.
    private static Optional<Path> program() {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/bin";
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Arrays.stream(path.split(File.pathSeparator)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// Gives the browser what another one of this person has: his session, or a sign-in that he has begun.
    Window has(Holder holder) {
        holder.cookies.forEach((name, value) -> context.addCookies(List.of(new Cookie(name, value)
                .setUrl("https://localhost")
                .setSecure(true)
                .setHttpOnly(true))));
        return this;
    }

    Window go(String path) {
        page.navigate(path);
        return this;
    }

    Window fill(String field, String text) {
        page.locator("#" + field).fill(text);
        return this;
    }

    /// Presses the page's one main button.
    Window send() {
        page.locator("button.main").click();
        return this;
    }

    Window at(String path) {
        page.waitForURL(address -> URI.create(address).getPath().equals(path));
        return this;
    }

    /// Where an act is asked to be proven.
    Window asked() {
        page.waitForURL(address -> URI.create(address).getPath().startsWith("/step-up/"));
        return this;
    }

    /// Proves an act that waits, by the password.
    Window prove(String password) {
        asked();
        return fill("password", password).send();
    }

    /// The same on a device that the account hardly knows: a code that was sent goes along.
    Window prove(String password, String code) {
        asked();
        return fill("password", password).fill("contact", code).send();
    }

    /// Presses the one button of the form that goes there.
    Window press(String action) {
        page.locator("form[action='" + action + "'] button").click();
        return this;
    }

    /// Enter sends it where no script does so with the last digit.
    Window typeCode(String code) {
        fill("code", code);
        page.locator("#code").press("Enter");
        return this;
    }

    Window signOut() {
        return press("/sign-out").at("/signed-out");
    }

    /// As a browser that does not offer passkeys while one types; the button is left.
    Window withoutAutofill() {
        context.addInitScript(
                "if (window.PublicKeyCredential) PublicKeyCredential.isConditionalMediationAvailable = async () => false");
        return this;
    }

    /// Sets an app up, from the page that explains it.
    App bindApp(String password) {
        go("/account/two-step/authenticators/new").send().prove(password);
        at("/account/two-step/authenticators/new/key");
        var app = new App(page.locator("#key").innerText());
        fill("code", app.codeBefore()).at("/account/two-step/recovery-codes");
        return app;
    }

    Window signUp(String identifier, String password) {
        go("/sign-up").fill("identifier", identifier).send().at("/sign-up/code");
        fill("code", Post.of(node).code(identifier)).send().at("/sign-up/password");
        return fill("password", password).send().at("/account");
    }

    Window signIn(String identifier, String password) {
        go("/sign-in").fill("identifier", identifier).fill("password", password);
        return send();
    }

    @Override
    public void close() {
        context.close();
    }
}
