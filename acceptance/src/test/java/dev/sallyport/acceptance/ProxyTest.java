package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A real browser signs in on a page that passes everything on (docs/threat-model.md): what the thief has then, and
/// what he does not have.
@Defends("A19")
class ProxyTest {
    private static final String FIREFOX =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0";

    private static Site site;
    private static Node node;

    @BeforeAll
    static void start() {
        site = new Site();
        node = site.node("phished").awaitReady();
    }

    @AfterAll
    static void stop() {
        node.close();
        site.close();
    }

    /// What the thief holds in his hands.
    private record Loot(String mail, String session, String userAgent) {}

    /// The victim does all that a sign-in asks for, on the wrong page.
    private static Loot phish(PhishingProxy proxy) {
        String mail = Holder.newMail();
        new Holder(node).signUp(mail, Holder.PASSWORD, site.mails);
        try (var window = Window.open(node, proxy.origin(), Window.desktop())) {
            window.go("/sign-in").fill("identifier", mail).fill("password", Holder.PASSWORD);
            window.send().at("/account");
            assertThat(window.page.url()).startsWith(proxy.origin().toString());
            return new Loot(mail, stolen(proxy), String.valueOf(window.page.evaluate("navigator.userAgent")));
        }
    }

    private static String stolen(PhishingProxy proxy) {
        return java.util.Objects.requireNonNull(proxy.stolen.get("__Host-session"), "the proxy got no session");
    }

    private static HttpResponse<String> use(
            Loot loot, String method, String path, String address, String userAgent, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.outside() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Host", node.origin().getAuthority())
                .header("X-Forwarded-For", address)
                .header("User-Agent", userAgent)
                .header("Cookie", "__Host-session=" + loot.session() + browser(headers))
                .method(method, HttpRequest.BodyPublishers.ofString("understood=on"));
        for (int i = 0; i + 1 < headers.length; i += 2) {
            if (!headers[i].equals("browser")) {
                request.header(headers[i], headers[i + 1]);
            }
        }
        return Node.send(request.build());
    }

    private static String browser(String... headers) {
        for (int i = 0; i + 1 < headers.length; i += 2) {
            if (headers[i].equals("browser")) {
                return "; __Host-browser=" + headers[i + 1];
            }
        }
        return "";
    }

    private static String place(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + answer.headers().firstValue("Location").orElse("");
    }

    @Test
    void aRelayedSignInGivesTheProxyASessionThatReadsAndTheOwnerIsTold() {
        try (var proxy = new PhishingProxy(node)) {
            Loot loot = phish(proxy);
            assertThat(use(loot, "GET", "/account", PhishingProxy.ADDRESS, loot.userAgent())
                            .statusCode())
                    .as("this is what a password, and a code, cannot keep from him")
                    .isEqualTo(200);
            assertThat(node.sessionIsGood(loot.session())).isTrue();
            await().atMost(Post.PATIENCE)
                    .until(() -> site.mails.to(loot.mail()).stream()
                            .anyMatch(text -> text.contains("A device that we did not know")));
        }
    }

    @Test
    @Proves("R-SES-4")
    @Defends("A21")
    @Asvs("8.2.4")
    void theSessionOpensNothingFromTheThiefsOwnBrowserAndNetwork() {
        try (var proxy = new PhishingProxy(node)) {
            Loot loot = phish(proxy);
            assertThat(place(use(loot, "GET", "/account", "192.0.2.5", FIREFOX)))
                    .isEqualTo("303 /sign-in/again?to=%2Faccount");
            assertThat(node.sessionIsGood(loot.session()))
                    .as("nor at the exchange")
                    .isFalse();
            assertThat(place(use(loot, "GET", "/account", PhishingProxy.ADDRESS, loot.userAgent())))
                    .as("and from now on not from the proxy either")
                    .startsWith("303 /sign-in/again");
            await().atMost(Post.PATIENCE)
                    .until(() -> site.mails.to(loot.mail()).stream()
                            .anyMatch(text -> text.contains("We hold it") && text.contains("192.0.2.5")));
        }
    }

    @Test
    @Proves("R-SU-1")
    @Asvs("7.5.1")
    void aSensitiveActAsksForAProofOfItsOwn() {
        try (var proxy = new PhishingProxy(node)) {
            Loot loot = phish(proxy);
            passSixMinutes(loot);
            var page = use(loot, "GET", "/account/contacts", PhishingProxy.ADDRESS, loot.userAgent());
            String csrf = page.body().replaceFirst("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
            String browser = page.headers().allValues("Set-Cookie").stream()
                    .filter(cookie -> cookie.startsWith("__Host-browser="))
                    .map(cookie -> cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';')))
                    .findFirst()
                    .orElseThrow();
            var closing = use(
                    loot,
                    "POST",
                    "/account/closing",
                    PhishingProxy.ADDRESS,
                    loot.userAgent(),
                    "browser",
                    browser,
                    "X-CSRF-Token",
                    csrf,
                    "Content-Type",
                    "application/x-www-form-urlencoded");
            assertThat(place(closing)).startsWith("303 /sign-in/again");
        }
    }

    /// As if the sign-in had been six minutes ago; told to the node as any change of a session is.
    private static void passSixMinutes(Loot loot) {
        ByteBuffer token = ByteBuffer.wrap(Base64.getUrlDecoder().decode(loot.session()));
        var account = new UUID(token.getLong(), token.getLong());
        var session = new UUID(token.getLong(), token.getLong());
        site.postgres.execute(
                "UPDATE session SET proven_at = proven_at - interval '6 minutes' WHERE session_id = '" + session + "'");
        site.postgres.execute("SELECT pg_notify('sallyport', 'session " + account + " " + session + "')");
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            var answer = Node.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.inside() + "/v1/session-check"))
                            .header("Authorization", "Bearer " + Node.SERVICE_TOKEN)
                            .header("X-Session-Token", loot.session())
                            .build());
            String proven = answer.body().replaceFirst("(?s).*\"provenAt\":\"([^\"]+)\".*", "$1");
            return java.time.Instant.parse(proven)
                    .isBefore(java.time.Instant.now().minus(Duration.ofMinutes(5)));
        });
    }

    @Test
    @Defends("A23")
    @Asvs("3.5.1")
    void aProxyThatLetsTheBrowserSayWhereItIsIsRefused() {
        String mail = Holder.newMail();
        new Holder(node).signUp(mail, Holder.PASSWORD, site.mails);
        try (var proxy = new PhishingProxy(node);
                var window = Window.open(node, proxy.origin(), Window.desktop())) {
            proxy.rewritesOrigin = false;
            window.go("/sign-in").fill("identifier", mail).fill("password", Holder.PASSWORD);
            var answer = window.page.waitForResponse(
                    response -> response.request().method().equals("POST"), window::send);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(proxy.stolen).doesNotContainKey("__Host-session");
        }
    }
}
