package dev.sallyport.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What a session's token is, and what brings a new one.
class SessionTokenTest {
    private static final String SESSION = "__Host-session";

    private final TestNode node = TestNode.shared();
    private final JdbcClient jdbc = node.bean(JdbcClient.class);

    private static String place(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + answer.headers().firstValue("Location").orElse("");
    }

    private static String token(TestBrowser browser) {
        return Objects.requireNonNull(browser.cookies.get(SESSION));
    }

    private static boolean opens(TestBrowser browser, String token) {
        browser.cookies.put(SESSION, token);
        return Holder.isSignedIn(browser);
    }

    @Test
    @Proves("R-SES-1")
    @Asvs({"3.3.1", "3.3.3", "3.3.4", "7.2.1", "7.2.3", "11.5.1"})
    void theTokenIsRandomHostOnlyAndStoredAsAHash() {
        Holder holder = Holder.signUp(node);
        String token = token(holder.browser);
        assertThat(token.length() * 6).isGreaterThan(256 + 256);
        int found = jdbc.sql(
                        "SELECT count(*) FROM session WHERE encode(token_hash, 'base64') = :t OR position(:t in session::text) > 0")
                .param("t", token)
                .query(Integer.class)
                .single();
        assertThat(found).isZero();
        for (int i = 0; i < token.length(); i += 7) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(opens(new TestBrowser(node), changed)).as("at " + i).isFalse();
        }
    }

    @Test
    @Proves("R-SES-1")
    @Defends("A22")
    @Asvs({"7.2.2", "7.2.4"})
    void everySignInAndEveryProofBringsANewTokenAndEndsTheOld() {
        Holder holder = Holder.signUp(node);
        String first = token(holder.browser);
        // A token that a thief set before is worth nothing, and does not become the session's.
        var fixed = new TestBrowser(node);
        fixed.cookies.put(SESSION, first.substring(0, first.length() - 43) + "A".repeat(43));
        assertThat(place(Holder.trySignIn(fixed, holder.address, Holder.PASSWORD)))
                .isEqualTo("303 /account");
        assertThat(token(fixed)).isNotEqualTo(first).doesNotEndWith("A".repeat(43));

        assertThat(again(holder, "/account/closing")).isEqualTo("303 /account/closing");
        String second = token(holder.browser);
        assertThat(second).isNotEqualTo(first);
        assertThat(opens(new TestBrowser(node), first)).isFalse();
        assertThat(opens(new TestBrowser(node), second)).isTrue();

        // Signing in again in the same browser ends what it had before.
        var before = new TestBrowser(node);
        Holder.trySignIn(before, holder.address, Holder.PASSWORD);
        String third = token(before);
        before.get("/account");
        assertThat(place(before.post("/sign-in", Map.of("identifier", holder.address, "password", Holder.PASSWORD))))
                .isEqualTo("303 /account");
        assertThat(opens(new TestBrowser(node), third)).isFalse();
    }

    @Test
    @Proves("R-SU-1")
    @Asvs({"7.5.1", "3.7.2"})
    void everySensitiveActAsksForItsOwnProofHoweverFreshTheSession() {
        Holder holder = Holder.signUp(node);
        TestBrowser browser = holder.browser;
        var page = browser.postUnproven("/account/closing", Map.of("understood", "on"));
        String stepUp = TestBrowser.stepUp(page).orElseThrow();
        assertThat(browser.prove(stepUp, Map.of("password", "not it, not it, no"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(holder.isSignedIn()).isTrue();

        var api = browser.jsonUnproven("POST", "/api/contacts", "{\"identifier\":\"x\"}", null);
        assertThat(api.statusCode()).isEqualTo(403);
        assertThat(api.body()).contains("proof-too-old");
        String asked = TestBrowser.stepUp(api).orElseThrow();
        String before = token(browser);
        assertThat(browser.proveJson(asked, Map.of("password", Holder.PASSWORD)).statusCode())
                .isEqualTo(200);
        assertThat(opens(new TestBrowser(node), before)).isFalse();
        // With the proof given it is the address that is looked at; once.
        assertThat(browser.jsonUnproven("POST", "/api/contacts", "{\"identifier\":\"x\"}", asked)
                        .statusCode())
                .isEqualTo(422);
        assertThat(browser.jsonUnproven("POST", "/api/contacts", "{\"identifier\":\"x\"}", asked)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    @Proves({"R-SU-1", "R-SES-1"})
    @Asvs({"7.5.1", "3.7.2"})
    void whoProvesHimselfOnceMoreGoesBackToAPageOfOurs() {
        Holder holder = Holder.signUp(node);
        assertThat(again(holder, "/account/activity")).isEqualTo("303 /account/activity");
        assertThat(again(holder, "//evil.examplex.net")).isEqualTo("303 /account");
    }

    private static String again(Holder holder, String to) {
        var asked = holder.browser.get("/sign-in/again?to=" + to);
        return place(
                holder.browser.prove(TestBrowser.stepUp(asked).orElseThrow(), Map.of("password", Holder.PASSWORD)));
    }
}
