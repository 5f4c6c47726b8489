package dev.sallyport.stepup;

import static dev.sallyport.harness.AppHolder.expect;
import static dev.sallyport.harness.AppHolder.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.http.Act;
import dev.sallyport.base.http.Guard;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Handlers;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every route that does a sensitive act, as the running server lists them, and every way round its proof.
@Proves("R-SU-1")
@Defends({"A57", "A11"})
@Asvs({"7.5.1", "7.5.3", "2.3.1"})
class EveryActTest {
    private static final List<String> STATE = List.of(
            "/api/contacts",
            "/api/authenticators",
            "/api/passkeys",
            "/api/recovery-codes",
            "/api/two-step/messages",
            "/api/phrase",
            "/api/devices",
            "/api/password",
            "/api/preferences");

    private final TestNode node = TestNode.shared();
    private final List<Handlers> all = Handlers.of(node, Guard.Kind.FRESH_PROOF);
    /// What takes two proofs has a test of its own, `EarlyReleasesTest`: this owner has but one.
    private final List<Handlers> acts = all.stream()
            .filter(act -> act.guard().act().about() != Act.About.TWO_STRONG)
            .toList();

    /// A real id where the account has one, so that a hole would do harm.
    private static String path(AppHolder owner, Handlers act) {
        String list = act.pattern().contains("authenticators")
                ? "/api/authenticators"
                : act.pattern().contains("contacts")
                        ? "/api/contacts"
                        : act.pattern().contains("sessions")
                                ? "/api/sessions"
                                : act.pattern().contains("devices") ? "/api/devices" : null;
        return act.path(
                list == null
                        ? UUID.randomUUID().toString()
                        : Holder.json(owner.browser, list).get(0).get("id").asString());
    }

    private static HttpResponse<String> send(TestBrowser in, Handlers act, String path, @Nullable String proof) {
        return act.isPage()
                ? in.postUnproven(path, Map.of("understood", "on", "on", "yes", "phrase", "blue otter", "name", "x"))
                : in.jsonUnproven(act.method(), path, act.method().equals("DELETE") ? null : "{}", proof);
    }

    private static String state(TestBrowser in) {
        var state = new StringBuilder();
        // A code that proves something is a use of its app, and no change.
        STATE.forEach(path -> state.append(
                        expect(200, in.get(path)).body().replaceAll("\"lastUsedAt\":(null|\"[^\"]*\")", ""))
                .append('\n'));
        return state + "sessions: " + Holder.json(in, "/api/sessions").size();
    }

    @Test
    void everySensitiveActNamesWhatItIsAndAllActsHaveARoute() {
        assertThat(all).hasSizeGreaterThan(25).allMatch(act -> act.guard().act() != Act.NONE);
        assertThat(all.stream().map(act -> act.guard().act()).toList())
                .containsAll(EnumSet.complementOf(EnumSet.of(Act.NONE, Act.AGAIN)));
    }

    @Test
    void withoutAProofNothingIsDone() {
        AppHolder owner = AppHolder.signUp(node);
        owner.recoveryCodes();
        String before = state(owner.browser);
        for (Handlers act : acts) {
            var answer = send(owner.browser, act, path(owner, act), null);
            mustAsk(act, answer);
            node.clock.advance(Duration.ofSeconds(10));
        }
        assertThat(state(owner.browser)).isEqualTo(before);
    }

    private static void mustAsk(Handlers act, HttpResponse<String> answer) {
        assertThat(TestBrowser.stepUp(answer))
                .as(act + " answered " + place(answer))
                .isPresent();
        assertThat(answer.statusCode()).as(act.toString()).isEqualTo(act.isPage() ? 303 : 403);
        if (!act.isPage()) {
            assertThat(answer.body()).contains("proof-too-old");
        }
    }

    @Test
    @Defends("A16")
    void aProofForOneActDoesNoOther() {
        AppHolder owner = AppHolder.signUp(node);
        owner.recoveryCodes();
        String before = state(owner.browser);
        String id = "";
        for (Handlers act : acts) {
            if (act.isPage()) {
                continue;
            }
            // Always one that is proven and not yet too old.
            var asked = owner.browser.jsonUnproven("PUT", "/api/phrase", "{\"phrase\":\"proven\"}", null);
            id = TestBrowser.stepUp(asked).orElseThrow();
            expect(200, owner.browser.proveJson(id, Map.of("code", owner.code())));
            mustAsk(act, send(owner.browser, act, path(owner, act), id));
        }
        assertThat(state(owner.browser)).isEqualTo(before);
        assertThat(owner.browser
                        .jsonUnproven("PUT", "/api/phrase", "{\"phrase\":\"proven\"}", id)
                        .statusCode())
                .as("it was worth something")
                .isEqualTo(204);
    }

    @Test
    void aFreshPasswordIsNoProofBesideAStrongerOne() {
        AppHolder owner = AppHolder.signUp(node);
        int tried = 0;
        for (Handlers act : acts) {
            if (tried++ % 20 == 0) {
                // Nobody may guess as often as there are acts.
                owner = AppHolder.signUp(node);
                owner.recoveryCodes();
            }
            String id = TestBrowser.stepUp(send(owner.browser, act, path(owner, act), null))
                    .orElseThrow();
            var answer = owner.browser.proveJson(id, Map.of("password", "not the password of anybody"));
            assertThat(answer.statusCode()).as(act.toString()).isIn(422, 429);
            assertThat(Holder.json(owner.browser, "/api/step-up/" + id)
                            .get("ways")
                            .toString())
                    .as(act.toString())
                    .doesNotContain("[\"pwd\"]")
                    .contains("[\"otp\"]");
            node.clock.advance(Duration.ofSeconds(20));
        }
    }

    @Test
    void strangersAreNotEvenAsked() {
        AppHolder owner = AppHolder.signUp(node);
        var stranger = new TestBrowser(node);
        stranger.get("/sign-in");
        for (Handlers act : acts) {
            var answer = send(stranger, act, path(owner, act), null);
            assertThat(answer.statusCode() == 401 || place(answer).startsWith("303 /sign-in"))
                    .as(act + " answered " + place(answer))
                    .isTrue();
        }
    }
}
