package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sallyport.client.Credentials;
import dev.sallyport.client.Settings;
import dev.sallyport.client.WithdrawalState;
import dev.sallyport.client.Withdrawals;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What leaves an account, as its holder sees it in his browser and the exchange gets it.
@Proves({"R-TX-1", "R-TX-2", "D-2"})
class WithdrawalPageTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static Site site;
    private static Node node;

    private Holder holder;
    private App app;
    private Window window;
    private Page page;

    @BeforeAll
    static void start() {
        site = new Site();
        node = site.node("withdrawals").awaitReady();
    }

    @AfterAll
    static void stop() {
        node.close();
        site.close();
    }

    @BeforeEach
    void begin() {
        holder = new Holder(node);
        holder.signUp(Holder.newMail(), Holder.PASSWORD, site.mails);
        app = holder.bindApp();
        site.stepsPass();
        window = Window.open(node).has(holder);
        page = window.page;
    }

    @AfterEach
    void close() {
        window.close();
    }

    private Map<String, String> request() {
        var request = new LinkedHashMap<String, String>();
        request.put("account", accountOf(holder));
        request.put("kind", "on-chain");
        request.put("asset", "BTC");
        request.put("network", "bitcoin");
        request.put("amount", "0.015");
        request.put("value", "900");
        request.put("feeCap", "0.0001");
        request.put("destination", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq");
        request.put("address", "203.0.113.9");
        request.put("client", "Desk");
        return request;
    }

    private static String accountOf(Holder holder) {
        var answer = node.inside(
                "/v1/session-check",
                "Authorization",
                "Bearer " + Node.SERVICE_TOKEN,
                "X-Session-Token",
                holder.sessionToken());
        return JSON.readTree(answer.body()).get("account").asString();
    }

    private static HttpResponse<String> post(String path, Object body, String key) {
        return Node.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.inside() + path))
                .header("Authorization", "Bearer " + Node.SERVICE_TOKEN)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    private static JsonNode asked(Map<String, String> request) {
        HttpResponse<String> answer =
                post("/v1/withdrawals", request, UUID.randomUUID().toString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static JsonNode found(String id) {
        return JSON.readTree(node.inside("/v1/withdrawals/" + id, "Authorization", "Bearer " + Node.SERVICE_TOKEN)
                .body());
    }

    private void looksRight(String name) {
        looksRight(name, window);
    }

    private static void looksRight(String name, Window window) {
        var faults = new ArrayList<String>();
        Eyes.DESK.lookAround(name, window, faults);
        assertThat(faults).isEmpty();
    }

    @Test
    @Proves({"TX-1", "TX-8"})
    @Defends({"A55", "A56"})
    void byAnAppWithTheAmountTypedAgainADoubleClickAndTwoTabsApproveOnce() throws JOSEException, ParseException {
        Map<String, String> request = request();
        JsonNode asked = asked(request);
        String id = asked.get("id").asString();
        String path = URI.create(asked.get("page").asString()).getPath();
        window.go(path);
        looksRight("a withdrawal by a code");
        Page tab = window.context.newPage();
        tab.navigate(path);
        page.locator("#amount").fill("0.015");
        page.locator("#code").fill(app.code());
        page.locator("button.main").dblclick();
        page.waitForCondition(() -> found(id).get("decision").asString().equals("approved"));
        tab.locator("#amount").fill("0.015");
        tab.locator("#code").fill("000000");
        tab.locator("button.main").click();
        assertThat(tab.locator("form[action$='/approval']").count()).isZero();
        page.goBack();
        page.reload();
        assertThat(page.locator("form[action$='/approval']").count()).isZero();
        redeemedOnce(found(id), request);
    }

    /// Whoever sits between changes one character once the holder has the page before him.
    @Test
    @Proves({"TX-6", "TX-9"})
    @Defends("A56")
    void oneCharacterOfTheAddressThatChangesAfterThePageWasOpenedVoidsIt() {
        Map<String, String> request = request();
        Map<String, String> changed = new LinkedHashMap<>(request);
        changed.put(
                "destination",
                java.util.Objects.requireNonNull(request.get("destination")).replace('9', '8'));
        String id = asked(request).get("id").asString();
        String other = asked(changed).get("id").asString();
        window.go("/withdrawals/" + id);
        page.evaluate(
                "id => document.querySelector('form[action$=\"/approval\"]').action = '/withdrawals/' + id + '/approval'",
                other);
        page.locator("#amount").fill("0.015");
        page.locator("#code").fill(app.code());
        page.locator("button.main").click();
        window.at("/withdrawals/" + other);
        assertThat(found(other).get("decision").asString())
                .as("what was shown was another")
                .isEqualTo("confirm");
        window.go("/withdrawals/" + id);
        page.locator("#amount").fill("0.015");
        page.locator("#code").fill(app.code());
        page.locator("button.main").click();
        page.waitForCondition(() -> found(id).get("decision").asString().equals("approved"));
        String path = "/v1/withdrawals/" + id + "/redemption";
        String approval = found(id).get("approval").asString();
        assertThat(post(path, Map.of("approval", approval, "request", changed), "swapped")
                        .body())
                .contains("changed-request");
        assertThat(post(path, Map.of("approval", approval, "request", request), "right")
                        .statusCode())
                .as("void for good")
                .isEqualTo(409);
        window.go("/withdrawals/" + id);
        looksRight("what was stopped");
    }

    /// Two browsers of his, each with its own page and its own passkey prompt.
    @Test
    @Proves("TX-8")
    @Defends("A55")
    void onTwoDevicesThereIsOneApproval() throws JOSEException, ParseException {
        Map<String, String> request = request();
        String id = asked(request).get("id").asString();
        try (Window phone = Window.open(node, Window.phone()).has(holder)) {
            window.go("/withdrawals/" + id);
            phone.go("/withdrawals/" + id);
            for (Page one : new Page[] {page, phone.page}) {
                one.locator("#amount").fill("0.015");
                one.locator("#code").fill(app.code());
                one.locator("button.main").click();
            }
            page.waitForCondition(() -> found(id).get("decision").asString().equals("approved"));
            phone.go("/withdrawals/" + id);
            assertThat(phone.page.locator("form[action$='/approval']").count()).isZero();
        }
        redeemedOnce(found(id), request);
    }

    /// The lock that comes while the page is open: page, interface of the app, service and library say the same.
    @Test
    @Proves({"R-LOCK-2", "R-HOLD-2"})
    @Defends({"A53", "A58"})
    void aLockThatComesMeanwhileIsSeenAlikeByAllToTheSecond() throws Exception {
        Map<String, String> request = request();
        String id = asked(request).get("id").asString();
        window.go("/withdrawals/" + id);
        assertThat(page.locator("form[action$='/approval']").count()).isEqualTo(1);
        holder.get("/account/locks");
        holder.post("/account/locks/withdrawals", Map.of("days", "2"));
        site.stepsPass();
        var locks = JSON.readTree(holder.get("/api/locks").body());
        Instant end = Instant.parse(locks.get("withdrawalsLockedUntil").asString());
        try (Window fresh = Window.open(node).has(holder)) {
            fresh.go("/withdrawals/" + id);
            assertThat(fresh.page.locator("form[action$='/approval']").count()).isZero();
            assertThat(fresh.page.locator("main").innerText()).contains("You have locked withdrawals");
            looksRight("what a lock holds", fresh);
        }
        var json = JSON.readTree(holder.get("/api/withdrawals/" + id).body());
        assertThat(json.get("state").asString()).isEqualTo("held");
        assertThat(json.get("reasons").get(0).get("code").asString()).isEqualTo("locked");
        assertThat(Instant.parse(json.get("until").asString())).isEqualTo(end);
        assertThat(Instant.parse(found(id).get("until").asString())).isEqualTo(end);
        var library = Withdrawals.open(Settings.of(
                node.origin(),
                URI.create("http://127.0.0.1:" + node.inside()),
                "exchange",
                Credentials.serviceToken(Node.SERVICE_TOKEN)));
        var state = library.find(id);
        assertThat(state.decision()).isEqualTo(WithdrawalState.Decision.HELD);
        assertThat(state.until()).isEqualTo(end);
        assertThat(state.reasons().getFirst().code()).isEqualTo("locked");
        // What is asked for anew waits as long.
        assertThat(Instant.parse(asked(request).get("until").asString())).isEqualTo(end);
    }

    /// The approval is checked by a library that is not ours.
    private static void redeemedOnce(JsonNode approved, Map<String, String> request)
            throws JOSEException, ParseException {
        var approval = SignedJWT.parse(approved.get("approval").asString());
        var keys = JWKSet.parse(node.outside("/oauth2/jwks").body());
        var key = keys.getKeyByKeyId(approval.getHeader().getKeyID()).toECKey();
        assertThat(approval.verify(new ECDSAVerifier(key))).isTrue();
        assertThat(approval.getJWTClaimsSet().getStringClaim("request"))
                .isEqualTo(approved.get("hash").asString());
        String path = "/v1/withdrawals/" + approved.get("id").asString() + "/redemption";
        var body = Map.of("approval", approval.serialize(), "request", request);
        assertThat(post(path, body, "first").statusCode()).isEqualTo(200);
        assertThat(post(path, body, "second").statusCode()).isEqualTo(409);
    }
}
