package dev.sallyport.stepup;

import static dev.sallyport.harness.AppHolder.expect;
import static dev.sallyport.harness.AppHolder.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Guard;
import dev.sallyport.harness.Handlers;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Prover;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.session.Devices;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The password is all that an account has, and a thief has it too. He gets in, but on a device that the account
/// hardly knows he binds nothing, changes no address and no password, drives out no device, and so shuts nobody out.
@Proves("R-SU-1")
@Defends({"A11", "A21"})
@Asvs({"7.5.1", "7.5.3"})
class StolenPasswordTest {
    private static final String APP = "{\"name\":\"Mine\"}";

    private final TestNode node = TestNode.shared();
    private final Holder owner = Holder.signUp(node);
    private final TestBrowser thief = in(new TestBrowser(node));

    private TestBrowser in(TestBrowser browser) {
        assertThat(place(Holder.trySignIn(browser, owner.address, Holder.PASSWORD)))
                .isEqualTo("303 /account");
        browser.get("/account");
        return browser;
    }

    private static HttpResponse<String> send(TestBrowser in, Handlers act) {
        String path = act.path(UUID.randomUUID().toString());
        return act.isPage()
                ? in.postUnproven(path, Map.of("on", "yes", "name", "x", "current", Holder.PASSWORD))
                : in.jsonUnproven(act.method(), path, act.method().equals("DELETE") ? null : "{}", null);
    }

    private static List<String> ways(TestBrowser in, String id) {
        return Holder.json(in, "/api/step-up/" + id)
                .get("ways")
                .valueStream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void noActIsDoneByThePasswordAlone() {
        // From two networks in turn: what one may write in a minute is less than all of this.
        var thieves = new ArrayDeque<>(List.of(thief, in(new TestBrowser(node))));
        assertThat(Handlers.of(node, Guard.Kind.FRESH_PROOF))
                .hasSizeGreaterThan(25)
                .allSatisfy(act -> {
                    TestBrowser thief = thieves.removeFirst();
                    thieves.addLast(thief);
                    var sent = send(thief, act);
                    if (Set.of(Act.About.MONEY, Act.About.TWO_STRONG)
                            .contains(act.guard().act().about())) {
                        // Needs a second proof everywhere.
                        assertThat(sent.statusCode()).as(act.toString()).isEqualTo(403);
                        return;
                    }
                    String id = TestBrowser.stepUp(sent)
                            .orElseThrow(() -> new AssertionError(act + ": " + sent.statusCode() + " " + sent.body()));
                    assertThat(ways(thief, id)).as(act.toString()).containsExactly("[\"pwd\",\"contact\"]");
                    assertThat(thief.proveJson(id, Map.of("password", Holder.PASSWORD))
                                    .statusCode())
                            .isEqualTo(422);
                    assertThat(thief.proveJson(id, Map.of("password", Holder.PASSWORD, "contact", "12345678"))
                                    .statusCode())
                            .isIn(422, 429);
                    node.clock.advance(java.time.Duration.ofMinutes(1));
                });
        assertThat(Holder.json(owner.browser, "/api/contacts").size()).isEqualTo(1);
        assertThat(Holder.json(owner.browser, "/api/authenticators").size()).isZero();
    }

    @Test
    void whereTheAccountWasOpenedThePasswordDoes() {
        String id = asked(owner.browser);
        assertThat(ways(owner.browser, id)).containsExactly("[\"pwd\"]");
        expect(201, owner.browser.json("POST", "/api/authenticators", APP));
        // Also when he comes back; but not where somebody had put a device's cookie before.
        owner.again();
        assertThat(ways(owner.browser, asked(owner.browser))).containsExactly("[\"pwd\"]");
        var planted = new TestBrowser(node);
        planted.cookies.put("__Host-device", Tokens.create());
        var other = Holder.signUp(planted, Holder.newAddress());
        other.again();
        assertThat(ways(planted, asked(planted))).containsExactly("[\"pwd\",\"contact\"]");
    }

    private static String asked(TestBrowser browser) {
        return TestBrowser.stepUp(browser.jsonUnproven("POST", "/api/authenticators", APP, null))
                .orElseThrow();
    }

    @Test
    void theHolderOnANewDeviceTypesACodeOnceAndIsAskedNoMoreInThisSession() {
        thief.prover = Prover.holder(owner.address, Holder.PASSWORD);
        expect(201, thief.json("POST", "/api/authenticators", APP));
        assertThat(ways(thief, asked(thief))).containsExactly("[\"pwd\"]");
        thief.cookies.remove("__Host-session");
        in(thief);
    }

    @Test
    void thePageSendsTheCodeByItselfAndSaysWhereItWent() {
        var asked = thief.postUnproven("/account/two-step/authenticators", Map.of("name", "Mine"));
        String page = expect(200, thief.follow(asked)).body();
        assertThat(page).contains("name=\"contact\"").contains("name=\"password\"");
        thief.follow(asked);
        Holder.await("one code", () -> Holder.count(thief, owner.address, "Your code for ExampleX") == 1);
        assertThat(Holder.mails(thief, owner.address).getFirst().text()).contains("a new app");
        var done = thief.prove(
                TestBrowser.stepUp(asked).orElseThrow(),
                Map.of("password", Holder.PASSWORD, "contact", Holder.code(thief, owner.address)));
        assertThat(place(done)).isEqualTo("303 /account/two-step/authenticators/new/key");
    }

    /// A code is good for the act that it was sent for, and once.
    @Test
    @Defends("A16")
    void aCodeForOneActDoesNoOther() {
        String first = asked(thief);
        String other = asked(thief);
        expect(202, thief.jsonUnproven("POST", "/api/step-up/" + first + "/sending", null, null));
        var proofs = Map.of("password", Holder.PASSWORD, "contact", Holder.code(thief, owner.address));
        expect(422, thief.proveJson(other, proofs));
        expect(200, thief.proveJson(first, proofs));
        expect(404, thief.proveJson(first, proofs));
    }

    @Test
    void aDeviceThatTheAccountHasKnownForADayIsSettled() {
        node.clock.advance(Devices.SETTLED);
        in(thief);
        assertThat(ways(thief, asked(thief))).containsExactly("[\"pwd\"]");
    }

    /// The owner has read that a device is new, and ends its session: a day later it is as new as before.
    @Test
    void whatTheOwnerHasEndedSettlesAnew() {
        expect(200, owner.browser.json("DELETE", "/api/sessions", null));
        node.clock.advance(Devices.SETTLED.minusMinutes(5));
        in(thief);
        assertThat(ways(thief, asked(thief))).containsExactly("[\"pwd\",\"contact\"]");
    }

    /// A shared computer is no device, so none can be settled.
    @Test
    void aSharedComputerNeverIs() {
        var shared = new TestBrowser(node);
        shared.get("/sign-in");
        shared.post("/sign-in", Map.of("identifier", owner.address, "password", Holder.PASSWORD, "shared", "on"));
        shared.get("/account");
        assertThat(ways(shared, asked(shared))).containsExactly("[\"pwd\",\"contact\"]");
    }
}
