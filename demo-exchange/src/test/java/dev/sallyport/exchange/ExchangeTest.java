package dev.sallyport.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.net.CookieManager;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/// What the site makes of right and wrong words, with a played Sallyport and a browser without scripts.
@Proves({"R-OAU-1", "R-EVT-1"})
@TestMethodOrder(OrderAnnotation.class)
class ExchangeTest {
    private static final byte[] SECRET = "a webhook secret of the test".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static PlayedSallyport sallyport;
    private static ConfigurableApplicationContext site;
    private static String origin;

    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @BeforeAll
    static void start() throws IOException, JOSEException {
        sallyport = new PlayedSallyport();
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        origin = "http://127.0.0.1:" + port;
        site = SpringApplication.run(
                DemoExchange.class,
                "--server.port=" + port,
                "--exchange.origin=" + origin,
                "--exchange.client-id=site",
                "--exchange.client-secret=secret",
                "--exchange.webhook-secret=whsec_" + Base64.getEncoder().encodeToString(SECRET),
                "--sallyport.issuer=" + sallyport.issuer,
                "--sallyport.inside=" + sallyport.issuer,
                "--sallyport.client-id=api",
                "--sallyport.client-secret=secret");
    }

    @AfterAll
    static void stop() {
        site.close();
        sallyport.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create(origin + path));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(at(path));
    }

    private HttpResponse<String> form(String path, String body) throws IOException, InterruptedException {
        return send(at(path).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    private static String place(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    private static String parameter(String address, String name) {
        var found = Pattern.compile("[?&]" + name + "=([^&]+)").matcher(address);
        return found.find() ? URLDecoder.decode(found.group(1), StandardCharsets.UTF_8) : "";
    }

    /// Comes back from Sallyport with a code.
    ///
    /// @param asked where the site has sent the browser
    private String back(String asked, String issuer) throws IOException, InterruptedException {
        sallyport.nonce = parameter(asked, "nonce");
        String state = java.net.URLEncoder.encode(parameter(asked, "state"), StandardCharsets.UTF_8);
        get("/login/oauth2/code/sallyport?code=c&state=" + state + "&iss=" + issuer);
        return get("/").body();
    }

    private String signIn() throws IOException, InterruptedException {
        return back(place(get("/oauth2/authorization/sallyport")), sallyport.issuer);
    }

    @Test
    @Order(1)
    void whileSallyportIsAwayThatIsSaidEachTimeAndItGoesOnByItself() throws IOException, InterruptedException {
        for (int outage = 0; outage < 2; outage++) {
            sallyport.away = true;
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> answer = get("/oauth2/authorization/sallyport");
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body())
                        .contains("Sallyport does not answer", "What works", "What does not", "What to do")
                        .contains("data-away=\"/oauth2/authorization/sallyport\"");
            }
            assertThat(get("/").statusCode()).isEqualTo(200);
            sallyport.away = false;
            String asked = place(get("/oauth2/authorization/sallyport"));
            assertThat(asked).startsWith(sallyport.issuer + "/oauth2/authorize?");
            assertThat(parameter(asked, "code_challenge_method")).isEqualTo("S256");
        }
    }

    /// Who has come back with a code, looks at his desk, trades or signs out meanwhile.
    @Test
    @Order(8)
    void awayAnywhereOnHisWayLosesNothing() throws IOException, InterruptedException {
        sallyport.scope = "openid balances.read orders.read orders.write";
        sallyport.provenAt = Instant.now();
        String asked = place(get("/oauth2/authorization/sallyport"));
        sallyport.nonce = parameter(asked, "nonce");
        String back = "/login/oauth2/code/sallyport?code=c&state="
                + java.net.URLEncoder.encode(parameter(asked, "state"), StandardCharsets.UTF_8) + "&iss="
                + sallyport.issuer;
        sallyport.away = true;
        assertThat(get(back).body()).contains("Sallyport does not answer");
        sallyport.away = false;
        get(back);
        String page = get("/").body();
        assertThat(page).contains("h-balances");

        sallyport.away = true;
        // What Sallyport said of a token counts for a second.
        assertThat(soon("Sallyport does not answer")).doesNotContain("did not allow");
        HttpResponse<String> order =
                form("/orders", "pair=BTC-EUR&side=buy&kind=market&price=&amount=0.02" + csrf(page));
        assertThat(order.statusCode()).isEqualTo(503);
        assertThat(order.body()).contains("Nothing was placed. What you typed is kept.", "data-away=\"/\"");
        sallyport.away = false;
        page = soon("h-balances");
        assertThat(page).contains("value=\"0.02\"").doesNotContain("0.02 BTC-EUR");

        sallyport.away = true;
        assertThat(form("/sign-out", csrf(page).substring(1)).body())
                .contains("You are signed out here.", "sign out there");
        sallyport.away = false;
        assertThat(get("/").body()).contains("Trade with made-up money");
    }

    private String soon(String words) throws IOException, InterruptedException {
        long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        String page = get("/").body();
        while (!page.contains(words) && System.nanoTime() < until) {
            LockSupport.parkNanos(50_000_000);
            page = get("/").body();
        }
        assertThat(page).contains(words);
        return page;
    }

    private static String csrf(String page) {
        var csrf = CSRF.matcher(page);
        assertThat(csrf.find()).isTrue();
        return "&_csrf=" + csrf.group(1);
    }

    /// What a stranger sends is not looked at.
    @Test
    @Order(9)
    void whoAsksIsJudgedBeforeWhatHeSends() throws IOException, InterruptedException {
        for (String body : new String[] {"{", "[]", "{\"pair\":1}"}) {
            var stranger = send(
                    at("/api/orders").header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
            assertThat(stranger.statusCode()).as(body).isEqualTo(401);
        }
        sallyport.scope = "openid orders.write";
        sallyport.provenAt = Instant.now();
        String token = sallyport.access();
        assertThat(placed(token, "{").statusCode()).isEqualTo(400);
        assertThat(placed(token, " ".repeat(OrdersApi.LONGEST) + "{}").statusCode())
                .isEqualTo(400);
        assertThat(placed(token, "{\"pair\":\"BTC-EUR\"}").statusCode()).isEqualTo(422);
    }

    /// Whom the stream has not named yet, since it is cut.
    @Test
    @Order(10)
    void whoseTokenCountsNoMoreIsNotTakenForSomebodyWhoAllowedLittle() throws IOException, InterruptedException {
        String page = signIn();
        sallyport.active = false;
        assertThat(soon("Your session at Sallyport has ended")).doesNotContain("did not allow", "h-balances");
        assertThat(form("/orders", "pair=BTC-EUR&side=buy&kind=market&price=&amount=0.01" + csrf(page))
                        .statusCode())
                .isEqualTo(303);
        sallyport.active = true;
    }

    /// In a scheme that Sallyport must be asked about: what a program sends goes there as it came, and only what that
    /// accepts is understood.
    @Test
    @Order(11)
    void aProgramsRequestIsJudgedBySallyport() throws IOException, InterruptedException {
        sallyport.program = "{\"accepted\":false,\"code\":\"missing-scope\",\"status\":403}";
        var refused = send(at("/api/v1/withdrawals").header("X-Api-Key", "sk_a").POST(BodyPublishers.ofString("{")));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("missing-scope");
        assertThat(sallyport.asked)
                .contains("\"path\":\"/api/v1/withdrawals\"", "\"sk_a\"", "\"withdrawals.write\"")
                .contains("\"body\":\"" + Base64.getEncoder().encodeToString("{".getBytes(StandardCharsets.UTF_8)));

        sallyport.program =
                "{\"accepted\":true,\"status\":200,\"account\":\"%s\",\"key\":\"sk_a\",\"kind\":\"trade\",\"scopes\":[],\"destinations\":[]}"
                        .formatted(PlayedSallyport.ACCOUNT);
        assertThat(send(at("/api/v1/orders").POST(BodyPublishers.ofString("{"))).statusCode())
                .isEqualTo(400);
        assertThat(get("/api/v1/balances?a=%2Fb").body()).contains("\"BTC\"");
        assertThat(sallyport.asked).contains("\"query\":\"a=%2Fb\"");
        var elsewhere = "{\"way\":\"BTC/bitcoin\",\"amount\":\"0.1\",\"destination\":\"x\",\"key\":\"12345678\"}";
        assertThat(send(at("/api/v1/withdrawals").POST(BodyPublishers.ofString(elsewhere)))
                        .body())
                .contains("destination-not-listed");

        sallyport.away = true;
        assertThat(get("/api/v1/balances").statusCode()).isEqualTo(503);
        sallyport.away = false;
    }

    private HttpResponse<String> placed(String token, String body) throws IOException, InterruptedException {
        return send(at("/api/orders").header("Authorization", "Bearer " + token).POST(BodyPublishers.ofString(body)));
    }

    @Test
    @Order(2)
    @Defends("A43")
    void anAnswerOfAnotherIssuerIsNotUsed() throws IOException, InterruptedException {
        String asked = place(get("/oauth2/authorization/sallyport"));
        assertThat(back(asked, "https://elsewhere.example"))
                .contains("did not come from Sallyport")
                .doesNotContain("h-balances");
        assertThat(back(asked, sallyport.issuer)).contains("h-balances");
    }

    @Test
    @Order(3)
    void aLogoutTokenEndsTheVisitAndItsReplayEndsNothing() throws IOException, InterruptedException {
        assertThat(signIn()).contains("h-balances");
        String token = sallyport.sign(
                "logout+jwt",
                sallyport
                        .claims("site")
                        .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of())));
        assertThat(form("/sallyport/logout", "logout_token=" + token).statusCode())
                .isEqualTo(204);
        assertThat(get("/").body()).doesNotContain("h-balances");
        signIn();
        assertThat(form("/sallyport/logout", "logout_token=" + token).statusCode())
                .isEqualTo(204);
        assertThat(get("/").body()).contains("h-balances");
    }

    @Test
    @Order(4)
    void tradingTakesANewProofAfterFiveMinutesAndTwoStepsForMuch() throws IOException, InterruptedException {
        sallyport.scope = "openid balances.read orders.read orders.write";
        sallyport.provenAt = Instant.now().minusSeconds(301);
        String asked = order(signIn(), "0.01");
        assertThat(parameter(asked, "max_age")).isEqualTo("300");
        sallyport.provenAt = Instant.now();
        String page = back(asked, sallyport.issuer);
        assertThat(page).contains("Your order waits").contains("value=\"0.01\"");
        assertThat(order(page, "0.01")).isEqualTo("/");
        page = get("/").body();
        assertThat(page).contains("Your order is filled.");

        asked = order(page, "0.1");
        assertThat(parameter(asked, "acr_values")).isEqualTo("urn:sallyport:acr:2fa");
        sallyport.acr = "urn:sallyport:acr:2fa";
        assertThat(order(back(asked, sallyport.issuer), "0.1")).isEqualTo("/");
        assertThat(get("/").body()).contains("Your order is filled.");
    }

    /// @return where the site sends the browser then, or the interface's challenge has sent it
    private String order(String page, String amount) throws IOException, InterruptedException {
        String place = place(form("/orders", "pair=BTC-EUR&side=buy&kind=market&price=&amount=" + amount + csrf(page)));
        return place.startsWith("/oauth2/") ? place(get(place)) : place;
    }

    @Test
    @Order(5)
    @Defends("A69")
    void anEventIsShownOnceAndOnlyIfSallyportHasSignedItJustNow()
            throws IOException, InterruptedException, GeneralSecurityException {
        signIn();
        long now = Instant.now().getEpochSecond();
        assertThat(letter("1", now, "forged".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(401);
        assertThat(letter("2", now - 301, SECRET)).isEqualTo(401);
        assertThat(get("/").body()).doesNotContain("credential.changed");
        assertThat(letter("3", now, SECRET)).isEqualTo(204);
        assertThat(letter("3", now, SECRET)).isEqualTo(204);
        assertThat(get("/").body()).containsOnlyOnce("credential.changed: change create, credential app");
    }

    private int letter(String id, long at, byte[] secret)
            throws IOException, InterruptedException, GeneralSecurityException {
        String body = "{\"type\":\"credential.changed\",\"timestamp\":\"2026-03-14T09:26:53Z\",\"data\":{\"account\":\""
                + PlayedSallyport.ACCOUNT + "\",\"credential\":\"app\",\"change\":\"create\"}}";
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        byte[] signature = mac.doFinal((id + "." + at + "." + body).getBytes(StandardCharsets.UTF_8));
        return send(at("/sallyport/events")
                        .header("webhook-id", id)
                        .header("webhook-timestamp", Long.toString(at))
                        .header("webhook-signature", "v1," + Base64.getEncoder().encodeToString(signature))
                        .POST(BodyPublishers.ofString(body)))
                .statusCode();
    }

    @Test
    @Order(6)
    void aDpopProofIsTakenOnce() throws IOException, InterruptedException, JOSEException, GeneralSecurityException {
        var key = new ECKeyGenerator(Curve.P_256).generate();
        String token = sallyport.sign(
                "at+jwt",
                sallyport
                        .accessClaims()
                        .claim("cnf", Map.of("jkt", key.computeThumbprint().toString())));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("dpop+jwt"))
                .jwk(key.toPublicJWK())
                .build();
        String proof = PlayedSallyport.sign(
                header,
                new JWTClaimsSet.Builder()
                        .jwtID("one")
                        .claim("iat", Instant.now().getEpochSecond())
                        .claim("htm", "GET")
                        .claim("htu", origin + "/api/balances")
                        .claim("ath", Base64.getUrlEncoder().withoutPadding().encodeToString(hash)),
                key);
        assertThat(bound(token, proof).statusCode()).isEqualTo(200);
        HttpResponse<String> again = bound(token, proof);
        assertThat(again.statusCode()).isEqualTo(401);
        assertThat(again.headers().firstValue("WWW-Authenticate").orElse("")).contains("invalid_dpop_proof");
    }

    private HttpResponse<String> bound(String token, String proof) throws IOException, InterruptedException {
        return send(at("/api/balances").header("Authorization", "DPoP " + token).header("DPoP", proof));
    }

    @Test
    @Order(7)
    void whatTheInterfaceDoesNotServeIsRefusedToStrangers() throws IOException, InterruptedException {
        for (String path : new String[] {"/api/balances", "/api/orders", "/api/token", "/api/else"}) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(401);
        }
    }
}
