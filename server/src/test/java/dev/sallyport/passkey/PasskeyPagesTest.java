package dev.sallyport.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Prover;
import dev.sallyport.harness.SoftAuthenticator;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Passkeys by the pages and by JSON, as a browser sends them.
class PasskeyPagesTest {
    private static final String HOME = "/account/passkeys";

    private final TestNode node = TestNode.shared();
    private final Holder holder = Holder.signUp(node);
    private final TestBrowser browser = holder.browser;

    private SoftAuthenticator authenticator() {
        return new SoftAuthenticator(node.config.origin());
    }

    private static String options(HttpResponse<String> page) {
        return Objects.requireNonNull(Jsoup.parse(page.body()).selectFirst("form[data-passkey=create]"), page::body)
                .attr("data-options");
    }

    private HttpResponse<String> add(SoftAuthenticator soft) {
        browser.get(HOME);
        var begun = browser.post(HOME + "/new", Map.of());
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(200);
        var added = browser.post(HOME, Map.of("passkey", soft.create(options(begun))));
        if (added.statusCode() == 303) {
            browser.prover = Prover.passkey(soft);
        }
        return added;
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    private JsonNode state() {
        return Holder.json(browser, "/api/passkeys");
    }

    @Test
    @Proves("R-PK-3")
    void addedNamedAndRemovedByThePages() {
        assertThat(browser.get(HOME).body()).contains("No passkey yet");
        // The first strong proof leads to the recovery codes.
        assertThat(location(add(authenticator()))).isEqualTo("/account/two-step/recovery-codes?first");
        assertThat(browser.get(HOME).body()).contains("On one device only");
        SoftAuthenticator synced = authenticator();
        synced.flags |= SoftAuthenticator.BE | SoftAuthenticator.BS;
        assertThat(location(add(synced))).isEqualTo(HOME + "?done=added");
        assertThat(browser.get(HOME + "?done=added").body())
                .contains("The passkey is added.")
                .contains("Synced");

        String id = state().at("/passkeys/0/id").asString();
        assertThat(location(browser.post(HOME + "/" + id + "/name", Map.of("name", "Desk <b>"))))
                .isEqualTo(HOME + "?done=renamed");
        assertThat(browser.get(HOME).body()).contains("Desk &lt;b>");
        assertThat(browser.post(HOME + "/" + id + "/name", Map.of("name", "x".repeat(61)))
                        .statusCode())
                .isEqualTo(422);
        assertThat(browser.post(HOME + "/" + id + "/name", Map.of("name", "x".repeat(5_000)))
                        .body())
                .contains("A name has at most 60 characters");

        assertThat(browser.get(HOME + "/" + id + "/removal").body()).contains("Remove this passkey?");
        assertThat(state().get("passkeys")).as("a look removes nothing").hasSize(2);
        assertThat(location(browser.post(HOME + "/" + id + "/removal", Map.of())))
                .isEqualTo(HOME + "?done=removed");
        String last = state().at("/passkeys/0/id").asString();
        var refused = browser.post(HOME + "/" + last + "/removal", Map.of());
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("This is your last strong proof.");
    }

    private void isWarned(boolean warned) {
        for (String page : List.of(HOME, "/account")) {
            var shown = Jsoup.parse(browser.get(page).body());
            assertThat(shown.text().contains("You have one strong proof and no recovery codes"))
                    .as(page)
                    .isEqualTo(warned);
            assertThat(shown.select("main a.button[href=/account/two-step/recovery-codes]"))
                    .as(page)
                    .hasSize(warned ? 1 : 0);
        }
    }

    /// The answer leads to the codes; whoever does not follow it is warned until he has them, or a second one.
    @Test
    @Proves("R-PK-3")
    void theOnlyStrongProofIsNotLeftAloneWithoutAWarning() {
        isWarned(false);
        add(authenticator());
        isWarned(true);
        SoftAuthenticator synced = authenticator();
        synced.flags |= SoftAuthenticator.BE | SoftAuthenticator.BS;
        add(synced);
        isWarned(false);
        String id = state().at("/passkeys/0/id").asString();
        browser.post(HOME + "/" + id + "/removal", Map.of());
        isWarned(true);
        assertThat(browser.get("/account").body()).contains("You could lock yourself out");
        assertThat(browser.post("/account/two-step/recovery-codes", Map.of()).statusCode())
                .isEqualTo(200);
        isWarned(false);
    }

    @Test
    @Proves("R-SU-1")
    @Defends({"A11", "A57"})
    void withoutAFreshProofNothingBeginsAndWithoutABeginningNothingIsBound() {
        browser.get(HOME);
        assertThat(browser.post(HOME, Map.of("passkey", authenticator().create("""
                        {"challenge":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","user":{"id":"AAAA"}}""")))
                        .statusCode())
                .isEqualTo(422);
        // Begun in one session, sent in another one of the same holder.
        String options = options(browser.post(HOME + "/new", Map.of()));
        TestBrowser other = holder.elsewhere();
        assertThat(other.post(HOME, Map.of("passkey", authenticator().create(options)))
                        .statusCode())
                .isEqualTo(422);
        assertThat(state().get("passkeys")).isEmpty();

        browser.get(HOME);
        assertThat(TestBrowser.stepUp(browser.postUnproven(HOME + "/new", Map.of())))
                .isPresent();
        assertThat(browser.jsonUnproven("POST", "/api/passkeys/options", null, null)
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.jsonUnproven("PUT", "/api/passkeys/only", "{\"only\":true}", null)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    @Proves("R-PK-2")
    void theSwitchIsOnAndOffAgainByThePage() {
        add(authenticator());
        assertThat(browser.get(HOME).body()).contains("For this you need two passkeys");
        var few = browser.post(HOME + "/only", Map.of("on", "yes"));
        assertThat(few.statusCode()).isEqualTo(422);
        add(authenticator());
        browser.get(HOME);
        assertThat(location(browser.post(HOME + "/only", Map.of("on", "yes")))).isEqualTo(HOME + "?done=only-on");
        assertThat(state().get("only").asBoolean()).isTrue();
        assertThat(browser.get(HOME).body()).contains("Only your passkeys open this account");
        String id = state().at("/passkeys/0/id").asString();
        assertThat(browser.post(HOME + "/" + id + "/removal", Map.of()).body()).contains("two must stay");
        assertThat(location(browser.post(HOME + "/only", Map.of()))).isEqualTo(HOME + "?done=only-off");
        assertThat(state().get("only").asBoolean()).isFalse();
    }

    @Test
    void pageAndJsonGiveTheSameAnswers() {
        browser.get(HOME);
        SoftAuthenticator soft = authenticator();
        var begun = browser.json("POST", "/api/passkeys/options", null);
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(200);
        var added = browser.json(
                "POST", "/api/passkeys", "{\"name\":\"Key\",\"credential\":" + soft.create(begun.body()) + "}");
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        assertThat(Holder.json(added).get("first").asBoolean()).isTrue();
        browser.prover = Prover.passkey(soft);
        String id = Holder.json(added).get("id").asString();
        assertThat(state().at("/passkeys/0/name").asString()).isEqualTo("Key");

        var again = browser.json("POST", "/api/passkeys", "{\"credential\":" + soft.create(begun.body()) + "}");
        assertThat(again.statusCode()).isEqualTo(422);
        assertThat(again.body()).contains("sent twice").doesNotContain("challenge");
        assertThat(browser.json("PUT", "/api/passkeys/" + id + "/name", "{\"name\":\"Desk\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(browser.json("DELETE", "/api/passkeys/" + id, null).statusCode())
                .isEqualTo(409);
        assertThat(browser.json("PUT", "/api/passkeys/only", "{\"only\":true}").statusCode())
                .isEqualTo(422);
        assertThat(browser.json("PUT", "/api/passkeys/only", "{}").statusCode()).isEqualTo(400);
        assertThat(browser.json("POST", "/api/passkeys", "{}").statusCode()).isEqualTo(422);
    }

    @Test
    @Defends("A72")
    void anotherHoldersPasskeyIsNotFound() {
        add(authenticator());
        String id = state().at("/passkeys/0/id").asString();
        Holder stranger = Holder.signUp(node);
        stranger.browser.get(HOME);
        assertThat(stranger.browser.get(HOME + "/" + id + "/removal").statusCode())
                .isEqualTo(404);
        assertThat(stranger.browser.post(HOME + "/" + id + "/removal", Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(stranger.browser
                        .post(HOME + "/" + id + "/name", Map.of("name", "mine"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(stranger.browser.json("DELETE", "/api/passkeys/" + id, null).statusCode())
                .isEqualTo(404);
    }

    @Test
    @Proves("R-ID-2")
    void whatIsSaidOfARefusalHelpsAndTellsNothing() {
        SoftAuthenticator soft = authenticator();
        add(soft);
        var duplicate = add(soft);
        assertThat(duplicate.statusCode()).isEqualTo(422);
        assertThat(duplicate.body()).contains("This passkey is in use already.");
        SoftAuthenticator unverified = authenticator();
        unverified.flags = SoftAuthenticator.UP;
        String unverifiedBody = add(unverified).body();
        SoftAuthenticator elsewhere = authenticator();
        elsewhere.rpId = "evil.example";
        assertThat(unverifiedBody).contains("The passkey could not be added.");
        assertThat(add(elsewhere).body()).contains("The passkey could not be added.");
    }
}
