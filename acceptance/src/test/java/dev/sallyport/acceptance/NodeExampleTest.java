package dev.sallyport.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.db.FreePort;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// docs/examples/node as it stands there, with a holder in Chromium.
@Proves("R-OAU-1")
class NodeExampleTest {
    private static final Node DEMO = Node.demo();
    private static final int PORT = FreePort.any();
    private static final String SITE = "http://127.0.0.1:" + PORT;
    /// Sends what the site wants to say by a form, as some libraries do.
    private static final String FORM = """
            ([action, fields]) => {
                const form = document.createElement('form');
                form.method = 'post';
                form.action = action;
                for (const [name, value] of Object.entries(fields)) {
                    const field = document.createElement('input');
                    field.name = name;
                    field.value = value;
                    form.append(field);
                }
                document.body.append(form);
                form.submit();
            }
            """;

    private static Registered program;
    private static Script example;

    @BeforeAll
    static void start() {
        program = Registered.register(
                DEMO,
                "Node example",
                "--redirect=http://127.0.0.1:3000/back",
                "--after-logout=http://127.0.0.1:3000/",
                "--scope=openid,email");
        example = Script.start(
                Map.of(
                        "SALLYPORT_ISSUER", DEMO.origin().toString(),
                        "CLIENT_ID", program.id(),
                        "CLIENT_SECRET", program.secret(),
                        "PORT", Integer.toString(PORT)),
                "index.mjs");
        example.awaitLine("Open ");
    }

    @AfterAll
    static void stop() {
        example.close();
    }

    @Test
    void aHolderSignsInAtASiteOfFewLinesAndOutAgain() {
        String mail = Holder.newMail();
        try (var window = Window.open(DEMO)) {
            window.signUp(mail, Holder.PASSWORD);
            window.page.navigate(SITE);
            window.page.locator("a[href='/sign-in']").click();
            window.send();
            window.page.waitForURL(SITE + "/");
            assertThat(window.page.locator("p")).hasText(mail);
            window.page.locator("a[href='/refresh']").click();
            assertThat(window.page.locator("p")).hasText(mail);
            window.page.locator("a[href='/sign-out']").click();
            assertThat(window.page.locator("a[href='/sign-in']")).isVisible();
            window.go("/account").at("/sign-in");
            assertThat(window.complaints).isEmpty();
            assertThat(example.said().lines()).as(example.said()).hasSize(1);
        }
    }

    /// From another site a form brings no cookie along (`SameSite=Lax`), and yet the holder is known in the end.
    @Test
    @Defends("A50")
    void aFormOfTheSiteLeadsAHolderToTheSamePages() {
        try (var window = Window.open(DEMO)) {
            window.signUp(Holder.newMail(), Holder.PASSWORD);
            window.page.navigate(SITE);
            send(
                    window,
                    "/oauth2/authorize",
                    Map.of(
                            "response_type", "code",
                            "client_id", program.id(),
                            "redirect_uri", SITE + "/back",
                            "scope", "openid",
                            "code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                            "code_challenge_method", "S256"));
            assertThat(window.page.locator("h1")).hasText("Node example asks for access to your account");
            window.page.navigate(SITE);
            send(window, "/oauth2/logout", Map.of("client_id", program.id()));
            assertThat(window.page.locator("h1")).hasText("Sign out?");
            window.go("/account").at("/account");
            assertThat(window.complaints).isEmpty();
        }
    }

    private static void send(Window window, String path, Map<String, String> fields) {
        window.page.evaluate(FORM, new Object[] {DEMO.origin() + path, fields});
    }
}
