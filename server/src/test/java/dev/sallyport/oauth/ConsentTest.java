package dev.sallyport.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/// What a holder is asked, and what is done of what he says.
class ConsentTest {
    private final TestNode node = TestNode.shared();

    private static String consent(TestBrowser browser, Map<String, String> request) {
        String to = Program.location(browser.get(Program.path(request)));
        if (!to.startsWith("/oauth2/consent/")) {
            return to;
        }
        // What need not be asked is answered at once.
        HttpResponse<String> waiting = browser.get(to);
        return waiting.headers().firstValue("Refresh").isPresent() ? Program.location(waiting) : to;
    }

    private static Document page(TestBrowser browser, String consent) {
        HttpResponse<String> shown = browser.get(consent);
        assertThat(shown.statusCode()).isEqualTo(200);
        return Jsoup.parse(shown.body());
    }

    @Test
    @Proves({"R-OAU-1", "O-6"})
    @Defends("A49")
    @Asvs("10.7.2")
    void whoAsksForWhatAndForHowLongAndEachIsAChoice() {
        Holder holder = Holder.signUp(node);
        var wish = new Program.Wish();
        wish.standing = "unverified";
        wish.scopes = List.of("openid", "balances.read", "orders.write", "offline_access");
        Program program = wish.at(node);
        String consent = consent(holder.browser, program.request("openid balances.read orders.write offline_access"));
        Document page = page(holder.browser, consent);
        assertThat(page.select("h1").text()).isEqualTo(wish.name + " asks for access to your account");
        assertThat(page.text())
                .contains("We have not checked who is behind this app")
                .contains("until you take it back")
                .contains("app.examplex.com")
                .contains("only after 24 hours");
        assertThat(page.select("input[type=checkbox]").eachAttr("name"))
                .containsExactlyInAnyOrder("scope-balances-read", "scope-orders-write", "scope-offline-access");
        assertThat(page.select("input[checked]").eachAttr("name")).doesNotContain("scope-orders-write");
        var answer = Program.answer(holder.browser.post(consent, Map.of("scope-balances-read", "yes")));
        String access = Holder.json(program.token(program.exchange(answer.getOrDefault("code", ""))))
                .get("access_token")
                .asString();
        assertThat(Program.claims(access).getClaim("scope")).isEqualTo("balances.read openid");
    }

    @Test
    @Defends("A49")
    @Asvs("10.7.1")
    void whatOnlyReadsIsRememberedAndWhatMovesMoneyIsNot() {
        AppHolder owner = AppHolder.signUp(node);
        Program program = Program.web(node);
        program.tokens(owner.browser, "openid balances.read orders.write");
        assertThat(consent(owner.browser, program.request("openid balances.read")))
                .as("at once")
                .startsWith(Program.REDIRECT);
        assertThat(consent(owner.browser, program.request("openid orders.write")))
                .startsWith("/oauth2/consent/");
        assertThat(consent(owner.browser, program.request("openid orders.read")))
                .startsWith("/oauth2/consent/");
        var again = program.request("openid balances.read");
        again.put("prompt", "consent");
        assertThat(consent(owner.browser, again)).startsWith("/oauth2/consent/");
    }

    @Test
    @Defends("A49")
    @Asvs("10.7.2")
    void moneyNeedsAProofThatIsGivenForExactlyThis() {
        AppHolder owner = AppHolder.signUp(node);
        Program program = Program.web(node);
        String consent = consent(owner.browser, program.request("openid balances.read orders.write"));
        owner.browser.get(consent);
        Map<String, String> chosen = Map.of("scope-orders-write", "yes");
        var asked = owner.browser.postUnproven(consent, chosen);
        String stepUp = TestBrowser.stepUp(asked).orElseThrow();
        assertThat(owner.browser.get("/step-up/" + stepUp).body()).contains("let an app move money");
        var answer = Program.answer(owner.browser.prove(stepUp, Map.of("code", owner.code())));
        String access = Holder.json(program.token(program.exchange(answer.getOrDefault("code", ""))))
                .get("access_token")
                .asString();
        assertThat(Program.claims(access).getClaim("scope")).isEqualTo("openid orders.write");
    }

    @Test
    @Defends("A49")
    void anAppThatNobodyHasCheckedMovesNoMoneyForADay() {
        AppHolder owner = AppHolder.signUp(node);
        var wish = new Program.Wish();
        wish.standing = "unverified";
        wish.scopes = List.of("openid", "balances.read", "orders.write", "offline_access");
        Program program = wish.at(node);
        var tokens = program.tokens(owner.browser, "openid balances.read orders.write offline_access");
        assertThat(Program.claims(tokens.get("access_token").asString()).getClaim("scope"))
                .isEqualTo("balances.read offline_access openid");
        node.clock.advance(Duration.ofHours(25));
        var later = Holder.json(
                program.token(program.refresh(tokens.get("refresh_token").asString())));
        assertThat(Program.claims(later.get("access_token").asString()).getClaim("scope"))
                .isEqualTo("balances.read offline_access openid orders.write");
    }

    @Test
    void whoSaysNoIsTakenAtHisWord() {
        Holder holder = Holder.signUp(node);
        Program program = Program.web(node);
        String consent = consent(holder.browser, program.request("openid balances.read"));
        holder.browser.get(consent);
        assertThat(Program.answer(holder.browser.post(consent + "/refusal", Map.of())))
                .containsEntry("error", "access_denied")
                .containsEntry("state", "s-1 &x")
                .containsEntry("iss", program.issuer());
        assertThat(holder.browser
                        .post(consent, Map.of("scope-balances-read", "yes"))
                        .statusCode())
                .isEqualTo(404);
        String second = consent(holder.browser, program.request("openid balances.read"));
        holder.browser.get(second);
        assertThat(Program.answer(holder.browser.post(second, Map.of())))
                .as("nothing chosen")
                .containsEntry("error", "access_denied");
    }

    @Test
    void theServicesOwnProgramsAskNobody() {
        Holder holder = Holder.signUp(node);
        var wish = new Program.Wish();
        wish.standing = "own";
        Program program = wish.at(node);
        assertThat(consent(holder.browser, program.request("openid orders.write")))
                .startsWith(Program.REDIRECT);
    }

    @Test
    @Proves("R-OAU-1")
    void promptNoneShowsNothing() {
        Program program = Program.web(node);
        var request = program.request("openid balances.read");
        request.put("prompt", "none");
        assertThat(Program.answer(consent(new TestBrowser(node), request))).containsEntry("error", "login_required");
        Holder holder = Holder.signUp(node);
        // To a program that he never let in it is not even told that somebody is signed in.
        assertThat(Program.answer(consent(holder.browser, request))).containsEntry("error", "login_required");
        program.tokens(holder.browser, "openid balances.read");
        assertThat(Program.answer(consent(holder.browser, request))).containsKey("code");
        request.put("login_hint", "somebody@else.examplex.com");
        assertThat(Program.answer(consent(holder.browser, request))).containsEntry("error", "login_required");
        request.put("prompt", "none login");
        assertThat(Program.answer(consent(holder.browser, request))).containsEntry("error", "invalid_request");
    }

    @Test
    @Proves("R-OAU-1")
    void promptLoginAndMaxAgeAskForAProofAgain() {
        Holder holder = Holder.signUp(node);
        Program program = Program.web(node);
        program.tokens(holder.browser, "openid");
        for (Map<String, String> more : List.of(Map.of("prompt", "login"), Map.of("max_age", "0"))) {
            node.clock.advance(Duration.ofSeconds(2));
            var request = program.request("openid");
            request.putAll(more);
            String consent = consent(holder.browser, request);
            var led = holder.browser.get(consent);
            assertThat(Program.location(led)).as(more.toString()).startsWith("/sign-in/again?to=");
            node.clock.advance(Duration.ofSeconds(2));
            var asked = holder.browser.follow(led);
            holder.browser.follow(asked);
            var back =
                    holder.browser.prove(TestBrowser.stepUp(asked).orElseThrow(), Map.of("password", Holder.PASSWORD));
            assertThat(Program.location(back)).isEqualTo(consent);
            assertThat(Program.answer(holder.browser.get(consent)))
                    .as(more.toString())
                    .containsKey("code");
        }
    }

    @Test
    @Proves("R-OAU-1")
    void aStrongerProofIsAskedForAndMissedHonestly() {
        Holder weak = Holder.signUp(node);
        Program program = Program.web(node);
        var request = program.request("openid");
        request.put("acr_values", "urn:sallyport:acr:2fa phr");
        node.clock.advance(Duration.ofSeconds(2));
        String consent = consent(weak.browser, request);
        var led = weak.browser.get(consent);
        node.clock.advance(Duration.ofSeconds(2));
        var asked = weak.browser.follow(led);
        weak.browser.follow(asked);
        weak.browser.prove(TestBrowser.stepUp(asked).orElseThrow(), Map.of("password", Holder.PASSWORD));
        assertThat(Program.answer(weak.browser.get(consent)))
                .containsEntry("error", "unmet_authentication_requirements");
        AppHolder strong = AppHolder.signUp(node);
        strong.browser.get("/account");
        var tokens = program.token(program.exchange(
                Program.answer(prove(strong, consent(strong.browser, request))).getOrDefault("code", "")));
        assertThat(Program.claims(Holder.json(tokens).get("id_token").asString())
                        .getClaim("acr"))
                .isEqualTo("urn:sallyport:acr:2fa");
    }

    private HttpResponse<String> prove(AppHolder owner, String consent) {
        HttpResponse<String> led = owner.browser.get(consent);
        if (led.statusCode() == 303) {
            node.clock.advance(Duration.ofSeconds(2));
            var asked = owner.browser.follow(led);
            owner.browser.follow(asked);
            owner.browser.prove(TestBrowser.stepUp(asked).orElseThrow(), Map.of("code", owner.code()));
            led = owner.browser.get(consent);
        }
        return led.headers().firstValue("Refresh").isPresent() ? led : owner.browser.post(consent, Map.of());
    }

    @Test
    @Proves("R-OAU-1")
    @Defends("A49")
    void whatHeAgreesToIsCarriedAsItCame() {
        AppHolder owner = AppHolder.signUp(node);
        var wish = new Program.Wish();
        wish.details = List.of("payment");
        Program program = wish.at(node);
        String details =
                "[{\"type\":\"payment\",\"amount\":\"100.00\",\"fee\":0.10,\"to\":{\"iban\":\"DE89\"},\"note\":\"<b>x\"}]";
        var request = program.request("openid");
        request.put("authorization_details", details);
        String consent = consent(owner.browser, request);
        Document page = page(owner.browser, consent);
        assertThat(page.text()).contains("amount: 100.00").contains("fee: 0.10").contains("note: <b>x");
        assertThat(page.select("b")).isEmpty();
        var answer = Program.answer(owner.browser.post(consent, Map.of()));
        HttpResponse<String> tokens = program.token(program.exchange(answer.getOrDefault("code", "")));
        assertThat(tokens.body()).contains("\"fee\":0.10");
        var node = Holder.json(tokens).get("authorization_details");
        assertThat(node.get(0).get("to").get("iban").asString()).isEqualTo("DE89");
        request.put("authorization_details", "[{\"type\":\"other\"}]");
        assertThat(Program.answer(consent(owner.browser, request)))
                .containsEntry("error", "invalid_authorization_details");
    }

    @Test
    void connectedAppsAreListedAndTakenBack() {
        Holder holder = Holder.signUp(node);
        Program program = Program.web(node);
        var tokens = program.tokens(holder.browser, "openid balances.read");
        var listed = Holder.json(holder.browser, "/api/apps").get(0);
        assertThat(listed.get("id").asString()).isEqualTo(program.id);
        assertThat(listed.get("scopes").toString()).contains("balances.read");
        assertThat(holder.browser.get("/account/apps").body()).contains("Read your balances");
        Holder.await(
                "a word to the owner",
                () -> Holder.count(holder.browser, holder.address, "An app was connected with your account") == 1);
        Holder stranger = Holder.signUp(node);
        stranger.browser.get("/account/apps");
        assertThat(stranger.browser
                        .post("/account/apps/" + program.id + "/removal", Map.of())
                        .statusCode())
                .isEqualTo(404);
        holder.browser.get("/account/apps");
        assertThat(Program.location(holder.browser.post("/account/apps/" + program.id + "/removal", Map.of())))
                .isEqualTo("/account/apps?done=removed");
        assertThat(program.isActive(tokens.get("access_token").asString())).isFalse();
        assertThat(program.token(program.refresh(tokens.get("refresh_token").asString()))
                        .statusCode())
                .isEqualTo(400);
        assertThat(Holder.json(holder.browser, "/api/apps")).isEmpty();
        assertThat(consent(holder.browser, program.request("openid balances.read")))
                .as("asked anew")
                .startsWith("/oauth2/consent/");
        assertThat(holder.browser
                        .json("DELETE", "/api/apps/" + program.id, null)
                        .statusCode())
                .isEqualTo(404);
    }
}
