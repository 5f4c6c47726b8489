package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every page there is while all is well, looked at as by different people. [HardTimesTest] has the others.
class EveryPageTest {
    private static final String MAIL = Holder.newMail();
    private static final Node DEMO = Node.demo();
    private static final Pattern OBJECTION = Pattern.compile("/objections/[A-Za-z0-9_-]+");
    /// Pages as strangers see them, by how one comes to them.
    private static final Map<String, Consumer<Window>> OUTSIDE = new LinkedHashMap<>();
    /// Pages of the security centre.
    private static final List<String> CENTRE = List.of(
            "/account",
            "/account/devices",
            "/account/activity",
            "/account/contacts",
            "/account/contacts/new/code",
            "/account/password",
            "/account/passkeys",
            "/account/two-step",
            "/account/two-step/authenticators/new",
            "/account/two-step/authenticators/new/key",
            "/account/two-step/recovery-codes",
            "/account/two-step/messages",
            "/account/phrase",
            "/account/closing");
    /// The same for one who has an app and recovery codes, and how he comes to what only he meets.
    private static final Map<String, Consumer<Window>> SECURED = new LinkedHashMap<>();
    /// What a holder meets in it when he errs.
    private static final Map<String, Consumer<Window>> ASTRAY = new LinkedHashMap<>();

    private static final Map<String, Holder> HOLDERS = new HashMap<>();
    private static final Map<String, Holder> SECURED_HOLDERS = new HashMap<>();
    private static final Map<String, String> SECURED_MAILS = new HashMap<>();
    /// By the link that came with the mail: the account is being closed, and its holder may object.
    private static String objection = "";

    static {
        for (String path : List.of("/sign-in", "/sign-up", "/signed-out", "/password/phrase", "/demo/mailbox")) {
            OUTSIDE.put(path, window -> window.go(path));
        }
        OUTSIDE.put("an unknown page", window -> window.go("/no-such-page"));
        OUTSIDE.put("a wrong password", window -> window.signIn(MAIL, "not the password at all"));
        OUTSIDE.put("too many wrong passwords", EveryPageTest::tryTooOften);
        OUTSIDE.put("a form whose browser is another one", window -> {
            window.go("/sign-up").fill("identifier", Holder.newMail());
            window.context.clearCookies();
            window.send();
        });
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
        OUTSIDE.put("an objection", window -> window.go(objection));
        OUTSIDE.put("an objection that is over", window -> window.go("/objections/AAAAAAAAAAAAAAAAAAAAAAAAAAAA"));

        ASTRAY.put("an unknown page of the centre", window -> window.go("/account/no-such-page"));
        ASTRAY.put(
                "a proof by the password", window -> window.go("/sign-in/again").asked());
        ASTRAY.put(
                "another password for the proof",
                window -> window.go("/sign-in/again")
                        .asked()
                        .fill("password", "not the password at all")
                        .send());
        ASTRAY.put(
                "a wrong code for another address",
                window -> window.go("/account/contacts/new/code")
                        .fill("code", "00000000")
                        .send());
    }

    static {
        for (String path : List.of("/account", "/account/two-step", "/account/two-step/recovery-codes")) {
            SECURED.put(path + " of one who has an app", window -> window.go(path));
        }
        SECURED.put("the removal of an app", window -> {
            window.go("/account/two-step");
            window.page.locator("a[href$='/removal']").click();
        });
        SECURED.put("a proof by the app", window -> window.go("/sign-in/again").asked());
        SECURED.put(
                "a wrong code for the proof",
                window -> window.go("/sign-in/again").asked().typeCode("000000"));
        SECURED.put("a proof by a recovery code", window -> {
            window.go("/sign-in/again").asked();
            window.page.locator("nav.aside a").first().click();
        });
    }

    /// By somebody else who has tried five times before, for an address that nobody has.
    private static void tryTooOften(Window window) {
        String nobody = Holder.newMail();
        var stranger = new Holder(DEMO);
        stranger.get("/sign-in");
        for (int i = 0; i < 5; i++) {
            stranger.post("/sign-in", Map.of("identifier", nobody, "password", "a guess at " + nobody + i));
        }
        window.signIn(nobody, "another guess at " + nobody);
        assertThat(window.page.locator("main").innerText()).containsAnyOf("second", "Sekunde");
    }

    @BeforeAll
    static void signUp() {
        for (String language : List.of("en", "de")) {
            String mail = language.equals("en") ? MAIL : Holder.newMail();
            var holder = new Holder(DEMO);
            holder.cookies.put("__Host-language", language);
            holder.signUp(mail, Holder.PASSWORD, Post.of(DEMO));
            holder.get("/account/contacts");
            Holder.redirects(
                    holder.post("/account/contacts", Map.of("identifier", Holder.newMail())),
                    "/account/contacts/new/code");
            holder.get("/account/two-step/authenticators/new");
            Holder.redirects(
                    holder.post("/account/two-step/authenticators", Map.of("name", "")),
                    "/account/two-step/authenticators/new/key");
            HOLDERS.put(language, holder);

            var secured = new Holder(DEMO);
            secured.cookies.put("__Host-language", language);
            String securedMail = Holder.newMail();
            secured.signUp(securedMail, Holder.PASSWORD, Post.of(DEMO));
            secured.bindApp();
            secured.get("/account/two-step/recovery-codes");
            assertThat(secured.post("/account/two-step/recovery-codes", Map.of())
                            .statusCode())
                    .isEqualTo(200);
            SECURED_HOLDERS.put(language, secured);
            SECURED_MAILS.put(language, securedMail);
        }
        String leaving = Holder.newMail();
        var leaver = new Holder(DEMO);
        leaver.signUp(leaving, Holder.PASSWORD, Post.of(DEMO));
        leaver.get("/account/closing");
        Holder.redirects(leaver.post("/account/closing", Map.of("understood", "yes")), "/signed-out");
        objection = Post.of(DEMO).link(leaving, OBJECTION);
    }

    /// A window that is signed in already: the way through the form is walked in other tests.
    private static Window signedIn(Eyes eyes, Map<String, Holder> holders) {
        var window = Window.open(DEMO, eyes.options);
        window.has(Objects.requireNonNull(holders.get(eyes.language())));
        return window;
    }

    /// Or nothing that the others say would mean anything.
    @Test
    void aPageWithFaultsIsNotRightToThem() {
        var faults = new ArrayList<String>();
        try (var window = Window.open(DEMO, Eyes.DESK.options)) {
            window.page.setContent(
                    "<!doctype html><html lang=en><title>Faults</title><main><h1>Faults</h1>"
                            + "<p style='color: #999; background: #aaa'>pale</p><input><p style='width: 2000px'>wide</p></main>");
            Eyes.DESK.lookAround("it", window, faults);
        }
        assertThat(String.join("\n", faults))
                .contains("it (DESK): color-contrast", "it (DESK): label", "it (DESK_AT_NIGHT): color-contrast")
                .contains("it (PHONE): label", "it (TWICE_AS_LARGE) must be scrolled sideways");
    }

    static Set<Eyes> arriving() {
        return Eyes.ARRIVING;
    }

    @ParameterizedTest
    @MethodSource("arriving")
    void looksRightToThem(Eyes eyes) {
        var faults = new ArrayList<String>();
        try (var window = Window.open(DEMO, eyes.options)) {
            OUTSIDE.forEach((name, come) -> {
                window.context.clearCookies();
                come.accept(window);
                eyes.lookAround(name, window, faults);
            });
            faults.addAll(window.complaints);
        }
        try (var window = signedIn(eyes, HOLDERS)) {
            for (String path : CENTRE) {
                window.go(path).at(path);
                eyes.lookAround(path, window, faults);
            }
            ASTRAY.forEach((name, come) -> {
                come.accept(window);
                eyes.lookAround(name, window, faults);
            });
            faults.addAll(window.complaints);
        }
        try (var window = signedIn(eyes, SECURED_HOLDERS)) {
            SECURED.forEach((name, come) -> {
                come.accept(window);
                eyes.lookAround(name, window, faults);
            });
            faults.addAll(window.complaints);
        }
        try (var window = Window.open(DEMO, eyes.options)) {
            window.signIn(Objects.requireNonNull(SECURED_MAILS.get(eyes.language())), Holder.PASSWORD)
                    .at("/sign-in/second");
            eyes.lookAround("the second step of a sign-in", window, faults);
            window.page.locator("nav.aside a").first().click();
            eyes.lookAround("the second step by a recovery code", window, faults);
            faults.addAll(window.complaints);
        }
        // An app's key is shown once.
        try (var window = Window.open(DEMO, eyes.options)) {
            window.signUp(Holder.newMail(), Holder.PASSWORD)
                    .go("/account/two-step/authenticators/new")
                    .send()
                    .prove(Holder.PASSWORD)
                    .at("/account/two-step/authenticators/new/key");
            eyes.lookAround("the key of an app", window, faults);
            window.typeCode("000000");
            window.page.locator("#code-error").waitFor();
            eyes.lookAround("a wrong first code", window, faults);
            faults.addAll(window.complaints);
        }
        assertThat(String.join("\n", faults)).isEmpty();
    }

    @Test
    void everyLinkLeadsToAPage() {
        var links = new TreeSet<String>();
        try (var window = signedIn(Eyes.DESK, HOLDERS)) {
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
        return (List<String>)
                window.page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.href.split('#')[0])"
                        + ".filter(a => a.startsWith('http'))");
    }
}
