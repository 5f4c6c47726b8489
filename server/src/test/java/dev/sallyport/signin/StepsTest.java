package dev.sallyport.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.account.Contacts;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StepsTest {
    private static final String PAGE = "/sign-in/contact-code";

    private final TestNode node = TestNode.shared();

    private static String place(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + answer.headers().firstValue("Location").orElse("");
    }

    /// As when a provider tells us that the mailbox or number has changed hands.
    private Holder recycled() {
        Holder holder = Holder.signUp(node);
        String contact =
                Holder.json(holder.browser, "/api/contacts").get(0).get("id").asString();
        assertThat(node.bean(Contacts.class)
                        .mustBeProvenAgain(new AccountId(UUID.fromString(holder.account())), UUID.fromString(contact)))
                .isTrue();
        return holder;
    }

    private static String code(TestBrowser browser, Holder holder) {
        Holder.await(
                "a code to sign in",
                () -> Holder.mails(browser, holder.address).getFirst().text().contains("on which you are signing in"));
        return Holder.code(browser, holder.address);
    }

    private static long facts(Holder holder, String kind, boolean succeeded) {
        return Holder.json(holder.browser, "/api/activity")
                .get("entries")
                .valueStream()
                .filter(e -> e.get("kind").asString().equals(kind)
                        && e.get("succeeded").asBoolean() == succeeded
                        && !e.get("address").asString().isEmpty())
                .count();
    }

    @Test
    @Proves("R-ID-4")
    @Defends("A18")
    void anAddressThatMayBeAnothersNowIsProvenAgainOnce() {
        Holder holder = recycled();
        var browser = new TestBrowser(node);
        assertThat(place(Holder.trySignIn(browser, holder.address, Holder.PASSWORD)))
                .isEqualTo("303 " + PAGE);
        assertThat(Holder.isSignedIn(browser)).isFalse();
        browser.get(PAGE);
        assertThat(place(browser.post(PAGE, Map.of("code", code(browser, holder)))))
                .isEqualTo("303 /account");
        assertThat(place(Holder.trySignIn(new TestBrowser(node), holder.address, Holder.PASSWORD)))
                .isEqualTo("303 /account");
    }

    @Test
    void aCodeBeforeThePageWasOpenedLeadsToThePage() {
        Holder holder = recycled();
        var browser = new TestBrowser(node);
        Holder.trySignIn(browser, holder.address, Holder.PASSWORD);
        assertThat(place(browser.post(PAGE, Map.of("code", "12345678")))).isEqualTo("303 " + PAGE);
        assertThat(browser.get(PAGE).statusCode()).isEqualTo(200);
        assertThat(place(browser.post(PAGE, Map.of("code", code(browser, holder)))))
                .isEqualTo("303 /account");
    }

    @Test
    @Proves("R-LOG-1")
    @Asvs({"16.3.1", "6.3.5"})
    void codesThatWereTypedStandInTheRecord() {
        Holder holder = recycled();
        var browser = new TestBrowser(node);
        Holder.trySignIn(browser, holder.address, Holder.PASSWORD);
        browser.get(PAGE);
        String code = code(browser, holder);
        String wrong = (code.startsWith("1") ? "2" : "1") + code.substring(1);
        for (int i = 0; i < 2; i++) {
            assertThat(browser.post(PAGE, Map.of("code", wrong)).statusCode()).isEqualTo(422);
        }
        assertThat(place(browser.post(PAGE, Map.of("code", code)))).isEqualTo("303 /account");
        assertThat(facts(holder, "signin.code-failed", false)).isEqualTo(2);
        assertThat(facts(holder, "signin.code-proven", true)).isEqualTo(1);

        String further = Holder.newAddress();
        holder.browser.post("/account/contacts", Map.of("identifier", further));
        holder.browser.get("/account/contacts/new/code");
        String right = Holder.code(holder.browser, further);
        // More than are looked at: who has a session must not make the record grow as he likes.
        for (int i = 0; i < 8; i++) {
            holder.browser.post(
                    "/account/contacts/new/code",
                    Map.of("code", (right.startsWith("1") ? "2" : "1") + right.substring(1)));
        }
        assertThat(facts(holder, "contact.code-failed", false)).isEqualTo(5);
    }

    @Test
    @Proves("R-RL-2")
    @Defends("A4")
    void whatANetworkHasUsedUpDoesNotStopAKnownDeviceInTheMiddleOfASignIn() {
        Holder holder = recycled();
        for (int i = 0; i < Limit.CODE_CHECK_NETWORK.burst(); i++) {
            node.bean(Limits.class)
                    .tryTake(Limit.CODE_CHECK_NETWORK, new Caller(holder.browser.address, "x", null).network());
        }
        holder.browser.cookies.remove("__Host-session");
        Holder.trySignIn(holder.browser, holder.address, Holder.PASSWORD);
        holder.browser.get(PAGE);
        assertThat(place(holder.browser.post(PAGE, Map.of("code", code(holder.browser, holder)))))
                .isEqualTo("303 /account");
    }
}
