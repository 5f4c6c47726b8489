package dev.sallyport.acceptance;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Different people before the same page: on a desk and on a small telephone, by day and by night, in another
/// language, enlarged to twice its size, and without scripts.
enum Eyes {
    DESK(Window.desktop()),
    DESK_AT_NIGHT(Window.dark(Window.desktop())),
    PHONE(Window.phone()),
    PHONE_AT_NIGHT(Window.dark(Window.phone())),
    /// German words are longer, and a telephone is where they do not fit first.
    PHONE_IN_GERMAN(Window.phone().setLocale("de-DE")),
    /// A window of 1280 pixels at 200 % has room for 640.
    TWICE_AS_LARGE(new NewContextOptions().setViewportSize(640, 450).setDeviceScaleFactor(2)),
    WITHOUT_SCRIPTS(Window.desktop().setJavaScriptEnabled(false));

    /// Those who need a window of their own. Who comes to the desk sees the page at night, on a telephone and twice as
    /// large as well: the same page, lit and cut otherwise.
    static final Set<Eyes> ARRIVING = EnumSet.of(DESK, PHONE_IN_GERMAN, WITHOUT_SCRIPTS);

    private static final List<Eyes> FROM_THE_DESK = List.of(DESK, DESK_AT_NIGHT, PHONE, TWICE_AS_LARGE);
    /// Between them they see every layout and every colour; the same rules for the others would find the same again.
    private static final Set<Eyes> AUDITED = EnumSet.of(DESK, DESK_AT_NIGHT, PHONE);
    /// What the dark can change of a page.
    private static final List<String> BY_NIGHT = List.of("color-contrast");

    final NewContextOptions options;

    Eyes(NewContextOptions options) {
        this.options = options;
    }

    String language() {
        return this == PHONE_IN_GERMAN ? "de" : "en";
    }

    /// Writes down what is wrong with the page for them and for all who can see it from where they are.
    void lookAround(String name, Window window, List<String> faults) {
        if (this != DESK) {
            look(name, window, faults);
            return;
        }
        for (Eyes eyes : FROM_THE_DESK) {
            eyes.turnTo(window);
            eyes.look(name + " (" + eyes + ")", window, faults);
        }
        turnTo(window);
    }

    private void turnTo(Window window) {
        options.viewportSize.ifPresent(size -> window.page.setViewportSize(size.width, size.height));
        window.page.emulateMedia(new Page.EmulateMediaOptions()
                .setColorScheme(options.colorScheme == null ? ColorScheme.LIGHT : options.colorScheme.orElseThrow()));
    }

    /// Writes down what is wrong with the page in this window for them.
    void look(String name, Window window, List<String> faults) {
        if (this != WITHOUT_SCRIPTS) {
            // Colours on their way from one scheme to another are not what anybody reads by.
            window.page.evaluate("() => document.getAnimations().forEach(a => { try { a.finish(); } catch {} })");
        }
        int headings = window.page.locator("h1").count();
        if (headings != 1) {
            faults.add(name + " has " + headings + " headings of the first order");
        }
        String language = window.page.locator("html").getAttribute("lang");
        if (!language().equals(language)) {
            faults.add(name + " is written in " + language);
        }
        if (this == WITHOUT_SCRIPTS) {
            // Nothing that only a script could bring to life may be in view.
            if (window.page.locator(".scripted:visible").count() > 0) {
                faults.add(name + " shows what only scripts can do");
            }
            for (String notice : window.page.locator(".notice:visible").allInnerTexts()) {
                if (notice.isBlank()) {
                    faults.add(name + " shows a box with nothing in it");
                }
            }
            return;
        }
        int wide = (int)
                window.page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth");
        if (wide > 0) {
            faults.add(name + " must be scrolled sideways by " + wide + " pixels");
        }
        if (!AUDITED.contains(this)) {
            return;
        }
        // In one go: no page has frames, and without them the rules need no second page to gather what they found.
        var axe = new AxeBuilder(window.page).setLegacyMode(true);
        if (this == DESK_AT_NIGHT) {
            axe.withRules(BY_NIGHT);
        }
        axe.analyze()
                .getViolations()
                .forEach(violation -> violation
                        .getNodes()
                        .forEach(node -> faults.add(name + ": " + violation.getId() + " (" + violation.getHelp() + "): "
                                + node.getTarget() + " " + node.getFailureSummary())));
    }
}
