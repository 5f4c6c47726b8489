package dev.sallyport.session;

import static dev.sallyport.session.SessionChecks.FIREFOX;
import static dev.sallyport.session.SessionChecks.isActive;
import static dev.sallyport.session.SessionChecks.isHeld;
import static dev.sallyport.session.SessionChecks.place;
import static dev.sallyport.session.SessionChecks.proveAgain;
import static dev.sallyport.session.SessionChecks.thief;
import static dev.sallyport.session.SessionChecks.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.http.Guard;
import dev.sallyport.base.http.Guards;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// A session's token in another network and another browser.
@Proves("R-SES-4")
@Defends("A21")
class MovedSessionTest {
    private static final String SUBJECT = "Your session was used from elsewhere";

    private final TestNode node = TestNode.shared();

    @Test
    @Defends("A19")
    @Asvs("8.2.4")
    void aCopiedCookieOpensNothingElsewhere() {
        Holder holder = Holder.signUp(node);
        String token = token(holder.browser);
        assertThat(isActive(node, token)).isTrue();
        TestBrowser thief = thief(node, token);

        assertThat(place(thief.get("/account"))).isEqualTo("303 /sign-in/again?to=%2Faccount");
        assertThat(isHeld(thief)).isTrue();
        assertThat(isActive(node, token)).as("to a service it is none").isFalse();
        assertThat(place(thief.post("/account/closing", Map.of("understood", "on"))))
                .startsWith("403");
        Holder.await("a notice", () -> Holder.count(holder.browser, holder.address, SUBJECT) == 1);
        assertThat(holder.mails().getFirst().text()).contains("Firefox 150").contains("198.51.100.7");
    }

    @Test
    @Asvs({"7.2.4", "8.2.4"})
    void theHolderProvesHimselfAndTheCopyIsWorthNothing() {
        Holder holder = Holder.signUp(node);
        String copied = token(holder.browser);
        TestBrowser thief = thief(node, copied);
        thief.get("/account");

        assertThat(place(holder.browser.get("/account/devices")))
                .as("held for the holder too: nobody can know which of the two he is")
                .isEqualTo("303 /sign-in/again?to=%2Faccount%2Fdevices");
        assertThat(proveAgain(thief, "a password that he does not know")).startsWith("422");
        assertThat(proveAgain(holder.browser, Holder.PASSWORD)).isEqualTo("303 /account");

        assertThat(holder.browser.get("/account/activity").body())
                .contains("A session was used from elsewhere and is held");
        assertThat(isActive(node, token(holder.browser))).isTrue();
        assertThat(Holder.isSignedIn(thief)).isFalse();
        assertThat(isActive(node, copied)).isFalse();
    }

    @Test
    void aNewNetworkAloneANewBrowserAloneAndAnUpdateAreNoMove() {
        Holder holder = Holder.signUp(node);
        String home = holder.browser.address;
        String chrome = holder.browser.userAgent;

        holder.browser.address = "198.51.100.7";
        assertThat(holder.browser.get("/account").statusCode()).as("a journey").isEqualTo(200);
        holder.browser.userAgent = chrome.replace("156", "157");
        assertThat(holder.browser.get("/account").statusCode())
                .as("a journey and an update")
                .isEqualTo(200);
        holder.browser.address = "2001:db8:17::1";
        assertThat(holder.browser.get("/account").statusCode()).isEqualTo(200);
        holder.browser.address = home;
        holder.browser.userAgent = FIREFOX;
        assertThat(holder.browser.get("/account").statusCode())
                .as("another browser at home")
                .isEqualTo(200);
        holder.browser.address = home.substring(0, home.indexOf('.', 4)) + ".9.9";
        assertThat(holder.browser.get("/account").statusCode())
                .as("and its neighbour in the same /16")
                .isEqualTo(200);
    }

    @Test
    void itIsComparedWithWhereItWasLastProven() {
        Holder holder = Holder.signUp(node);
        TestBrowser moved = thief(node, token(holder.browser));
        moved.get("/account");
        assertThat(proveAgain(moved, Holder.PASSWORD)).isEqualTo("303 /account");
        assertThat(moved.get("/account").statusCode()).isEqualTo(200);
        TestBrowser back = new TestBrowser(node);
        back.address = holder.browser.address;
        back.cookies.put(SessionChecks.SESSION, token(moved));
        assertThat(isHeld(back)).as("where it was before is elsewhere now").isTrue();
    }

    @Test
    void aSystemThatChangesCountsAsAnotherBrowser() {
        Holder holder = Holder.signUp(node);
        TestBrowser thief = thief(node, token(holder.browser));
        thief.userAgent = holder.browser.userAgent.replace("X11; Linux x86_64", "Windows NT 10.0; Win64; x64");
        assertThat(isHeld(thief)).isTrue();
    }

    /// Taken from the routes themselves, so that a new one cannot be forgotten (A57).
    @Test
    @Defends("A57")
    void aHeldSessionOpensNoRouteButThoseThatFreeOrEndIt() {
        Holder holder = Holder.signUp(node);
        TestBrowser thief = thief(node, token(holder.browser));
        thief.follow(thief.get("/sign-in/again"));
        var let = new ArrayList<String>();
        node.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, method) -> {
                    Guard guard = Guards.of(method);
                    if (guard == null
                            || (guard.value() != Guard.Kind.SIGNED_IN && guard.value() != Guard.Kind.FRESH_PROOF)) {
                        return;
                    }
                    thief.address = "198.51." + (100 + let.hashCode() % 7) + ".7";
                    for (var verb : mapping.getMethodsCondition().getMethods()) {
                        for (String pattern : mapping.getPatternValues()) {
                            String path = pattern.replaceAll(
                                    "\\{[^}]*}", UUID.randomUUID().toString());
                            var answer = thief.send(thief.request(path)
                                    .header("X-CSRF-Token", String.valueOf(thief.csrf))
                                    .header("Content-Type", "application/json")
                                    .method(verb.name(), HttpRequest.BodyPublishers.ofString("{}")));
                            boolean held =
                                    answer.statusCode() == 403 || place(answer).startsWith("303 /sign-in/again");
                            if (!held) {
                                let.add(verb + " " + pattern);
                            }
                        }
                    }
                });
        assertThat(let)
                .allMatch(route -> route.matches("\\w+ (/sign-in/again|(/api)?/step-up/\\{id}.*|/api/session/proofs)"));
        assertThat(let).isNotEmpty();
        assertThat(place(thief.post("/sign-out", Map.of()))).isEqualTo("303 /signed-out");
        assertThat(holder.isSignedIn()).as("the thief himself ended it").isFalse();
    }

    @Test
    @Asvs("15.4.2")
    void ofFiftyRequestsAtOnceOneIsToldOf() {
        Holder holder = Holder.signUp(node);
        String token = token(holder.browser);
        var answers = Race.of(50, i -> () -> thief(node, token).get("/account").statusCode());
        assertThat(answers).containsOnly(303);
        assertThat(proveAgain(holder.browser, Holder.PASSWORD)).isEqualTo("303 /account");
        String activity = holder.browser.get("/account/activity").body();
        assertThat(activity.split("used from elsewhere", -1)).hasSize(2);
        Holder.await("a notice", () -> Holder.count(holder.browser, holder.address, SUBJECT) == 1);
    }

    @Test
    void whatOneNodeHoldsAllNodesHold() {
        Holder holder = Holder.signUp(node);
        String token = token(holder.browser);
        try (var other = TestNode.start(node.clock, Map.of())) {
            var there = new TestBrowser(other);
            there.address = holder.browser.address;
            there.cookies.put(SessionChecks.SESSION, token);
            assertThat(isHeld(there)).isFalse();
            assertThat(isActive(other, token)).as("remembered there").isTrue();
            assertThat(isHeld(thief(node, token))).isTrue();
            Holder.await("held there", () -> !isActive(other, token));
            assertThat(isHeld(there)).isTrue();
        }
    }

    @Test
    void whatItIsComparedWithIsNotReadableAtRest() {
        Holder holder = Holder.signUp(node);
        int readable = node.bean(JdbcClient.class)
                .sql("SELECT count(*) FROM session WHERE position(:address in session::text) > 0"
                        + " OR position(encode(:address::bytea, 'hex') in session::text) > 0")
                .param("address", holder.browser.address)
                .query(Integer.class)
                .single();
        assertThat(readable).isZero();
    }
}
