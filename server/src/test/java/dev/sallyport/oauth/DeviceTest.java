package dev.sallyport.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A device without a browser (RFC 8628).
class DeviceTest {
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";

    private final TestNode node = TestNode.shared();

    static Program program(TestNode node) {
        var wish = new Program.Wish();
        wish.open = true;
        wish.grants = List.of(GRANT, "refresh_token");
        wish.scopes = List.of("balances.read", "orders.read");
        wish.redirects = List.of();
        return wish.at(node);
    }

    static JsonNode begin(Program program) {
        var answer = program.post(Endpoints.DEVICE_AUTHORIZATION, Map.of("scope", "balances.read orders.read"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Holder.json(answer);
    }

    static Map<String, String> poll(JsonNode begun) {
        return Map.of(
                "grant_type", GRANT, "device_code", begun.get("device_code").asString());
    }

    static void allow(TestBrowser browser, JsonNode begun) {
        String consent = found(browser, begun);
        assertThat(browser.get(consent).body()).contains("stands in front of you");
        var allowed = browser.post(consent, Map.of(ConsentShow.field("balances.read"), "yes"));
        assertThat(Program.location(allowed)).isEqualTo("/device?done=allowed");
        assertThat(browser.follow(allowed).body()).contains("The device is connected");
    }

    private static String found(TestBrowser browser, JsonNode begun) {
        browser.get("/device");
        return Program.location(
                browser.post("/device", Map.of("code", begun.get("user_code").asString())));
    }

    private static String error(HttpResponse<String> answer) {
        return Holder.json(answer).get("error").asString();
    }

    @Test
    @Proves("R-OAU-1")
    void itsHolderLetsItInFromAnotherMachine() {
        Holder holder = Holder.signUp(node);
        Program program = program(node);
        JsonNode begun = begin(program);
        assertThat(begun.get("verification_uri").asString()).isEqualTo(program.issuer() + "/device");
        assertThat(error(program.token(poll(begun)))).isEqualTo("authorization_pending");
        assertThat(error(program.token(poll(begun)))).isEqualTo("slow_down");
        allow(holder.browser, begun);
        var tokens = Holder.json(program.token(poll(begun)));
        assertThat(Program.claims(tokens.get("access_token").asString()).getClaim("scope"))
                .isEqualTo("balances.read");
        assertThat(error(program.token(poll(begun)))).as("once").isIn("access_denied", "invalid_grant");
        assertThat(program.token(program.refresh(tokens.get("refresh_token").asString()))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusedOrTooLateItGetsNothing() {
        Holder holder = Holder.signUp(node);
        Program program = program(node);
        JsonNode begun = begin(program);
        String consent = found(holder.browser, begun);
        holder.browser.get(consent);
        assertThat(Program.location(holder.browser.post(consent + "/refusal", Map.of())))
                .isEqualTo("/device?done=refused");
        assertThat(error(program.token(poll(begun)))).isEqualTo("access_denied");
        JsonNode late = begin(program);
        node.clock.advance(Devices.LIFE.plusSeconds(1));
        holder.browser.get("/device");
        assertThat(holder.browser
                        .post("/device", Map.of("code", late.get("user_code").asString()))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    @Asvs("6.5.4")
    void aLinkOnlyFillsTheCodeInAndAWrongCodeFindsNothing() {
        Holder holder = Holder.signUp(node);
        JsonNode begun = begin(program(node));
        String code = begun.get("user_code").asString();
        assertThat(holder.browser.get("/device?user_code=" + code).body())
                .contains("value=\"" + code + "\"")
                .contains("Nobody from us ever asks you to enter one");
        assertThat(holder.browser.post("/device", Map.of("code", "BBBB-BBBB")).statusCode())
                .isEqualTo(422);
        node.clock.advance(Duration.ofSeconds(1));
    }
}
