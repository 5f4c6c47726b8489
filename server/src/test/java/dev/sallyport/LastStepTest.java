package dev.sallyport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.http.Guard;
import dev.sallyport.harness.AppHolder;
import dev.sallyport.harness.Handlers;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Every step of every flow, as the running server lists them, called without the steps before it: by
/// a stranger, and by somebody who is signed in. It opens nothing, changes nothing, is answered as a
/// refusal, and leaves a mark.
///
/// What begins a flow, or is no part of one, stands in [#FIRST]; a new route that is neither there nor refused fails.
@Proves("R-SU-1")
@Defends("A57")
@Asvs({"2.3.1", "7.5.3"})
class LastStepTest {
    private static final TestNode NODE = TestNode.startAlone(new TestClock(), Map.of());

    /// Begins something, ends it, or stands alone.
    private static final Set<String> FIRST = Set.of(
            "POST /sign-in",
            "POST /api/sign-in",
            "POST /sign-up",
            "POST /api/sign-up",
            "POST /api/sign-in/passkey/options",
            "POST /api/sign-in/passkey/options/named",
            // Its link is all of it, and is guessed by nobody.
            "POST /objections/{token}",
            "POST /second-person/{token}",
            "POST /destinations/{token}/confirmation",
            "POST /destinations/{token}/removal",
            "POST /lockdown/by-mail/{token}",
            "POST /recovery/cancellation/{token}",
            // Name an address, and show nothing yet.
            "POST /lockdown",
            "POST /recovery",
            // Closes doors, which nobody needs a proof for (N-24).
            "POST /account/lockdown",
            "POST /api/lockdown",
            // Whoever shows a key may end it, and learns nothing by it.
            "POST /api/leaked-keys",
            // Keeps what is; without anything to keep it does nothing.
            "POST /account/locks/settings/release/cancellation",
            "DELETE /api/locks/settings/release",
            "POST /account/master-key/removal/cancellation",
            "DELETE /api/master-key/removal",
            "POST /account/second-person/keeping",
            "POST /account/second-person/mailbox/keeping",
            "POST /account/destinations/list/keeping",
            "DELETE /api/destinations/list/change",
            "POST /account/second-person/removal/cancellation",
            "POST /sign-out",
            "DELETE /api/session",
            "POST /language",
            // Changes nothing and leads nowhere.
            "POST /genuine",
            "POST /api/genuine",
            "POST /password/strength",
            "POST /account/preferences",
            "PUT /api/preferences",
            "POST /api/session/proofs",
            "POST /account/closing/cancellation",
            "DELETE /api/closing",
            "POST /oauth2/logout",
            "POST /oauth2/logout/confirmation",
            "POST /session/binding",
            "POST /session/binding/refresh");

    private static final Map<String, String> FIELDS = Map.of(
            "code", "12345678",
            "password", "correct zebra lantern quartz",
            "recovery", "ABCDE-FGHJK-MNP",
            "name", "x",
            "number", UUID.randomUUID().toString(),
            "passkey", "{}",
            "credential", "{}",
            "identifier", "somebody@mail.examplex.com");
    private static final String BODY =
            "{\"code\":\"12345678\",\"password\":\"correct zebra lantern quartz\",\"recovery\":\"ABCDE-FGHJK-MNP\"}";

    /// What counts, logs or writes down that something was refused.
    private static final Set<String> MARKS =
            Set.of("sallyport.refused", "sallyport.audit.refused", "sallyport.audit.facts", "sallyport.codes.checked");

    @AfterAll
    static void stop() {
        NODE.close();
    }

    private static double marks() {
        return NODE.bean(MeterRegistry.class).getMeters().stream()
                .filter(meter -> MARKS.contains(meter.getId().getName()))
                .filter(meter -> !"success".equals(meter.getId().getTag("outcome")))
                .filter(Counter.class::isInstance)
                .mapToDouble(meter -> ((Counter) meter).count())
                .sum();
    }

    private static List<Handlers> steps(Guard.Kind kind) {
        return Handlers.of(NODE, kind).stream()
                .filter(step -> !step.method().equals("GET"))
                .filter(step -> !FIRST.contains(step.toString()))
                .toList();
    }

    private static HttpResponse<String> send(TestBrowser browser, Handlers step) {
        String path = step.path(UUID.randomUUID().toString());
        if (step.isPage()) {
            return browser.postUnproven(path, FIELDS);
        }
        HttpResponse<String> answer = browser.jsonUnproven(step.method(), path, BODY, null);
        // Some take other fields, and say so before they look at anything else.
        return answer.statusCode() == 400 ? browser.jsonUnproven(step.method(), path, "{}", null) : answer;
    }

    /// Empty when the step was refused and left a mark.
    private static Optional<String> wrong(Handlers step, HttpResponse<String> answer, double before) {
        String to = answer.headers().firstValue("Location").orElse("");
        boolean refused = answer.statusCode() == 303
                ? !to.contains("done=") || to.endsWith("over")
                : Set.of(400, 401, 403, 404, 409, 410, 422, 429).contains(answer.statusCode());
        boolean marked = marks() > before;
        NODE.clock.advance(Duration.ofMinutes(2));
        return refused && marked
                ? Optional.empty()
                : Optional.of(step + " answered " + answer.statusCode() + " " + to + (marked ? "" : " without a mark"));
    }

    @Test
    void noneOpensAnythingToAStranger() {
        var wrong = new ArrayList<String>();
        for (Handlers step : steps(Guard.Kind.PUBLIC)) {
            var stranger = new TestBrowser(NODE);
            stranger.get("/sign-in");
            double before = marks();
            wrong(step, send(stranger, step), before).ifPresent(wrong::add);
            assertThat(stranger.cookies.keySet()).as(step.toString()).doesNotContain("__Host-session");
            assertThat(Holder.isSignedIn(stranger)).as(step.toString()).isFalse();
        }
        assertThat(wrong).isEmpty();
    }

    /// With the right password, and no second proof.
    @Test
    @Defends("A7")
    void whoHasThePasswordSkipsNoStepAndTheRecordSaysSo() {
        var owner = AppHolder.signUp(NODE);
        for (Handlers step : steps(Guard.Kind.PUBLIC)) {
            if (!step.pattern().contains("/sign-in/")
                    || step.pattern().contains("/second")
                    || step.pattern().contains("passkey")) {
                continue;
            }
            TestBrowser thief = owner.half(new TestBrowser(NODE));
            long before = owner.facts("signin.step-refused");
            send(thief, step);
            assertThat(Holder.isSignedIn(thief)).as(step.toString()).isFalse();
            assertThat(owner.facts("signin.step-refused")).as(step.toString()).isEqualTo(before + 1);
            NODE.clock.advance(Duration.ofMinutes(20));
        }
    }

    @Test
    void noneChangesAnythingForWhoeverIsSignedIn() {
        var holder = Holder.signUp(NODE);
        String state = state(holder);
        var wrong = new ArrayList<String>();
        for (Handlers step : steps(Guard.Kind.SIGNED_IN)) {
            if (!holder.isSignedIn()) {
                holder.again();
            }
            double before = marks();
            wrong(step, send(holder.browser, step), before).ifPresent(wrong::add);
            assertThat(state(holder)).as(step.toString()).isEqualTo(state);
        }
        assertThat(wrong).isEmpty();
    }

    private static String state(Holder holder) {
        if (!holder.isSignedIn()) {
            holder.again();
        }
        return List.of(
                        "/api/contacts",
                        "/api/authenticators",
                        "/api/passkeys",
                        "/api/recovery-codes",
                        "/api/two-step/messages",
                        "/api/preferences")
                .stream()
                .map(path -> holder.browser.get(path).body().replaceAll("\"lastUsedAt\":(null|\"[^\"]*\")", ""))
                .collect(Collectors.joining("\n"));
    }
}
