package dev.sallyport.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import dev.sallyport.client.ApiRequest;
import dev.sallyport.client.ApiRequestVerifier;
import dev.sallyport.client.ApiRequestVerifier.Option;
import dev.sallyport.client.ApiVerdict;
import dev.sallyport.client.Credentials;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// API keys as their holder makes them, his program uses them and a gateway checks them with the library.
@Proves({"R-API-1", "R-API-2"})
class ApiKeyPageTest {
    private static final String KEYS = "/account/api-keys";
    private static final String BOT = "203.0.113.7";

    private static Site site;
    private static Node node;
    private static Program program;

    private App app;
    private Window window;
    private Page page;

    @BeforeAll
    static void start() {
        site = new Site();
        node = site.node("keys").awaitReady();
        program = new Program(site, node, "ExampleX");
    }

    @AfterAll
    static void stop() {
        program.close();
        node.close();
        site.close();
    }

    @BeforeEach
    void come() {
        var holder = new Holder(node);
        holder.signUp(Holder.newMail(), Holder.PASSWORD, site.mails);
        app = holder.bindApp();
        window = Window.open(node).has(holder);
        page = window.page;
    }

    @AfterEach
    void close() {
        window.close();
    }

    /// @param options with [Option#SECRETS] the operator names it for that
    private static ApiRequestVerifier gateway(String name, Option... options) throws InterruptedException {
        var described = new ArrayList<>(
                List.of("--grant=client_credentials", "--scope=revocations.read,api-requests.check", "--inside"));
        if (options.length > 0) {
            described.add("--secrets");
        }
        var client = program.add(name, described.toArray(String[]::new));
        var credentials = Credentials.secret(client.id(), client.secret());
        var verifier = ApiRequestVerifier.open(program.settings(node.inside(), credentials), options);
        assertThat(verifier.awaitReady(Duration.ofSeconds(20))).isTrue();
        return verifier;
    }

    /// Fills the form for a key that trades.
    private void trading(String name) {
        window.go(KEYS + "/new/trade").fill("name", name);
        page.locator("input[name='scope-orders.write']").check();
    }

    /// Sends the form, and proves it.
    private void send() {
        site.stepsPass();
        window.send().asked().fill("code", app.code());
    }

    private String made() {
        assertThat(page.locator("#key-id")).isVisible();
        return page.locator("#key-id").innerText().strip();
    }

    private interface Signer {
        byte[] sign(byte[] message) throws GeneralSecurityException;
    }

    private static ApiRequest order(String key, Signer signer) throws GeneralSecurityException {
        byte[] body = "{\"amount\":\"1\"}".getBytes(StandardCharsets.UTF_8);
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        String time = String.valueOf(System.currentTimeMillis());
        String nonce = UUID.randomUUID().toString();
        String text = String.join("\n", "POST", "api.examplex.com", "/v1/orders", "", hash, time, nonce, key);
        String signature = Base64.getEncoder().encodeToString(signer.sign(text.getBytes(StandardCharsets.US_ASCII)));
        return ApiRequest.of(
                "POST",
                "api.examplex.com",
                "/v1/orders",
                Map.of(
                        "X-Sallyport-Key", List.of(key),
                        "X-Sallyport-Timestamp", List.of(time),
                        "X-Sallyport-Nonce", List.of(nonce),
                        "X-Sallyport-Signature", List.of(signature)),
                body,
                BOT);
    }

    private static Signer ed25519(String pem) {
        byte[] key = Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
        return message -> {
            Signature signing = Signature.getInstance("Ed25519");
            signing.initSign(KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(key)));
            signing.update(message);
            return signing.sign();
        };
    }

    private static Signer hmac(String secret) {
        return message -> {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return mac.doFinal(message);
        };
    }

    private static String of(ApiVerdict verdict) {
        return switch (verdict) {
            case ApiVerdict.Good good -> "good";
            case ApiVerdict.Bad bad -> bad.code();
            case ApiVerdict.Unknown unknown -> "unknown: " + unknown;
        };
    }

    /// From the page to the gateway and back: two gateways that know nothing of each other let one request in once.
    @Test
    @Proves({"R-API-3", "R-API-5"})
    @Defends({"A35", "A36"})
    void aPairMadeInTheBrowserSignsIsSeenAndEnds() throws Exception {
        trading("My bot");
        page.locator("[data-key-make]").click();
        assertThat(page.locator("#private-key")).containsText("PRIVATE KEY");
        Signer bot = ed25519(page.locator("#private-key").innerText());
        send();
        String key = made();
        assertThat(page.locator("#key-secret")).hasCount(0);
        try (var one = gateway("ExampleX Bots");
                var other = gateway("ExampleX Desk")) {
            ApiRequest order = order(key, bot);
            assertThat(of(one.check(order, Set.of("orders.write")))).isEqualTo("good");
            assertThat(of(other.check(order, Set.of("orders.write")))).isEqualTo("replayed");
            assertThat(of(one.check(order, Set.of("orders.write")))).isEqualTo("replayed");
            assertThat(of(other.check(order(key, bot), Set.of("withdrawals.write"))))
                    .isEqualTo("missing-scope");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> window.go(KEYS)
                            .page
                            .locator(".rows")
                            .first()
                            .innerText()
                            .contains(BOT));
            assertThat(page.locator(".rows").first()).containsText("My bot");
            var faults = new ArrayList<String>();
            Eyes.DESK.look("keys", window, faults);
            assertThat(faults).isEmpty();
            page.locator("a[href$='/removal']").click();
            window.send().at(KEYS);
            await().atMost(Duration.ofSeconds(1))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> of(one.check(order(key, bot), Set.of())).equals("unknown-key"));
            assertThat(of(other.check(order(key, bot), Set.of()))).isEqualTo("unknown-key");
        }
        assertThat(window.complaints).isEmpty();
    }

    @Test
    void aPublicKeyThatIsPastedIsTaken() throws Exception {
        byte[] encoded = KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPublic()
                .getEncoded();
        trading("Pasted");
        window.fill(
                "public-key",
                "-----BEGIN PUBLIC KEY-----\n" + Base64.getEncoder().encodeToString(encoded)
                        + "\n-----END PUBLIC KEY-----\n");
        send();
        assertThat(made()).startsWith("sk_");
        window.go(KEYS);
        assertThat(page.locator(".rows").first()).containsText("Pasted");
    }

    /// The operator has named this gateway; the holder reads that it took the secret.
    @Test
    void aSecretIsShownOnceAndHeldByTheGatewayThatMayHoldIt() throws Exception {
        trading("Old bot");
        page.locator("#signing").selectOption("sallyport/hmac-sha256");
        send();
        String key = made();
        String secret = page.locator("#key-secret").innerText().strip();
        page.locator("main .actions a.main").click();
        window.at(KEYS);
        assertThat(page.content()).contains("Old bot").doesNotContain(secret);
        try (var gateway = gateway("ExampleX Edge", Option.SECRETS);
                var asking = gateway("ExampleX Plain")) {
            assertThat(of(gateway.check(order(key, hmac(secret)), Set.of("orders.write"))))
                    .isEqualTo("good");
            assertThat(of(gateway.check(order(key, hmac(secret + "x")), Set.of())))
                    .isEqualTo("bad-signature");
            assertThat(of(asking.check(order(key, hmac(secret)), Set.of("orders.write"))))
                    .isEqualTo("good");
        }
        window.go("/account/activity");
        assertThat(page.locator("main")).containsText("took the secret of an API key");
    }

    @Test
    @Proves("R-API-4")
    @Defends({"A39", "A40"})
    void whatNoKeyMayBeIsSaidBesideItsField() {
        String many =
                IntStream.rangeClosed(1, 21).mapToObj(i -> "203.0.113." + i).collect(Collectors.joining("\n"));
        for (String wide : List.of("0.0.0.0/0", "10.0.0.0/8", "::/0", many)) {
            trading("Wide");
            page.locator("[data-key-make]").click();
            assertThat(page.locator("#private-key")).containsText("PRIVATE KEY");
            window.fill("addresses", wide);
            send();
            assertThat(page.locator("#addresses-error")).isVisible();
            assertThat(page.locator("#addresses")).hasValue(wide);
        }
        window.go(KEYS + "/new/withdraw").fill("name", "Pay").fill("addresses", BOT);
        page.locator("input[name='scope-withdrawals.write']").check();
        page.locator("[data-key-make]").click();
        assertThat(page.locator("#private-key")).containsText("PRIVATE KEY");
        // The browser asks for it; whoever goes around the browser is refused too.
        assertThat((Boolean) page.locator("#destinations").evaluate("e => e.validity.valueMissing"))
                .isTrue();
        page.locator("#destinations").evaluate("e => e.required = false");
        send();
        assertThat(page.locator("#destinations-error")).isVisible();
        window.go(KEYS);
        assertThat(page.locator("main")).not().containsText("Wide");
    }
}
