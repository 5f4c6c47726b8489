package dev.sallyport.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.account.Contacts;
import dev.sallyport.account.Identifiers;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Sign-ins that have begun and what happens to them when something changes meanwhile.
class UnderWayTest {
    private static final String NEXT = "another zebra lantern quartz";

    private final TestNode node = TestNode.shared();

    private static String place(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + answer.headers().firstValue("Location").orElse("");
    }

    /// A holder whose number must be proven again, so that his sign-ins by it have a second step.
    private record Stale(Holder holder, String number, String e164) {}

    private Stale stale() {
        Holder holder = Holder.signUp(node);
        String number = "+49 151 3" + (1_000_000 + (System.nanoTime() % 8_999_999));
        String e164 = Identifiers.read(number, "DE").orElseThrow().text();
        holder.browser.post("/account/contacts", Map.of("identifier", number));
        holder.browser.get("/account/contacts/new/code");
        holder.browser.post("/account/contacts/new/code", Map.of("code", Holder.code(holder.browser, e164)));
        // As if it had not been used for half a year; the clock stays, or every session would have ended.
        node.bean(JdbcClient.class)
                .sql(
                        "UPDATE contact SET last_used_at = last_used_at - interval '181 days', "
                                + "proven_at = proven_at - interval '181 days' WHERE account_id = :account::uuid AND kind = 'PHONE'")
                .param("account", holder.account())
                .update();
        return new Stale(holder, number, e164);
    }

    private void changePassword(Holder holder) {
        holder.browser.get("/account/password");
        assertThat(place(
                        holder.browser.post("/account/password", Map.of("current", Holder.PASSWORD, "password", NEXT))))
                .isEqualTo("303 /account/password");
    }

    @Test
    @Proves("R-SES-2")
    @Defends("A28")
    @Asvs({"7.4.3", "2.3.1"})
    void aChangeOfPasswordEndsASignInThatBeganWithTheOldOne() {
        Stale stale = stale();
        var thief = new TestBrowser(node);
        assertThat(place(Holder.trySignIn(thief, stale.number(), Holder.PASSWORD)))
                .isEqualTo("303 /sign-in/contact-code");
        assertThat(thief.get("/sign-in/contact-code").statusCode()).isEqualTo(200);
        String code = Holder.code(thief, stale.e164());
        changePassword(stale.holder());
        assertThat(place(thief.post("/sign-in/contact-code", Map.of("code", code))))
                .startsWith("303 /sign-in");
        assertThat(Holder.isSignedIn(thief)).isFalse();
        assertThat(stale.holder().isSignedIn()).isTrue();
    }

    @Test
    @Proves("R-ID-2")
    @Defends("A5")
    @Asvs("6.3.8")
    void failuresByOneAddressDoNotShowAtAnotherOfTheSameAccount() {
        Holder holder = Holder.signUp(node);
        String number = "+49 151 4" + (1_000_000 + (System.nanoTime() % 8_999_999));
        String e164 = Identifiers.read(number, "DE").orElseThrow().text();
        holder.browser.post("/account/contacts", Map.of("identifier", number));
        holder.browser.get("/account/contacts/new/code");
        holder.browser.post("/account/contacts/new/code", Map.of("code", Holder.code(holder.browser, e164)));
        assertThat(node.bean(Contacts.class)).isNotNull();
        for (int i = 0; i < 5; i++) {
            assertThat(Holder.trySignIn(new TestBrowser(node), holder.address, "wrong wrong wrong " + i)
                            .statusCode())
                    .isEqualTo(422);
        }
        assertThat(Holder.trySignIn(new TestBrowser(node), holder.address, "wrong wrong wrong")
                        .statusCode())
                .isEqualTo(429);
        assertThat(Holder.trySignIn(new TestBrowser(node), number, "wrong wrong wrong")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    @Proves("R-RL-2")
    @Defends("A3")
    void byAllAddressesTogetherStrangersHaveNoMoreTriesThanByOne() {
        Holder holder = Holder.signUp(node);
        String number = "+49 151 5" + (1_000_000 + (System.nanoTime() % 8_999_999));
        String e164 = Identifiers.read(number, "DE").orElseThrow().text();
        holder.browser.post("/account/contacts", Map.of("identifier", number));
        holder.browser.get("/account/contacts/new/code");
        holder.browser.post("/account/contacts/new/code", Map.of("code", Holder.code(holder.browser, e164)));
        // Fifty by mail: the lane of that address is closed.
        for (int i = 0; i < 50; i++) {
            assertThat(Holder.trySignIn(new TestBrowser(node), holder.address, "wrong wrong wrong " + i)
                            .statusCode())
                    .isEqualTo(422);
            node.clock.advance(Duration.ofHours(1));
        }
        // By the number the right password is as wrong as any other, and nobody sees why.
        assertThat(Holder.trySignIn(new TestBrowser(node), number, Holder.PASSWORD)
                        .statusCode())
                .isEqualTo(422);
        // The owner's own device goes on.
        holder.again();
        assertThat(holder.isSignedIn()).isTrue();
    }

    @Test
    @Defends("A4")
    @Proves("R-RL-2")
    void whoGuessesInsideASessionLocksNobodyOut() {
        Holder holder = Holder.signUp(node);
        TestBrowser thief = holder.elsewhere();
        for (int i = 0; i < 6; i++) {
            thief.get("/account/password");
            thief.post("/account/password", Map.of("current", "wrong wrong wrong " + i, "password", NEXT));
        }
        thief.get("/account/password");
        assertThat(thief.post("/account/password", Map.of("current", Holder.PASSWORD, "password", NEXT))
                        .statusCode())
                .isEqualTo(429);
        changePassword(holder);
        assertThat(holder.isSignedIn()).isTrue();
    }
}
