package dev.sallyport.oauth;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;

/// From the program through the holder's browser and back, with a code.
class CodeFlowTest {
    private final TestNode node = TestNode.shared();

    private static String error(HttpResponse<String> answer) {
        return Holder.json(answer).get("error").asString();
    }

    @Test
    @Proves({"R-OAU-1", "O-4"})
    @Defends("A43")
    @Asvs("10.2.2")
    void aHolderLetsAProgramInAndItGetsItsTokens() {
        Holder holder = Holder.signUp(node);
        Program program = Program.web(node);
        var answer = Program.answer(program.ask(holder.browser, program.request("openid email balances.read")));
        assertThat(answer)
                .containsOnlyKeys("code", "state", "iss")
                .containsEntry("state", "s-1 &x")
                .containsEntry("iss", program.issuer());
        var tokens = Holder.json(program.token(program.exchange(answer.getOrDefault("code", ""))));
        assertThat(tokens.get("token_type").asString()).isEqualTo("Bearer");
        assertThat(tokens.get("expires_in").asInt()).isBetween(298, 300);
        assertThat(tokens.has("refresh_token")).isTrue();
        assertThat(Program.claims(tokens.get("id_token").asString()).getClaim("nonce"))
                .isEqualTo("n-1");
        assertThat(program.isActive(tokens.get("access_token").asString())).isTrue();
    }

    @Test
    @Proves("R-OAU-1")
    void whoeverIsNotSignedInSignsInFirstAndComesBack() {
        Holder holder = Holder.signUp(node);
        Program program = Program.web(node);
        var browser = new TestBrowser(node);
        String consent = Program.location(browser.get(Program.path(program.request("openid"))));
        HttpResponse<String> led = browser.get(consent);
        assertThat(Program.location(led)).startsWith("/sign-in?to=%2Foauth2%2Fconsent%2F");
        browser.follow(led);
        var in = browser.post(
                "/sign-in", Map.of("identifier", holder.address, "password", Holder.PASSWORD, "to", consent));
        assertThat(Program.location(in)).isEqualTo(consent);
        assertThat(browser.get(consent).body()).contains("asks for access to your account");
    }

    /// OpenID Connect Core section 3.1.2.1.
    @Test
    @Proves({"R-OAU-1", "O-1"})
    void aRequestMayComeByAForm() {
        Holder holder = Holder.signUp(node);
        Program program = Program.web(node);
        // As a form of another site: without cookies, and without a token of ours.
        var sent = program.post(Endpoints.AUTHORIZE, program.request("openid"));
        assertThat(sent.statusCode()).isEqualTo(303);
        String again = Program.location(sent);
        assertThat(again).startsWith(Endpoints.AUTHORIZE + "?client_id=" + program.id + "&request_uri=");
        String consent = Program.location(holder.browser.get(again));
        assertThat(holder.browser.get(consent).body()).contains("asks for access to your account");
        assertThat(new TestBrowser(node).get(again).statusCode()).as("once").isEqualTo(400);
        var silent = program.request("openid");
        silent.put("prompt", "none");
        assertThat(Program.answer(
                        new TestBrowser(node).get(Program.location(program.post(Endpoints.AUTHORIZE, silent)))))
                .containsEntry("error", "login_required");
        var wrong = program.request("openid");
        wrong.put("code_challenge_method", "plain");
        assertThat(Program.answer(program.post(Endpoints.AUTHORIZE, wrong))).containsEntry("error", "invalid_request");
        wrong.put("redirect_uri", "https://evil.example/");
        assertThat(program.post(Endpoints.AUTHORIZE, wrong).statusCode()).isEqualTo(400);
    }

    @Test
    @Proves("F-1")
    void aFormIsNoWayAroundPushing() {
        Program program = Program.strict(node);
        assertThat(Program.answer(program.post(Endpoints.AUTHORIZE, program.request("openid"))))
                .containsEntry("error", "invalid_request");
    }

    @Test
    @Proves("R-OAU-1")
    @Defends("A6")
    void whomTheProgramExpectsIsFilledInWhoeverHeIs() {
        Holder holder = Holder.signUp(node);
        Program program = Program.web(node);
        for (String hint : List.of(holder.address, "nobody-\"<b>@examplex.com")) {
            var request = program.request("openid");
            request.put("login_hint", hint);
            var browser = new TestBrowser(node);
            String to = Program.location(browser.get(Program.path(request)));
            assertThat(to).startsWith("/sign-in?to=%2Foauth2%2Fconsent%2F");
            assertThat(Jsoup.parse(browser.get(to).body()).select("#identifier").val())
                    .isEqualTo(hint);
        }
        String odd = new TestBrowser(node)
                .get("/sign-in?login_hint=0198c1d2-0000-7000-8000-000000000000")
                .body();
        assertThat(Jsoup.parse(odd).select("#identifier").val()).isEmpty();
    }

    @Test
    @Proves({"O-1", "O-7"})
    @Defends("A42")
    @Asvs("10.4.1")
    void anAddressThatIsNotExactlyRegisteredIsGoneToByNobody() {
        Program program = Program.web(node);
        Holder holder = Holder.signUp(node);
        for (String uri : List.of(
                "https://app.examplex.com/back/",
                "https://app.examplex.com/back?x=1",
                "https://app.examplex.com/back/../back",
                "https://app.examplex.com/%62ack",
                "https://app.examplex.com/back#x",
                "https://app.examplex.com@evil.example/back",
                "https://evil.example/?https://app.examplex.com/back",
                "https://app.examplex.com.evil.example/back",
                "https://APP.examplex.com/back",
                "http://app.examplex.com/back",
                "http://127.0.0.1/back",
                "http://localhost/back",
                "//app.examplex.com/back",
                "https:app.examplex.com/back",
                " https://app.examplex.com/back",
                "javascript:alert(1)",
                "")) {
            var request = program.request("openid");
            request.put("redirect_uri", uri);
            HttpResponse<String> answer = holder.browser.get(Program.path(request));
            assertThat(answer.statusCode()).as(uri).isEqualTo(400);
            assertThat(answer.headers().firstValue("Location")).as(uri).isEmpty();
            assertThat(answer.headers().firstValue("Refresh")).as(uri).isEmpty();
        }
        var none = program.request("openid");
        none.remove("redirect_uri");
        assertThat(holder.browser.get(Program.path(none)).statusCode()).isEqualTo(400);
        var twice = Program.path(program.request("openid")) + "&redirect_uri=https%3A%2F%2Fevil.example";
        assertThat(holder.browser.get(twice).statusCode()).isEqualTo(400);
    }

    @Test
    @Proves("O-1")
    @Defends("A42")
    void onlyAProgramOnTheMachineMayListenOnAnotherPort() {
        var wish = new Program.Wish();
        wish.open = true;
        wish.redirects = List.of("http://127.0.0.1/back", "http://[::1]:8000/back");
        Program program = wish.at(node);
        Holder holder = Holder.signUp(node);
        var right = List.of("http://127.0.0.1:51004/back", "http://127.0.0.1/back", "http://[::1]:9/back");
        for (String uri : right) {
            var request = program.request("openid");
            request.put("redirect_uri", uri);
            assertThat(holder.browser.get(Program.path(request)).statusCode())
                    .as(uri)
                    .isEqualTo(303);
        }
        for (String uri : List.of(
                "http://127.0.0.1:51004/other",
                "http://127.0.0.1:51004@evil.example/back",
                "http://127.0.0.2:51004/back",
                "http://localhost:51004/back",
                "https://127.0.0.1:51004/back",
                "http://127.0.0.1:51004/back#x")) {
            var request = program.request("openid");
            request.put("redirect_uri", uri);
            assertThat(holder.browser.get(Program.path(request)).statusCode())
                    .as(uri)
                    .isEqualTo(400);
        }
    }

    @Test
    @Proves("O-2")
    @Defends("A44")
    @Asvs("10.4.6")
    void withoutAnS256ChallengeThereIsNoCode() {
        Program program = Program.web(node);
        Holder holder = Holder.signUp(node);
        for (String method : List.of("plain", "s256", "", "S512")) {
            var request = program.request("openid");
            request.put("code_challenge_method", method);
            assertThat(Program.answer(holder.browser.get(Program.path(request))))
                    .as(method)
                    .containsEntry("error", "invalid_request")
                    .doesNotContainKey("code");
        }
        for (String left : List.of("code_challenge", "code_challenge_method")) {
            var request = program.request("openid");
            request.remove(left);
            assertThat(Program.answer(holder.browser.get(Program.path(request))))
                    .as(left)
                    .containsEntry("error", "invalid_request");
        }
    }

    @Test
    @Proves("O-2")
    @Defends("A44")
    @Asvs("10.4.6")
    void aCodeIsWorthNothingWithoutItsVerifier() {
        Holder holder = Holder.signUp(node);
        for (Program program : List.of(Program.web(node), Program.open(node))) {
            String code = program.code(holder.browser, "openid");
            var none = program.exchange(code);
            none.remove("code_verifier");
            assertThat(error(program.token(none))).isIn("invalid_grant", "invalid_client");
            var wrong = program.exchange(code);
            wrong.put("code_verifier", Program.web(node).verifier);
            assertThat(error(program.token(wrong))).isEqualTo("invalid_grant");
            var itself = program.exchange(code);
            itself.put("code_verifier", program.challenge());
            assertThat(error(program.token(itself))).isEqualTo("invalid_grant");
            assertThat(program.token(program.exchange(code)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    @Defends("A44")
    void aCodeIsForItsClientAndItsAddressAlone() {
        Holder holder = Holder.signUp(node);
        Program program = Program.web(node);
        Program other = Program.web(node);
        String stolen = program.code(holder.browser, "openid");
        var injected = other.exchange(stolen);
        injected.put("code_verifier", program.verifier);
        assertThat(error(other.token(injected))).isEqualTo("invalid_grant");
        assertThat(error(program.token(program.exchange(stolen))))
                .as("burnt: another had it")
                .isEqualTo("invalid_grant");
        var elsewhere = program.exchange(program.code(holder.browser, "openid"));
        elsewhere.put("redirect_uri", "https://app.examplex.com/other");
        assertThat(error(program.token(elsewhere))).isEqualTo("invalid_grant");
    }

    @Test
    @Defends("A45")
    @Asvs("10.4.2")
    void aCodeThatComesTwiceEndsWhatItWasExchangedFor() {
        Holder holder = Holder.signUp(node);
        Program program = Program.web(node);
        String code = program.code(holder.browser, "openid balances.read");
        var tokens = Holder.json(program.token(program.exchange(code)));
        assertThat(program.isActive(tokens.get("access_token").asString())).isTrue();
        assertThat(error(program.token(program.exchange(code)))).isEqualTo("invalid_grant");
        assertThat(program.isActive(tokens.get("access_token").asString())).isFalse();
        assertThat(error(program.token(
                        program.refresh(tokens.get("refresh_token").asString()))))
                .isEqualTo("invalid_grant");
    }

    @Test
    @Proves("F-1")
    void aCodeIsWorthNothingAfterAMinute() {
        Holder holder = Holder.signUp(node);
        Program program = Program.web(node);
        String code = program.code(holder.browser, "openid");
        node.clock.advance(Duration.ofSeconds(61));
        assertThat(error(program.token(program.exchange(code)))).isEqualTo("invalid_grant");
    }

    @Test
    @Proves("O-3")
    void thereAreNeitherTokensInTheAddressNorPasswordsForPrograms() {
        Holder holder = Holder.signUp(node);
        Program program = Program.web(node);
        for (String type : List.of("token", "id_token", "code token", "none", "code id_token")) {
            var request = program.request("openid");
            request.put("response_type", type);
            assertThat(Program.answer(holder.browser.get(Program.path(request))))
                    .as(type)
                    .containsEntry("error", "unsupported_response_type");
        }
        var fragment = program.request("openid");
        fragment.put("response_mode", "fragment");
        assertThat(Program.answer(holder.browser.get(Program.path(fragment))))
                .containsEntry("error", "invalid_request");
        assertThat(error(program.token(
                        Map.of("grant_type", "password", "username", holder.address, "password", Holder.PASSWORD))))
                .isEqualTo("unsupported_grant_type");
        assertThat(error(program.token(
                        Map.of("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange", "subject_token", "x"))))
                .isEqualTo("unsupported_grant_type");
    }

    @Test
    @Proves("O-7")
    void noOtherSiteReadsTheAnswerAndNobodyIsSentOnWith307() {
        Holder holder = Holder.signUp(node);
        Program program = Program.web(node);
        var request = holder.browser
                .request(Program.path(program.request("openid")))
                .header("Origin", "https://evil.example");
        HttpResponse<String> answer = holder.browser.send(request.GET());
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
        HttpResponse<String> back = program.ask(holder.browser, program.request("openid"));
        assertThat(back.statusCode()).isEqualTo(200);
        assertThat(back.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("form-action 'self'");
    }
}
