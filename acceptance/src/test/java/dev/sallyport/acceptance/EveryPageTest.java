package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.Cookie;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every page there is, looked at as by different people: on a desk and on a small telephone, by day and by
/// night, enlarged to twice its size, and without scripts.
class EveryPageTest {
    private static final String MAIL = Holder.newMail();
    private static final Node DEMO = Node.demo();
    /// Pages as strangers see them, by how one comes to them.
    private static final Map<String, Consumer<Window>> OUTSIDE = new LinkedHashMap<>();
    /// Pages of the security centre.
    private static final List<String> CENTRE = List.of(
            "/account",
            "/account/devices",
            "/account/activity",
            "/account/contacts",
            "/account/password",
            "/account/passkeys",
            "/account/closing",
            "/sign-in/again");

    static {
        for (String path : List.of("/sign-in", "/sign-up", "/signed-out", "/password/phrase", "/demo/mailbox")) {
            OUTSIDE.put(path, window -> window.go(path));
        }
        OUTSIDE.put("an unknown page", window -> window.go("/no-such-page"));
        OUTSIDE.put("a wrong password", window -> window.signIn(MAIL, "not the password at all"));
        OUTSIDE.put(
                "no address at all",
                window -> window.go("/sign-up")
                        .fill("identifier", "nobody at nowhere")
                        .send());
        OUTSIDE.put(
                "a wrong code",
                window -> window.go("/sign-up")
                        .fill("identifier", Holder.newMail())
                        .send()
                        .at("/sign-up/code")
                        .fill("code", "00000000")
                        .send());
        OUTSIDE.put("a password too short", window -> {
            String mail = Holder.newMail();
            window.go("/sign-up").fill("identifier", mail).send().at("/sign-up/code");
            window.fill("code", Post.of(DEMO).code(mail)).send().at("/sign-up/password");
            window.fill("password", "short").send();
        });
    }

    enum Eyes {
        DESK(Window.desktop()),
        DESK_AT_NIGHT(Window.dark(Window.desktop())),
        PHONE(Window.phone()),
        PHONE_AT_NIGHT(Window.dark(Window.phone())),
        /// A window of 1280 pixels at 200 % has room for 640.
        TWICE_AS_LARGE(new NewContextOptions().setViewportSize(640, 450).setDeviceScaleFactor(2)),
        WITHOUT_SCRIPTS(Window.desktop().setJavaScriptEnabled(false));

        final NewContextOptions options;

        Eyes(NewContextOptions options) {
            this.options = options;
        }
    }

    private static Holder holder;

    @BeforeAll
    static void signUp() {
        holder = new Holder(DEMO);
        holder.signUp(MAIL, Holder.PASSWORD, Post.of(DEMO));
    }

    /// A window that is signed in already: the way through the form is walked in other tests.
    private static Window signedIn(NewContextOptions options) {
        var window = Window.open(DEMO, options);
        window.context.addCookies(List.of(new Cookie("__Host-session", holder.sessionToken())
                .setUrl("https://localhost")
                .setSecure(true)
                .setHttpOnly(true)));
        return window;
    }

    @ParameterizedTest
    @EnumSource
    void looksRightToThem(Eyes eyes) {
        var faults = new ArrayList<String>();
        try (var window = Window.open(DEMO, eyes.options)) {
            OUTSIDE.forEach((name, come) -> {
                window.context.clearCookies();
                come.accept(window);
                look(eyes, name, window, faults);
            });
            faults.addAll(window.complaints);
        }
        try (var window = signedIn(eyes.options)) {
            for (String path : CENTRE) {
                window.go(path).at(path);
                look(eyes, path, window, faults);
            }
            faults.addAll(window.complaints);
        }
        assertThat(String.join("\n", faults)).isEmpty();
    }

    private static void look(Eyes eyes, String name, Window window, List<String> faults) {
        if (window.page.locator("h1").count() != 1) {
            faults.add(name + " has " + window.page.locator("h1").count() + " headings of the first order");
        }
        if (eyes == Eyes.WITHOUT_SCRIPTS) {
            // Nothing that only a script could bring to life may be in view.
            if (window.page.locator(".scripted:visible").count() > 0) {
                faults.add(name + " shows what only scripts can do");
            }
            return;
        }
        int wide = (int)
                window.page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth");
        if (wide > 0) {
            faults.add(name + " must be scrolled sideways by " + wide + " pixels");
        }
        new AxeBuilder(window.page)
                .analyze()
                .getViolations()
                .forEach(violation -> violation
                        .getNodes()
                        .forEach(node -> faults.add(name + ": " + violation.getId() + " (" + violation.getHelp() + "): "
                                + node.getTarget() + " " + node.getFailureSummary())));
    }

    @Test
    void everyLinkLeadsToAPage() {
        var links = new TreeSet<String>();
        try (var window = signedIn(Window.desktop())) {
            CENTRE.forEach(path -> links.addAll(links(window.go(path))));
            OUTSIDE.values().stream().limit(5).forEach(come -> {
                come.accept(window);
                links.addAll(links(window));
            });
            assertThat(links).hasSizeGreaterThan(8);
            for (String link : links) {
                assertThat(window.context.request().get(link).status()).as(link).isEqualTo(200);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> links(Window window) {
        return (List<String>) window.page.evaluate(
                "[...document.querySelectorAll('a[href]')].map(a => a.href.split('#')[0]).filter(a => a)");
    }
}
