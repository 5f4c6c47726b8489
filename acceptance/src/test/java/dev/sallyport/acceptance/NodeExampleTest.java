package dev.sallyport.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.db.FreePort;
import dev.sallyport.testing.Proves;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// docs/examples/node as it stands there, with a holder in Chromium.
@Proves("R-OAU-1")
class NodeExampleTest {
    private static final Node DEMO = Node.demo();

    @Test
    void aHolderSignsInAtASiteMadeOfFiftyLinesAndOutAgain() {
        int port = FreePort.any();
        String site = "http://127.0.0.1:" + port;
        Registered program = Registered.register(
                DEMO,
                "Node example",
                "--redirect=http://127.0.0.1:3000/back",
                "--after-logout=http://127.0.0.1:3000/",
                "--scope=openid,email");
        String mail = Holder.newMail();
        try (var example = Script.start(
                        Map.of(
                                "SALLYPORT_ISSUER", DEMO.origin().toString(),
                                "CLIENT_ID", program.id(),
                                "CLIENT_SECRET", program.secret(),
                                "PORT", Integer.toString(port)),
                        "index.mjs");
                var window = Window.open(DEMO)) {
            example.awaitLine("Open ");
            window.signUp(mail, Holder.PASSWORD);
            window.page.navigate(site);
            window.page.locator("a[href='/sign-in']").click();
            window.send();
            window.page.waitForURL(site + "/");
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
}
