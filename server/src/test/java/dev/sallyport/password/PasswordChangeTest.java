package dev.sallyport.password;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sallyport.audit.Audit;
import dev.sallyport.base.limit.Attempts;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.Oathtool;
import dev.sallyport.harness.Prover;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import dev.sallyport.totp.TotpBindings;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PasswordChangeTest {
    private static final String NEW = "seven boats & one harbour";

    private final TestNode node = TestNode.shared();

    private static HttpResponse<String> change(TestBrowser browser, String current, String wanted) {
        browser.get("/account/password");
        return browser.post("/account/password", Map.of("username", "", "current", current, "password", wanted));
    }

    private static HttpResponse<String> put(TestBrowser browser, String current, String wanted) {
        return browser.json(
                "PUT", "/api/password", "{\"current\":\"%s\",\"password\":\"%s\"}".formatted(current, wanted));
    }

    @Test
    @Asvs({"6.2.2", "6.2.3", "7.4.3"})
    @Proves("R-SES-2")
    void aChangeEndsEveryOtherSessionAndTellsTheHolder() {
        Holder holder = Holder.signUp(node);
        TestBrowser other = holder.elsewhere();
        assertThat(Holder.isSignedIn(other)).isTrue();
        String before = holder.browser.cookies.get("__Host-session");

        var answer = change(holder.browser, Holder.PASSWORD, NEW);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue("/account/password?done=changed");
        assertThat(holder.browser.follow(answer).body()).contains("Your password is changed");
        assertThat(holder.browser.get("/account/password").body()).doesNotContain("Your password is changed");

        assertThat(Holder.isSignedIn(other)).isFalse();
        assertThat(holder.isSignedIn()).isTrue();
        // The session that stays has a new token; the one before is worth nothing.
        assertThat(holder.browser.cookies.get("__Host-session")).isNotEqualTo(before);
        var thief = new TestBrowser(node);
        thief.cookies.put("__Host-session", Objects.requireNonNull(before));
        assertThat(Holder.isSignedIn(thief)).isFalse();

        Holder.await(
                "the notice", () -> Holder.count(holder.browser, holder.address, "Your password was changed") == 1);
        assertThat(Holder.trySignIn(new TestBrowser(node), holder.address, Holder.PASSWORD)
                        .statusCode())
                .isEqualTo(422);
        assertThat(Holder.trySignIn(new TestBrowser(node), holder.address, NEW).statusCode())
                .isEqualTo(303);
        var account = new AccountId(UUID.fromString(holder.account()));
        assertThat(node.bean(Audit.class).timeline(account, "password.", Long.MAX_VALUE, 5))
                .anyMatch(entry -> entry.kind().equals("password.changed") && entry.succeeded());
    }

    @Test
    @Asvs("6.2.3")
    void withoutTheCurrentOneNothingChanges() {
        Holder holder = Holder.signUp(node);
        var answer = change(holder.browser, "not the current password", NEW);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("This is not your current password.");
        assertThat(Holder.trySignIn(new TestBrowser(node), holder.address, Holder.PASSWORD)
                        .statusCode())
                .isEqualTo(303);
        assertThat(Holder.count(holder.browser, holder.address, "Your password was changed"))
                .isZero();
    }

    @Test
    @Proves("R-SU-1")
    @Defends({"A11", "A21"})
    @Asvs({"6.2.3", "7.5.1"})
    void besideAnAppThePasswordIsChangedOnlyWithItsCode() {
        Holder holder = Holder.signUp(node);
        String key = bindApp(holder);
        holder.browser.prover = Prover.password(Holder.PASSWORD);
        assertThat(change(holder.browser, Holder.PASSWORD, NEW).statusCode()).isEqualTo(422);
        assertThat(put(holder.browser, Holder.PASSWORD, NEW).statusCode()).isEqualTo(422);
        holder.browser.prover = Prover.code(() -> Oathtool.code(key, nextStep()));
        assertThat(change(holder.browser, "not the current password", NEW).body())
                .contains("This is not your current password.");
        var changed = change(holder.browser, Holder.PASSWORD, NEW);
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(303);
        assertThat(holder.browser.follow(changed).body()).contains("Your password is changed");
        assertThat(put(holder.browser, NEW, "eight boats & one harbour").statusCode())
                .isEqualTo(200);
        assertThat(holder.isSignedIn()).isTrue();
    }

    private String bindApp(Holder holder) {
        var bindings = node.bean(TotpBindings.class);
        var account = new AccountId(UUID.fromString(holder.account()));
        byte[] bound = TotpBindings.boundTo(UUID.randomUUID());
        bindings.begin(account, bound, "Phone");
        String key = bindings.show(account, bound).orElseThrow().keyInGroups().replace(" ", "");
        var caller = new Caller("203.0.113.9", "Firefox", null);
        assertThat(bindings.confirm(account, bound, Oathtool.code(key, nextStep()), caller))
                .isInstanceOf(TotpBindings.Outcome.Bound.class);
        return key;
    }

    private Instant nextStep() {
        node.clock.advance(Duration.ofSeconds(61 - node.clock.instant().getEpochSecond() % 30));
        return node.clock.instant();
    }

    @Test
    @Defends("A21")
    void aThiefOfTheSessionLearnsNothingOfTheCurrentOneFromWhatIsSaidOfTheNewOne() {
        Holder holder = Holder.signUp(node);
        // "You had this before" would tell him that his guess is right, without being counted.
        var answer = change(holder.browser, "not the current password", Holder.PASSWORD);
        assertThat(answer.body()).contains("This is not your current password.").doesNotContain("You have used");
    }

    @Test
    @Proves("R-RL-1")
    @Defends("A3")
    void guessesOfTheCurrentOneAreCounted() {
        Holder holder = Holder.signUp(node);
        for (int i = 0; i < Attempts.FREE; i++) {
            assertThat(change(holder.browser, "guess number " + i, NEW).statusCode())
                    .isEqualTo(422);
        }
        var refused = change(holder.browser, Holder.PASSWORD, NEW);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    @Proves("R-PW-3")
    @Defends({"A62", "A4"})
    @Asvs("15.2.2")
    void anAccountMayTryTenNewOnesInTenMinutesAndOnlyWithTheCurrentOne() {
        Holder holder = Holder.signUp(node);
        TestBrowser other = holder.elsewhere();
        other.get("/account/password");
        for (int i = 0; i < Attempts.FREE; i++) {
            assertThat(put(other, "guess number " + i, NEW).statusCode()).isEqualTo(422);
        }
        holder.browser.get("/account/password");
        for (int i = 0; i < 10; i++) {
            // What was guessed elsewhere has used up nothing.
            assertThat(put(holder.browser, Holder.PASSWORD, Holder.PASSWORD).statusCode())
                    .as("try " + i)
                    .isEqualTo(422);
        }
        long before = hashes();
        assertThat(put(holder.browser, Holder.PASSWORD, Holder.PASSWORD).statusCode())
                .isEqualTo(429);
        assertThat(hashes() - before).isEqualTo(1);
        TestBrowser third = holder.elsewhere();
        third.get("/account/password");
        before = hashes();
        assertThat(put(third, Holder.PASSWORD, Holder.PASSWORD).statusCode()).isEqualTo(429);
        // One more for the proof that a new device gives first.
        assertThat(hashes() - before).isEqualTo(2);
        node.clock.advance(Duration.ofMinutes(1));
        assertThat(put(third, Holder.PASSWORD, NEW).statusCode()).isEqualTo(200);
    }

    private long hashes() {
        return node.bean(io.micrometer.core.instrument.MeterRegistry.class)
                .get("sallyport.password.hash")
                .timer()
                .count();
    }

    @Test
    @Proves("R-PW-2")
    @Asvs("6.2.11")
    void theReasonOfARefusalIsToldAtTheField() {
        Holder holder = Holder.signUp(node);
        assertThat(change(holder.browser, Holder.PASSWORD, "Password1234567").body())
                .contains("one of the commonest");
        assertThat(change(holder.browser, Holder.PASSWORD, Holder.PASSWORD).body())
                .contains("You have used this password here before");
        String name = holder.address.substring(0, holder.address.indexOf('@'));
        var own = change(holder.browser, Holder.PASSWORD, name + name);
        assertThat(own.statusCode()).isEqualTo(422);
        assertThat(own.body()).contains(name).contains("people who know you");
    }

    @Test
    @Defends("A62")
    @Asvs("15.2.2")
    void tenMegabytesAreRefusedBeforeAnyHash() {
        Holder holder = Holder.signUp(node);
        long hashes = hashes();
        assertThat(put(holder.browser, "x".repeat(10_000_000), NEW).statusCode())
                .isEqualTo(413);
        assertThat(put(holder.browser, "x".repeat(1_025), NEW).statusCode()).isEqualTo(413);
        assertThat(hashes()).isEqualTo(hashes);
        var tooLong = put(holder.browser, Holder.PASSWORD, "x7".repeat(513));
        assertThat(tooLong.statusCode()).isEqualTo(422);
        assertThat(tooLong.body()).contains("too-long").contains("1024 bytes");
    }

    @Test
    void pageAndJsonGiveTheSameAnswers() {
        Holder holder = Holder.signUp(node);
        var state = Holder.json(holder.browser, "/api/password");
        assertThat(state.get("breached").asBoolean()).isFalse();
        assertThat(state.get("fits").asBoolean()).isTrue();
        var wrong = put(holder.browser, "not the current password", NEW);
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(Holder.json(wrong).get("errors").get(0).get("field").asString())
                .isEqualTo("current");
        var bad = Holder.json(put(holder.browser, Holder.PASSWORD, "too short"));
        assertThat(bad.get("errors").get(0).get("code").asString()).isEqualTo("too-short");
        TestBrowser other = holder.elsewhere();
        var done = put(holder.browser, Holder.PASSWORD, NEW);
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(Holder.json(done).get("endedSessions").asInt()).isEqualTo(1);
        assertThat(Holder.isSignedIn(other)).isFalse();
    }

    @Test
    @Asvs("15.4.2")
    void ofManyChangesAtOnceOneWinsAndTheAnswerOfNoOtherSaysItDid() {
        Holder holder = Holder.signUp(node);
        holder.browser.get("/account/password");
        List<Integer> answers = Race.of(6, i -> {
            var same = new TestBrowser(node);
            same.cookies.putAll(holder.browser.cookies);
            same.csrf = holder.browser.csrf;
            return () -> put(same, Holder.PASSWORD, "an oar of harbour " + (char) ('a' + i))
                    .statusCode();
        });
        assertThat(answers).containsOnlyOnce(200);
        assertThat(answers)
                .allMatch(status -> status == 200 || status == 401 || status == 409 || status == 422 || status == 429);
    }

    @Test
    @Asvs("6.2.7")
    void thePageSuitsPasswordManagers() {
        Holder holder = Holder.signUp(node);
        var wellKnown = new TestBrowser(node).get("/.well-known/change-password");
        assertThat(wellKnown.statusCode()).isEqualTo(303);
        assertThat(wellKnown.headers().firstValue("Location")).hasValue("/account/password");
        String page = holder.browser.get("/account/password").body();
        assertThat(page)
                .contains("autocomplete=\"username\"")
                .contains("autocomplete=\"current-password\"")
                .contains("autocomplete=\"new-password\"")
                .contains("value=\"" + holder.address + "\"")
                .doesNotContain("onpaste")
                .doesNotContain("maxlength=\"15\"");
    }

    @Test
    void aStrangerIsLedToSignIn() {
        var stranger = new TestBrowser(node);
        assertThat(stranger.get("/account/password").headers().firstValue("Location"))
                .hasValue("/sign-in?to=%2Faccount%2Fpassword");
        assertThat(stranger.get("/api/password").statusCode()).isEqualTo(401);
    }

    @Test
    @Defends("A65")
    @Asvs("16.2.5")
    void noPasswordReachesTheLog() {
        var heard = new ListAppender<ILoggingEvent>();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        heard.start();
        root.addAppender(heard);
        try {
            Holder holder = Holder.signUp(node);
            change(holder.browser, "canaryfish is not the current one", NEW);
            change(holder.browser, Holder.PASSWORD, "canaryfish");
            change(holder.browser, Holder.PASSWORD, "canaryfish sings in the harbour");
            put(holder.browser, "canaryfish sings in the harbour", "canaryfish canaryfish canaryfish");
            put(holder.browser, "canaryfish\\ud800", "canaryfish\\u0000");
            holder.browser.json("POST", "/password/strength", "{\"password\":\"canaryfish sings\",\"canaryfish\":1}");
            holder.browser.json("POST", "/password/strength", "{\"password\":\"canaryfish sings");
        } finally {
            root.detachAppender(heard);
        }
        assertThat(List.copyOf(heard.list)).isNotEmpty().allSatisfy(event -> {
            assertThat(event.getFormattedMessage()).doesNotContain("canaryfish");
            for (var cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
                assertThat(String.valueOf(cause.getMessage())).doesNotContain("canaryfish");
            }
        });
    }
}
