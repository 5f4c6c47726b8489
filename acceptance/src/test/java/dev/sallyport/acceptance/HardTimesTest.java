package dev.sallyport.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What people see when something is wrong: their password has become known, one password is being tried on
/// everybody, the database is away.
class HardTimesTest {
    private static final String LEAKED = "seven tired lighthouse keepers";
    /// The fewest that the setting allows.
    private static final int ALARMING = 3;
    private static final int SPRAYED = ALARMING + 1;

    private static Site site;
    private static BreachList breaches;
    private static Node node;
    /// Sign-ins that have come so far, and no further.
    private static Holder atCode;
    private static Holder atNewPassword;

    @BeforeAll
    static void start() {
        site = new Site();
        breaches = new BreachList();
        node = site.node(
                        "hard",
                        null,
                        Map.of(
                                "SALLYPORT_PASSWORD_BREACH_API",
                                breaches.address(),
                                "SALLYPORT_SIGN_IN_SPRAY_ACCOUNTS",
                                Integer.toString(ALARMING)))
                .awaitReady();
        List<String> mails = List.of(Holder.newMail(), Holder.newMail());
        mails.forEach(mail -> new Holder(node).signUp(mail, LEAKED, site.mails));
        breaches.add(LEAKED);
        atCode = begun(mails.getFirst());
        atNewPassword = begun(mails.getLast());
        Holder.redirects(
                atNewPassword.post("/sign-in/contact-code", Map.of("code", site.mails.code(mails.getLast(), 2))),
                "/sign-in/new-password");
        Stream.generate(Holder::newMail).limit(SPRAYED).forEach(mail -> tryOne(mail, "spring is in the air again"));
    }

    @AfterAll
    static void stop() {
        node.close();
        breaches.close();
        site.close();
    }

    /// The password is right, but no longer his alone.
    private static Holder begun(String mail) {
        var holder = new Holder(node);
        holder.get("/sign-in");
        Holder.redirects(
                holder.post("/sign-in", Map.of("identifier", mail, "password", LEAKED)), "/sign-in/contact-code");
        assertThat(holder.get("/sign-in/contact-code").statusCode()).isEqualTo(200);
        return holder;
    }

    /// As a stranger, who solves the puzzle if there is one.
    private static HttpResponse<String> tryOne(String mail, String password) {
        var stranger = new Holder(node);
        String page = stranger.get("/sign-in").body();
        var fields = new HashMap<>(Map.of("identifier", mail, "password", password));
        if (page.contains("data-challenge")) {
            fields.put("altcha", Puzzle.of(page).solved());
        }
        return stranger.post("/sign-in", fields);
    }

    static Set<Eyes> arriving() {
        return Eyes.ARRIVING;
    }

    @ParameterizedTest
    @MethodSource("arriving")
    void thePagesLookRightToEverybody(Eyes eyes) {
        var faults = new ArrayList<String>();
        look(eyes, "sign-in under the alarm", faults, window -> window.go("/sign-in"));
        look(eyes, "a puzzle that was not solved", faults, window -> {
            window.go("/sign-in").fill("identifier", Holder.newMail()).fill("password", "whatever it may be, friend");
            // As a program would send it: no script had the time.
            window.page.evaluate("const puzzle = document.querySelector('[name=altcha]');"
                    + " puzzle.value = ''; puzzle.form.submit()");
            assertThat(window.page.locator("#altcha-error")).isVisible();
        });
        look(
                eyes,
                "the code of a sign-in",
                faults,
                window -> window.has(atCode).go("/sign-in/contact-code").at("/sign-in/contact-code"));
        look(
                eyes,
                "a new password in place of a known one",
                faults,
                window -> window.has(atNewPassword).go("/sign-in/new-password").at("/sign-in/new-password"));
        look(
                eyes,
                "a new password that is too short",
                faults,
                window -> window.has(atNewPassword)
                        .go("/sign-in/new-password")
                        .fill("password", "short")
                        .send());
        assertThat(String.join("\n", faults)).isEmpty();
    }

    private static void look(Eyes eyes, String name, List<String> faults, java.util.function.Consumer<Window> come) {
        try (var window = Window.open(node, eyes.options)) {
            come.accept(window);
            eyes.lookAround(name, window, faults);
            faults.addAll(window.complaints);
        }
    }

    @Test
    void whileTheDatabaseIsAwayEverybodyIsToldSo() {
        var faults = new ArrayList<String>();
        String user = site.postgres.settings.user();
        site.postgres.execute("ALTER ROLE " + user + " NOLOGIN");
        site.postgres.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '" + user + "'");
        try {
            for (Eyes eyes : Eyes.ARRIVING) {
                look(eyes, "the database is away", faults, window -> {
                    window.go("/sign-up").fill("identifier", Holder.newMail()).send();
                    assertThat(window.page.locator("h1")).isVisible();
                    assertThat(window.page.locator("main").innerText()).containsAnyOf("5 seconds", "5 Sekunden");
                });
            }
        } finally {
            site.postgres.execute("ALTER ROLE " + user + " LOGIN");
        }
        node.awaitReady();
        assertThat(String.join("\n", faults)).isEmpty();
    }

    @Test
    @Proves("R-RL-3")
    @Defends("A2")
    void underTheAlarmAStrangersBrowserSolvesThePuzzleAndNobodyIsLocked() {
        var homes = new ArrayList<Holder>();
        var mails = new ArrayList<String>();
        for (int i = 0; i < SPRAYED; i++) {
            var home = new Holder(node);
            String mail = Holder.newMail();
            home.signUp(mail, Holder.PASSWORD, site.mails);
            homes.add(home);
            mails.add(mail);
        }
        mails.forEach(mail ->
                assertThat(tryOne(mail, "everybody has this one").statusCode()).isEqualTo(422));

        // Without a solution not even the right password is looked at.
        var hasty = new Holder(node);
        hasty.get("/sign-in");
        HttpResponse<String> asked =
                hasty.post("/sign-in", Map.of("identifier", mails.getFirst(), "password", Holder.PASSWORD));
        assertThat(asked.statusCode()).isEqualTo(422);
        assertThat(asked.body()).contains("data-challenge");
        assertThat(hasty.cookies).doesNotContainKey("__Host-session");

        for (String mail : mails) {
            try (var window = Window.open(node)) {
                window.go("/sign-in");
                assertThat(window.page.locator("[data-challenge-words]")).isVisible();
                window.fill("identifier", mail)
                        .fill("password", Holder.PASSWORD)
                        .send();
                window.at("/account");
                assertThat(window.complaints).isEmpty();
            }
        }
        // Who is known by his device is not even asked.
        Holder home = homes.getFirst();
        home.cookies.remove("__Host-session");
        assertThat(home.get("/sign-in").statusCode()).isEqualTo(200);
        home.signIn(mails.getFirst(), Holder.PASSWORD);
        assertThat(home.isSignedIn()).isTrue();
    }
}
