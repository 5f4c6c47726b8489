package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /// The same by one who has an app, and types its code there too.
    private static Loot phish(PhishingProxy proxy, String mail, String code) {
        try (var window = Window.open(node, proxy.origin(), Window.desktop())) {
            window.signIn(mail, Holder.PASSWORD).at("/sign-in/second");
            window.fill("code", code).at("/account");
            return new Loot(mail, stolen(proxy), String.valueOf(window.page.evaluate("navigator.userAgent")));
        }
    }

    /// The thief sits where the proxy stands.
    private static Holder thief(Loot loot) {
        var thief = new Holder(node, PhishingProxy.ADDRESS, loot.userAgent());
        thief.cookies.put("__Host-session", loot.session());
        return thief;
    }

    private static String stolen(PhishingProxy proxy) {
        return java.util.Objects.requireNonNull(proxy.stolen.get("__Host-session"), "the proxy got no session");
    }

    private static HttpResponse<String> use(Loot loot, String address, String userAgent) {
        return Node.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.outside() + "/account"))
                .timeout(Duration.ofSeconds(30))
                .header("Host", node.origin().getAuthority())
                .header("X-Forwarded-For", address)
                .header("User-Agent", userAgent)
                .header("Cookie", "__Host-session=" + loot.session())
                .GET()
                .build());
    }

    private static String place(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + answer.headers().firstValue("Location").orElse("");
    }

    @Test
    void aRelayedSignInGivesTheProxyASessionThatReadsAndTheOwnerIsTold() {
        try (var proxy = new PhishingProxy(node)) {
            Loot loot = phish(proxy);
            assertThat(use(loot, PhishingProxy.ADDRESS, loot.userAgent()).statusCode())
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
            assertThat(place(use(loot, "192.0.2.5", FIREFOX))).isEqualTo("303 /sign-in/again?to=%2Faccount");
            assertThat(node.sessionIsGood(loot.session()))
                    .as("nor at the exchange")
                    .isFalse();
            assertThat(place(use(loot, PhishingProxy.ADDRESS, loot.userAgent())))
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
            Holder thief = thief(loot);
            thief.get("/account/closing");
            assertThat(place(thief.ask("/account/closing", Map.of("understood", "yes"))))
                    .startsWith("303 /step-up/");
            assertThat(node.sessionIsGood(loot.session()))
                    .as("nothing was closed")
                    .isTrue();
        }
    }

    /// What a code cannot keep from him, and what he cannot do with it.
    @Test
    @Proves({"R-OTP-2", "R-SU-1"})
    @Defends({"A9", "A11"})
    @Asvs({"6.5.1", "7.5.1"})
    void aRelayedCodeGivesASessionThatReadsButNoSecondUseOfTheCode() {
        String mail = Holder.newMail();
        var victim = new Holder(node);
        victim.signUp(mail, Holder.PASSWORD, site.mails);
        App app = victim.bindApp();
        site.stepsPass();
        try (var proxy = new PhishingProxy(node)) {
            String code = app.code();
            Loot loot = phish(proxy, mail, code);
            Holder thief = thief(loot);
            assertThat(thief.get("/account").statusCode()).isEqualTo(200);

            // A passkey of his own is what he would like best.
            var waiting = thief.ask("/account/passkeys/new", Map.of());
            assertThat(place(waiting)).startsWith("303 /step-up/");
            String stepUp = waiting.headers().firstValue("Location").orElseThrow();
            String asked = thief.get(stepUp).body();
            assertThat(asked).as("the password that he has is not enough").doesNotContain("name=\"password\"");
            assertThat(thief.ask(stepUp + "/proofs", Map.of("code", code, "field", "code"))
                            .statusCode())
                    .isEqualTo(422);
            assertThat(thief.ask(stepUp + "/proofs", Map.of("password", Holder.PASSWORD, "field", "password"))
                            .statusCode())
                    .isEqualTo(422);
            await().atMost(Post.PATIENCE)
                    .until(() ->
                            site.mails.to(mail).stream().anyMatch(text -> text.contains("presented a second time")));
        }
    }

    /// The browser signs for the page that it is really on, whatever that page says; there is nothing to pass on.
    ///
    /// @param host the proxy's name: another address, or one beside ours
    @ParameterizedTest
    @CsvSource({"127.0.0.1,false", "127.0.0.1,true", "phish.localhost,false", "phish.localhost,true"})
    @Proves({"R-PK-2", "N-14"})
    @Defends("A76")
    void withAPasskeyTheProxyGetsNothing(String host, boolean rewrites) {
        String mail = Holder.newMail();
        try (var window = Window.open(node);
                var proxy = new PhishingProxy(node, host)) {
            proxy.rewritesPasskeys = rewrites;
            new Holder(node).signUp(mail, Holder.PASSWORD, site.mails);
            VirtualKey key = VirtualKey.in(window);
            window.withoutAutofill().signIn(mail, Holder.PASSWORD).at("/account");
            window.go("/account/passkeys").send().asked();
            window.prove(Holder.PASSWORD, site.mails.code(mail, 3)).at("/account/two-step/recovery-codes");
            window.signOut();
            int used = key.count();

            Page page = window.page;
            page.navigate(proxy.origin() + "/sign-in");
            page.locator("#by-passkey button").click();
            noPasskeyIsSent(page, "#by-passkey [data-passkey-said]");

            // The password he gets, and then his page stands before the same wall.
            window.fill("identifier", mail).fill("password", Holder.PASSWORD);
            page.locator("form[action='/sign-in'] button.main").click();
            window.at("/sign-in/second").send();
            noPasskeyIsSent(page, "[data-passkey-said]");
            window.at("/sign-in/second");
            assertThat(proxy.stolen).doesNotContainKey("__Host-session");
            if (!rewrites && host.equals("127.0.0.1")) {
                assertThat(key.count()).as("the key was not even touched").isEqualTo(used);
            }
        }
    }

    private static void noPasskeyIsSent(Page page, String place) {
        page.waitForCondition(() -> {
            String said = page.locator(place).first().innerText();
            return !said.isBlank() && !said.contains("Waiting");
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
