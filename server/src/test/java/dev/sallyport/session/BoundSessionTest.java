package dev.sallyport.session;

import static dev.sallyport.session.SessionChecks.isActive;
import static dev.sallyport.session.SessionChecks.isHeld;
import static dev.sallyport.session.SessionChecks.place;
import static dev.sallyport.session.SessionChecks.proveAgain;
import static dev.sallyport.session.SessionChecks.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The life of a session that is bound to a key of the browser (Device Bound Session Credentials).
@Proves("R-SES-4")
@Defends("A21")
class BoundSessionTest {
    private final TestNode node = TestNode.shared();

    private KeyedBrowser bound() {
        return KeyedBrowser.bound(node, Holder.signUp(node).address);
    }

    /// The same machine and network as its holder's, as malware has them.
    private TestBrowser copyOf(TestBrowser owner, boolean withBoundCookie) {
        var copy = new TestBrowser(node);
        copy.address = owner.address;
        copy.userAgent = owner.userAgent;
        copy.cookies.put(SessionChecks.SESSION, token(owner));
        if (withBoundCookie) {
            copy.cookies.put(KeyedBrowser.COOKIE, Objects.requireNonNull(owner.cookies.get(KeyedBrowser.COOKIE)));
        }
        return copy;
    }

    @Test
    @Asvs({"3.3.1", "3.3.4"})
    void aBrowserThatTakesTheOfferIsAskedForItsKeyEveryTenMinutes() {
        KeyedBrowser owner = KeyedBrowser.signIn(node, Holder.signUp(node).address);
        assertThat(owner.offer).startsWith("(ES256 RS256);path=\"/session/binding\";challenge=\"");
        var registered = owner.register();
        assertThat(registered.statusCode()).isEqualTo(200);
        var instructions = Holder.json(registered);
        assertThat(instructions.get("refresh_url").asString()).isEqualTo("/session/binding/refresh");
        assertThat(instructions.get("scope").get("include_site").asBoolean()).isFalse();
        assertThat(instructions.get("credentials").get(0).get("name").asString())
                .isEqualTo(KeyedBrowser.COOKIE);
        assertThat(registered.headers().firstValue("Set-Cookie").orElse(""))
                .startsWith(KeyedBrowser.COOKIE)
                .contains("Max-Age=600", "Secure", "HttpOnly", "SameSite=Lax", "Path=/")
                .doesNotContain("Domain");
        for (int i = 0; i < 8; i++) {
            node.clock.advance(Duration.ofMinutes(10));
            assertThat(owner.refresh().statusCode()).isEqualTo(200);
            assertThat(owner.browser.get("/account").statusCode()).isEqualTo(200);
        }
    }

    @Test
    @Asvs("7.5.2")
    void theListOfSessionsSaysSo() {
        KeyedBrowser owner = bound();
        assertThat(owner.browser.get("/account/devices").body()).contains("Bound to this device");
        assertThat(Holder.json(owner.browser, "/api/sessions").valueStream())
                .filteredOn(session -> session.get("bound").asBoolean())
                .singleElement()
                .matches(session -> session.get("current").asBoolean());
        assertThat(owner.browser.get("/account/activity").body()).contains("A session was bound to its device");
    }

    @Test
    @Asvs("8.2.4")
    void aStolenSessionCookieAloneIsHeldAtOnce() {
        KeyedBrowser owner = bound();
        node.clock.advance(Duration.ofSeconds(61));
        assertThat(owner.browser.get("/account").statusCode()).isEqualTo(200);
        TestBrowser thief = copyOf(owner.browser, false);
        assertThat(place(thief.get("/account"))).isEqualTo("303 /sign-in/again?to=%2Faccount");
        assertThat(isHeld(thief)).isTrue();
        assertThat(isActive(node, token(owner.browser))).isFalse();
        assertThat(proveAgain(owner.browser, Holder.PASSWORD)).isEqualTo("303 /account");
        node.clock.advance(Duration.ofMinutes(10));
        assertThat(owner.refresh().statusCode())
                .as("still bound to the owner's key")
                .isEqualTo(200);
        assertThat(owner.browser.get("/account").statusCode()).isEqualTo(200);
        assertThat(Holder.isSignedIn(thief)).isFalse();
    }

    @Test
    void allCookiesTogetherAreWorthNothingAfterElevenMinutes() {
        KeyedBrowser owner = bound();
        TestBrowser thief = copyOf(owner.browser, true);
        assertThat(thief.get("/account").statusCode())
                .as("for these minutes they cannot be told apart")
                .isEqualTo(200);
        node.clock.advance(Duration.ofMinutes(11));
        assertThat(isHeld(thief)).isTrue();
    }

    @Test
    void whatIsOnItsWayWhileTheKeyIsMadeIsLetThrough() {
        KeyedBrowser owner = bound();
        assertThat(copyOf(owner.browser, false).get("/account").statusCode()).isEqualTo(200);
    }

    @Test
    void aBrowserWithoutAKeyNoticesNothing() {
        Holder holder = Holder.signUp(node);
        for (int i = 0; i < 5; i++) {
            node.clock.advance(Duration.ofMinutes(30));
            assertThat(holder.browser.get("/account").statusCode()).isEqualTo(200);
        }
        assertThat(holder.browser.get("/account/devices").body()).doesNotContain("Bound to this device");
    }

    @Test
    void theCookieOfAnotherSessionIsNone() {
        KeyedBrowser owner = bound();
        KeyedBrowser other = bound();
        node.clock.advance(Duration.ofMinutes(2));
        owner.browser.cookies.put(
                KeyedBrowser.COOKIE, Objects.requireNonNull(other.browser.cookies.get(KeyedBrowser.COOKIE)));
        assertThat(isHeld(owner.browser)).isTrue();
    }

    @Test
    void aKeyThatWasLostIsForgottenByAProofAndANewOneOffered() {
        KeyedBrowser owner = bound();
        owner.browser.cookies.remove(KeyedBrowser.COOKIE);
        node.clock.advance(Duration.ofMinutes(12));
        assertThat(isHeld(owner.browser)).isTrue();
        var proven = owner.browser.proveAgain(Holder.PASSWORD);
        owner.offer = KeyedBrowser.offered(proven);
        assertThat(owner.browser.get("/account").statusCode()).isEqualTo(200);
        owner.key = KeyedBrowser.keys("EC");
        assertThat(owner.register().statusCode()).isEqualTo(200);
        node.clock.advance(Duration.ofMinutes(10));
        assertThat(owner.refresh().statusCode()).isEqualTo(200);
        assertThat(owner.browser.get("/account").statusCode()).isEqualTo(200);
    }

    @Test
    void aNewCookieNeitherFreesAHeldSessionNorKeepsAnUnusedOneAlive() {
        KeyedBrowser owner = bound();
        node.clock.advance(Duration.ofMinutes(2));
        assertThat(isHeld(copyOf(owner.browser, false))).isTrue();
        assertThat(owner.refresh().statusCode())
                .as("so that its holder has the cookie when he has proven himself")
                .isEqualTo(200);
        assertThat(isHeld(owner.browser)).isTrue();
        assertThat(proveAgain(owner.browser, Holder.PASSWORD)).isEqualTo("303 /account");
        for (int i = 0; i < 5; i++) {
            node.clock.advance(Duration.ofMinutes(11));
            assertThat(owner.refresh().statusCode()).isEqualTo(200);
        }
        node.clock.advance(Duration.ofMinutes(11));
        assertThat(owner.refresh(owner.proof("x", owner.claims("/session/binding/refresh"), false))
                        .statusCode())
                .as("an hour unused: it is over, and so is its key")
                .isEqualTo(401);
    }

    /// A browser may not renew the cookie for a page that another site leads to.
    @Test
    void aLinkFromAnotherSiteAsksOnceMoreFromHereAndOpensNothingByItself() {
        KeyedBrowser owner = bound();
        node.clock.advance(Duration.ofMinutes(12));
        owner.browser.cookies.remove(KeyedBrowser.COOKIE);
        for (String site : new String[] {"cross-site", "none", "same-site"}) {
            var answer = owner.browser.send(owner.browser
                    .request("/account/activity?kind=all")
                    .header("Sec-Fetch-Site", site)
                    .header("Sec-Fetch-Mode", "navigate")
                    .GET());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Refresh")).hasValue("0; url=/account/activity?kind=all");
            assertThat(answer.body()).isEmpty();
        }
        assertThat(owner.refresh().statusCode()).isEqualTo(200);
        assertThat(owner.browser.get("/account").statusCode())
                .as("nothing was held")
                .isEqualTo(200);
    }

    @Test
    void signingOutTakesTheCookieAndEndsTheKey() {
        KeyedBrowser owner = bound();
        owner.browser.get("/account");
        assertThat(place(owner.browser.post("/sign-out", java.util.Map.of()))).isEqualTo("303 /signed-out");
        assertThat(owner.browser.cookies).doesNotContainKey(KeyedBrowser.COOKIE);
        assertThat(owner.refresh((String) null).statusCode()).isEqualTo(401);
    }
}
