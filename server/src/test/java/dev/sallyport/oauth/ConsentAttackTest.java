package dev.sallyport.oauth;

import static dev.sallyport.oauth.ConsentTest.consent;
import static dev.sallyport.oauth.ConsentTest.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What a program tries so that it gets more than its holder has agreed to, or sooner.
@Proves("R-OAU-1")
class ConsentAttackTest {
    private static final String PAYMENT = "[{\"type\":\"payment\",\"amount\":\"100.00\"}]";

    private final TestNode node = TestNode.shared();

    private Program unverified() {
        var wish = new Program.Wish();
        wish.standing = "unverified";
        wish.scopes = List.of("openid", "balances.read", "orders.write", "offline_access");
        wish.details = List.of("payment");
        return wish.at(node);
    }

    private static void hasDetails(Program program, JsonNode tokens, boolean has) {
        String access = tokens.get("access_token").asString();
        assertThat(tokens.has(Details.CLAIM)).isEqualTo(has);
        assertThat(Program.claims(access).getClaims().containsKey(Details.CLAIM))
                .isEqualTo(has);
        var told = program.introspect(access);
        assertThat(told.get("active").asBoolean()).isTrue();
        assertThat(told.has(Details.CLAIM)).isEqualTo(has);
    }

    @Test
    @Defends("A49")
    void whatIsAgreedToInDetailWaitsForADayAsMoneyDoes() {
        AppHolder owner = AppHolder.signUp(node);
        Program program = unverified();
        var request = program.request("openid offline_access");
        request.put(Details.CLAIM, PAYMENT);
        var answer = Program.answer(program.ask(owner.browser, request));
        var first = Holder.json(program.token(program.exchange(answer.getOrDefault("code", ""))));
        hasDetails(program, first, false);
        node.clock.advance(Duration.ofHours(23));
        var soon = Holder.json(
                program.token(program.refresh(first.get("refresh_token").asString())));
        hasDetails(program, soon, false);
        node.clock.advance(Duration.ofHours(1));
        var later = Holder.json(
                program.token(program.refresh(soon.get("refresh_token").asString())));
        hasDetails(program, later, true);
    }

    @Test
    @Defends("A49")
    void whoMayNotMoveMoneyYetGetsNoDeadCode() {
        AppHolder owner = AppHolder.signUp(node);
        Program program = unverified();
        var money = program.request("orders.write");
        assertThat(Program.answer(consent(owner.browser, money))).containsEntry("error", "invalid_scope");
        money.put(Details.CLAIM, PAYMENT);
        assertThat(Program.answer(consent(owner.browser, money))).containsEntry("error", "invalid_scope");

        String consent = consent(owner.browser, program.request("balances.read orders.write"));
        page(owner.browser, consent);
        assertThat(Program.answer(owner.browser.postUnproven(consent, Map.of("scope-orders-write", "yes"))))
                .as("only money was chosen")
                .containsEntry("error", "access_denied");
        var tokens = program.tokens(owner.browser, "balances.read orders.write");
        assertThat(Program.claims(tokens.get("access_token").asString()).getClaim("scope"))
                .isEqualTo("balances.read");
    }

    /// On the holder's machine any program can take the place of one that keeps no secret (RFC 8252 section 8.6).
    @Test
    @Defends("A49")
    void evenOurOwnProgramAsksWhereAnyProgramCouldStandInForIt() {
        Holder holder = Holder.signUp(node);
        var wish = new Program.Wish();
        wish.standing = "own";
        wish.open = true;
        wish.redirects = List.of(Program.REDIRECT, "http://127.0.0.1/back", "com.examplex.folio:/back");
        Program program = wish.at(node);
        for (String redirect : List.of("http://127.0.0.1:51004/back", "com.examplex.folio:/back")) {
            var request = program.request("openid balances.read");
            request.put("redirect_uri", redirect);
            for (int time = 0; time < 2; time++) {
                String consent = consent(holder.browser, request);
                assertThat(consent).as(redirect).startsWith("/oauth2/consent/");
                page(holder.browser, consent);
                var given = holder.browser.post(consent, Map.of("scope-balances-read", "yes"));
                assertThat(Program.location(given)).startsWith(redirect + "?code=");
            }
        }
        assertThat(consent(holder.browser, program.request("openid balances.read")))
                .as("goes to whoever owns the domain")
                .startsWith(Program.REDIRECT);
    }

    @Test
    @Defends("A6")
    void aProgramThatIsNewToHimLearnsNothingInSilence() {
        Holder hinted = Holder.signUp(node);
        Holder another = Holder.signUp(node);
        Holder moved = Holder.signUp(node);
        var held = new TestBrowser(node);
        held.address = "198.51.100.7";
        held.userAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0";
        held.cookies.put("__Host-session", moved.browser.cookies.getOrDefault("__Host-session", ""));
        assertThat(held.get("/account").statusCode()).isEqualTo(303);
        Program program = Program.web(node);
        for (String hint : List.of(hinted.address, moved.address)) {
            var request = program.request("openid balances.read");
            request.put("prompt", "none");
            request.put("login_hint", hint);
            Set<Map<String, String>> answers = Stream.of(new TestBrowser(node), hinted.browser, another.browser, held)
                    .map(browser -> Program.answer(consent(browser, request)))
                    .collect(Collectors.toSet());
            assertThat(answers).hasSize(1);
            assertThat(answers.iterator().next()).containsEntry("error", "login_required");
        }
    }

    @Test
    @Defends("A49")
    void moneyOfOurOwnProgramTakesAProofOfTheLastMinutes() {
        Holder holder = Holder.signUp(node);
        var wish = new Program.Wish();
        wish.standing = "own";
        Program program = wish.at(node);
        String consent = Program.location(holder.browser.get(Program.path(program.request("openid orders.write"))));
        node.clock.advance(Duration.ofSeconds(2));
        // Proven for this request, which then lies in wait.
        holder.browser.proveAgain(Holder.PASSWORD);
        node.clock.advance(Duration.ofMinutes(6));
        assertThat(Program.location(holder.browser.get(consent))).startsWith("/sign-in/again?to=");
        holder.browser.proveAgain(Holder.PASSWORD);
        assertThat(Program.answer(holder.browser.get(consent))).containsKey("code");
    }

    @Test
    @Defends("A49")
    void whatHeAgreesToStandsThereAsItIs() {
        Holder holder = Holder.signUp(node);
        Program program = unverified();
        for (String unseen : List.of(
                "[{\"type\":\"payment\",\"to\":\"\\u202e00.001\"}]",
                "[{\"type\":\"payment\",\"\\u2066to\":\"x\"}]",
                "[{\"type\":\"payment\",\"to\":{\"iban\":[\"DE\\u0000\"]}}]",
                "[{\"type\":\"payment\",\"to\":\"a\\nb\"}]")) {
            var request = program.request("openid");
            request.put(Details.CLAIM, unseen);
            assertThat(Program.answer(consent(holder.browser, request)))
                    .as(unseen)
                    .containsEntry("error", "invalid_authorization_details");
        }
        var request = program.request("openid");
        request.put("login_hint", "a\u202eb@examplex.com");
        assertThat(Program.answer(consent(holder.browser, request))).containsEntry("error", "invalid_request");

        request.put("login_hint", "somebody@examplex.com");
        request.put(Details.CLAIM, "[{\"type\":\"payment\",\"amount\":\"1\"},{\"type\":\"payment\",\"amount\":\"2\"}]");
        var page = page(holder.browser, consent(holder.browser, request));
        assertThat(page.select("form.form ul")).as("a list for each").hasSize(2);
        assertThat(page.select("form.form li bdi").eachText())
                .containsExactly("type", "payment", "amount", "1", "type", "payment", "amount", "2");
        assertThat(page.select("bdi").eachText()).contains("somebody@examplex.com");
    }

    @Test
    @Defends("A49")
    void aYesForOneInterfaceIsNoneForAnother() {
        Holder holder = Holder.signUp(node);
        var wish = new Program.Wish();
        wish.audiences = List.of("https://a.examplex.com", "https://b.examplex.com");
        Program program = wish.at(node);
        var first = program.request("openid balances.read");
        first.put("resource", "https://a.examplex.com");
        assertThat(Program.answer(program.ask(holder.browser, first))).containsKey("code");
        assertThat(consent(holder.browser, first)).as("said before").startsWith(Program.REDIRECT);
        var second = program.request("openid balances.read");
        second.put("resource", "https://b.examplex.com");
        assertThat(consent(holder.browser, second)).startsWith("/oauth2/consent/");
        assertThat(consent(holder.browser, program.request("openid balances.read")))
                .as("both")
                .startsWith("/oauth2/consent/");
        assertThat(Program.answer(program.ask(holder.browser, second))).containsKey("code");
        assertThat(consent(holder.browser, first)).as("still").startsWith(Program.REDIRECT);
    }

    @Test
    @Defends("A49")
    void whoHasNoProofForMoneySetsOneUpAndComesBackOrTheProgramIsTold() {
        Holder holder = Holder.signUp(node);
        Program program = Program.web(node);
        Map<String, String> chosen = Map.of("scope-orders-write", "yes");
        String consent = consent(holder.browser, program.request("openid orders.write"));
        page(holder.browser, consent);
        var led = holder.browser.postUnproven(consent, chosen);
        assertThat(led.statusCode()).isEqualTo(200);
        assertThat(led.body()).contains("Set up now").contains("/account/two-step");
        assertThat(holder.browser.get("/account/two-step").body()).contains("href=\"" + consent + "\"");
        assertThat(holder.browser.get(consent).body()).as("it waits").contains("asks for access");
        assertThat(holder.browser.get("/account/two-step").body())
                .as("he is back")
                .doesNotContain(consent);
        page(holder.browser, consent);
        assertThat(Program.answer(holder.browser.post(consent + "/unmet", Map.of())))
                .containsEntry("error", "unmet_authentication_requirements")
                .containsEntry("state", "s-1 &x");
        assertThat(holder.browser.get(consent).statusCode()).as("answered").isEqualTo(404);
    }
}
