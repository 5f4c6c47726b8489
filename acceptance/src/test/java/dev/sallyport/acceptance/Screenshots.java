package dev.sallyport.acceptance;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
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

    private Screenshots(Node demo, Path folder) {
        this.demo = demo;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(ProvenDoc.rootAround(Path.of("")).resolve("docs/screenshots"));
        new Screenshots(Node.demo(), folder).take();
        // The browser's own threads would keep the process.
        System.exit(0);
    }

    private void take() {
        try (var window = Window.open(demo, desk())) {
            window.signUp(MAIL, Holder.PASSWORD);
            window.go("/account/contacts").fill("identifier", "+49 151 23456789");
            window.page.locator("form[action='/account/contacts'] button").click();
            window.at("/account/contacts/new/code");
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
