package dev.sallyport.acceptance;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.sallyport.testing.ProvenDoc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Drives the demo with made-up people and writes the pictures of the handbook. Not a test: a picture is a
/// matter of taste. Run it as a program from this module's folder, with the test class path.
final class Screenshots {
    private static final String MAIL = "ada.morgan@examplex.com";

    private final Node demo;
    private final Path folder;
    private Registered program = new Registered("", "");

    private Screenshots(Node demo, Path folder) {
        this.demo = demo;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(
                arguments.length > 0
                        ? Path.of(arguments[0])
                        : ProvenDoc.rootAround(Path.of("")).resolve("docs/screenshots"));
        new Screenshots(Node.demo(), folder).take();
        // The browser's own threads would keep the process.
        System.exit(0);
    }

    private void take() {
        try (var window = Window.open(demo, desk())) {
            window.signUp(MAIL, Holder.PASSWORD);
            window.go("/account/contacts").fill("identifier", "+49 151 23456789");
            window.press("/account/contacts").prove(Holder.PASSWORD).at("/account/contacts/new/code");
            window.fill("code", Post.of(demo).code("+4915123456789")).send().at("/account/contacts");
        }
        new Holder(demo).signIn(MAIL, Holder.PASSWORD);
        var stranger = new Holder(demo);
        stranger.get("/sign-in");
        stranger.post("/sign-in", Map.of("identifier", MAIL, "password", "a wrong guess or two"));

        doors("", desk());
        doors("-phone", phone());
        centre("", desk(), "overview", "devices", "activity", "contacts");
        centre("-dark", Window.dark(desk()), "overview", "devices");
        centre("-phone", phone(), "overview");
        secondDoor("", desk(), "grace.lindqvist@examplex.com");
        secondDoor("-phone", phone(), "noor.haddad@examplex.com");
        program = Registered.register(
                demo,
                "Folio Tax Reports",
                "--public",
                "--standing=verified",
                "--redirect=https://folio.examplex.com/back",
                "--grant=authorization_code,refresh_token,urn:ietf:params:oauth:grant-type:device_code",
                "--scope=openid,email,balances.read,orders.read,orders.write,offline_access");
        connected("", desk(), "ines.duarte@examplex.com");
        connected("-phone", phone(), "tom.okafor@examplex.com");
    }

    /// A program asks, the holder says yes to some of it and looks at what is connected.
    private void connected(String suffix, NewContextOptions options, String mail) {
        String ask = "/oauth2/authorize?response_type=code&client_id=" + program.id()
                + "&redirect_uri=https://folio.examplex.com/back&state=s"
                + "&scope=openid+email+balances.read+orders.read+orders.write+offline_access"
                + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
        try (var window = Window.open(demo, options)) {
            window.signUp(mail, Holder.PASSWORD);
            window.go(ask);
            byDayAndByNight(window, "consent" + suffix);
            window.page.locator("form button.main").first().click();
            window.go("/account/apps");
            byDayAndByNight(window, "apps" + suffix);
            window.go("/device");
            byDayAndByNight(window, "device" + suffix);
            window.go("/oauth2/logout");
            byDayAndByNight(window, "logout" + suffix);
        }
    }

    /// Somebody goes the whole way: an app, recovery codes, a sign-in with both steps, an act, a passkey.
    private void secondDoor(String suffix, NewContextOptions options, String mail) {
        try (var window = Window.open(demo, options)) {
            window.signUp(mail, Holder.PASSWORD);
            byDayAndByNight(window, "overview-invite" + suffix);
            window.go("/account/two-step/authenticators/new");
            byDayAndByNight(window, "app-new" + suffix);
            window.send().prove(Holder.PASSWORD).at("/account/two-step/authenticators/new/key");
            byDayAndByNight(window, "app-key" + suffix);
            var app = new App(window.page.locator("#key").innerText());
            window.fill("code", app.codeBefore()).at("/account/two-step/recovery-codes");
            window.send();
            window.page.locator("#codes").waitFor();
            byDayAndByNight(window, "recovery-codes" + suffix);
            window.page
                    .locator("#recovery")
                    .fill(window.page.locator("#codes li").first().innerText());
            window.send().at("/account/two-step");
            window.signOut().signIn(mail, Holder.PASSWORD).at("/sign-in/second");
            byDayAndByNight(window, "second-step" + suffix);
            window.fill("code", app.code()).at("/account");
            window.go("/account/two-step");
            byDayAndByNight(window, "two-step" + suffix);
            window.go("/account/contacts")
                    .fill("identifier", "desk@examplex.com")
                    .press("/account/contacts");
            window.asked();
            byDayAndByNight(window, "step-up" + suffix);
        }
        try (var window = Window.open(demo, options)) {
            window.signUp("passkeys." + mail, Holder.PASSWORD);
            VirtualKey key = VirtualKey.in(window);
            window.go("/account/passkeys").send().prove(Holder.PASSWORD).at("/account/two-step/recovery-codes");
            window.go("/account/passkeys").send().asked();
            byDayAndByNight(window, "step-up-passkey" + suffix);
            window.send();
            window.page.locator("[data-passkey-said]:not(:empty)").waitFor();
            key.replaceBy("usb");
            window.send().at("/account/passkeys");
            byDayAndByNight(window, "passkeys" + suffix);
        }
    }

    private void byDayAndByNight(Window window, String name) {
        window.page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        picture(window, name);
        window.page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        picture(window, name + "-dark");
        window.page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    private static NewContextOptions desk() {
        return new NewContextOptions().setViewportSize(1180, 860);
    }

    private static NewContextOptions phone() {
        return new NewContextOptions().setViewportSize(390, 780).setDeviceScaleFactor(2);
    }

    private void doors(String suffix, NewContextOptions options) {
        try (var window = Window.open(demo, options)) {
            window.go("/sign-in");
            picture(window, "sign-in" + suffix);
            window.go("/sign-up");
            picture(window, "sign-up" + suffix);
        }
    }

    private void centre(String suffix, NewContextOptions options, String... names) {
        try (var window = Window.open(demo, options)) {
            window.signIn(MAIL, Holder.PASSWORD).at("/account");
            for (String name : names) {
                window.go(name.equals("overview") ? "/account" : "/account/" + name);
                picture(window, name + suffix);
            }
        }
    }

    private void picture(Window window, String name) {
        window.page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png")));
    }
}
