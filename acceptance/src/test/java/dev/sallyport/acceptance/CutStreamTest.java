package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import dev.sallyport.client.Need;
import dev.sallyport.client.Verdict;
import dev.sallyport.client.Verdict.Reason;
import dev.sallyport.client.Verifier;
import dev.sallyport.testing.Proves;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Nobody hears anything for a while: the line is cut, or falls silent, or the server stands still.
@Proves({"R-OAU-1", "R-EVT-1"})
class CutStreamTest {
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final Duration BACK = Duration.ofSeconds(20);
    private static final Need NEED = Need.scope("balances.read");
    private static final Connected WORLD = Connected.shared();

    private static Verifier verifier(int inside) throws InterruptedException {
        var verifier = Verifier.open(WORLD.program().settings(inside).silence(SILENCE));
        assertThat(verifier.awaitReady(BACK)).isTrue();
        return verifier;
    }

    private static Program.Tokens signedIn(Holder holder) {
        return WORLD.program().signIn(holder);
    }

    private static void signOut(Holder holder) {
        holder.get("/account");
        Holder.redirects(holder.post("/sign-out", Map.of()), "/signed-out");
    }

    private static boolean isGood(Verifier verifier, Program.Tokens tokens) {
        return verifier.check(tokens.access(), NEED) instanceof Verdict.Good;
    }

    /// Looks at all of them, again and again, until nobody takes the token.
    ///
    /// @param since when the line was cut, in nanoseconds
    /// @return what each said at last
    private static List<Verdict> refusals(List<Verifier> verifiers, Program.Tokens tokens, long since) {
        return await().atMost(SILENCE.plus(BACK))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> verifiers.stream()
                                .map(verifier -> inTime(verifier, tokens, since))
                                .toList(),
                        verdicts -> verdicts.stream().noneMatch(Verdict.Good.class::isInstance));
    }

    private static Verdict inTime(Verifier verifier, Program.Tokens tokens, long since) {
        long asked = System.nanoTime();
        Verdict verdict = verifier.check(tokens.access(), NEED);
        if (verdict instanceof Verdict.Good) {
            assertThat(Duration.ofNanos(asked - since)).isLessThan(SILENCE);
        }
        return verdict;
    }

    /// It was told by the stream, which missed nothing, and not by a question.
    private static void mustHaveHeard(Verifier verifier, Program.Tokens ended) {
        await().atMost(BACK).pollInterval(Duration.ofMillis(20)).until(verifier::isFresh);
        assertThat(verifier.check(ended.access(), NEED))
                .isInstanceOfSatisfying(
                        Verdict.Bad.class, bad -> assertThat(bad.reason()).isEqualTo(Reason.REVOKED));
    }

    @Test
    void howeverALineBreaksARevokedTokenIsTakenNoLongerThanTheSilence() throws InterruptedException {
        Holder leaving = WORLD.holder();
        Holder staying = WORLD.holder();
        Program.Tokens ended = signedIn(leaving);
        Program.Tokens alive = signedIn(staying);
        var wires = new ArrayList<Wire>();
        var verifiers = new ArrayList<Verifier>();
        try {
            for (int i = 0; i < 3; i++) {
                wires.add(new Wire(WORLD.b().inside()));
                verifiers.add(verifier(wires.getLast().port()));
            }
            assertThat(verifiers).allMatch(each -> isGood(each, ended));
            long cut = System.nanoTime();
            wires.get(0).turn(Wire.State.CUT);
            wires.get(1).turn(Wire.State.DUMB);
            wires.get(2).turn(Wire.State.DEAF);
            signOut(leaving);
            // The server is asked, and answers.
            assertThat(refusals(verifiers, ended, cut))
                    .allSatisfy(verdict -> assertThat(verdict)
                            .isInstanceOfSatisfying(
                                    Verdict.Bad.class,
                                    bad -> assertThat(bad.reason()).isEqualTo(Reason.INACTIVE)));
            for (Verifier verifier : verifiers) {
                assertThat(isGood(verifier, alive)).isTrue();
                assertThat(verifier.isFresh()).isFalse();
            }
            Program.Tokens late = signedIn(staying);
            signOut(staying);
            wires.forEach(wire -> wire.turn(Wire.State.WHOLE));
            for (Verifier verifier : verifiers) {
                mustHaveHeard(verifier, ended);
                mustHaveHeard(verifier, late);
            }
        } finally {
            verifiers.forEach(Verifier::close);
            wires.forEach(Wire::close);
        }
    }

    @Test
    void whoeverCannotAskAFrozenServerEitherLetsNobodyIn() throws InterruptedException {
        Holder leaving = WORLD.holder();
        Program.Tokens ended = signedIn(leaving);
        Program.Tokens alive = signedIn(WORLD.holder());
        try (var verifier = verifier(WORLD.b().inside())) {
            assertThat(isGood(verifier, ended)).isTrue();
            assertThat(isGood(verifier, alive)).isTrue();
            long frozen = System.nanoTime();
            WORLD.b().jar().freeze();
            try {
                signOut(leaving);
                // The first node says so.
                assertThat(refusals(List.of(verifier), ended, frozen)).hasOnlyElementsOfType(Verdict.Bad.class);
                assertThat(isGood(verifier, alive)).isTrue();
                WORLD.a().jar().freeze();
                // The answer of a moment ago counts for a second.
                await().atMost(Duration.ofSeconds(6)).pollDelay(Duration.ZERO).until(() -> !isGood(verifier, alive));
                assertThat(verifier.check(alive.access(), NEED)).isInstanceOf(Verdict.Unknown.class);
                assertThat(verifier.check(ended.access(), NEED)).isInstanceOf(Verdict.Unknown.class);
            } finally {
                WORLD.b().jar().thaw();
                WORLD.a().jar().thaw();
            }
            mustHaveHeard(verifier, ended);
            assertThat(isGood(verifier, alive)).isTrue();
        }
        WORLD.a().awaitReady();
        WORLD.b().awaitReady();
    }

    /// The demo exchange, as a site that has nothing but the stream to hear by.
    @Test
    void theDemoExchangeServesNobodyLongerThanTheSilence() {
        try (var wire = new Wire(WORLD.b().inside());
                var exchange = Exchange.start(WORLD, "Silent floor", wire.port(), SILENCE, false)) {
            for (Wire.State state : List.of(Wire.State.CUT, Wire.State.DUMB, Wire.State.DEAF)) {
                Holder leaving = WORLD.holder();
                Holder staying = WORLD.holder();
                Exchange.Visitor ended = exchange.visitor();
                Exchange.Visitor alive = exchange.visitor();
                ended.signIn(leaving);
                alive.signIn(staying);
                long cut = System.nanoTime();
                wire.turn(state);
                signOut(leaving);
                await().atMost(SILENCE.plus(BACK))
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> {
                            long asked = System.nanoTime();
                            boolean in = ended.isIn();
                            if (in) {
                                assertThat(Duration.ofNanos(asked - cut))
                                        .as(state.name())
                                        .isLessThan(SILENCE);
                            }
                            return !in;
                        });
                // The server can still be asked, and knows who has stayed.
                assertThat(alive.isIn()).isTrue();
                wire.turn(Wire.State.WHOLE);
                assertThat(alive.isIn()).isTrue();
            }
        }
    }

    /// Nor does what he left open on his screen stay there.
    @Test
    void aPageLeftOpenAtTheExchangeGoesWithinTheSilence() {
        Holder leaving = WORLD.holder();
        try (var wire = new Wire(WORLD.b().inside());
                var exchange = Exchange.start(WORLD, "Quiet floor", wire.port(), SILENCE, false);
                Window window = Window.open(WORLD.a()).has(leaving)) {
            window.page.navigate(exchange.origin + "/");
            window.page.locator("a.main").click();
            window.page.locator("#desk").waitFor();
            wire.turn(Wire.State.DEAF);
            signOut(leaving);
            // A second for the answers on the way.
            window.page
                    .locator("h1:has-text('Trade with made-up money')")
                    .waitFor(new Locator.WaitForOptions()
                            .setTimeout((double) SILENCE.plusSeconds(1).toMillis()));
        }
    }

    /// A clock that somebody sets back must not make a silence shorter.
    @Test
    void theSilenceIsMeasuredByAClockThatNobodySets() throws InterruptedException {
        Program.Tokens alive = signedIn(WORLD.holder());
        var wall = new AtomicReference<>(Duration.ZERO);
        var steady = new AtomicReference<>(Duration.ZERO);
        Clock clock = ((InstantSource) () -> Instant.now().plus(wall.get())).withZone(ZoneOffset.UTC);
        try (var wire = new Wire(WORLD.b().inside());
                var verifier = Verifier.open(WORLD.program()
                        .settings(wire.port())
                        .silence(SILENCE)
                        .time(clock, () -> System.nanoTime() + steady.get().toNanos()))) {
            assertThat(verifier.awaitReady(BACK)).isTrue();
            assertThat(isGood(verifier, alive)).isTrue();
            wire.turn(Wire.State.CUT);
            wall.set(Duration.ofSeconds(-4));
            assertThat(verifier.isFresh()).isTrue();
            steady.set(SILENCE);
            assertThat(verifier.isFresh()).isFalse();
        }
    }
}
