package dev.sallyport.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.client.Verdict.Bad;
import dev.sallyport.client.Verdict.Good;
import dev.sallyport.client.Verdict.Reason;
import dev.sallyport.client.Verdict.Unknown;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RevocationStreamTest {
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private Played server;
    private Verifier verifier;

    @BeforeEach
    void start() throws InterruptedException {
        server = new Played();
        verifier = server.verifier();
        TestTime.await("the line", () -> server.lines() == 1);
    }

    @AfterEach
    void stop() {
        verifier.close();
        server.close();
    }

    private boolean isGood(String token) {
        return verifier.check(token, Need.NOTHING) instanceof Good;
    }

    private void awaitRevoked(String token) {
        TestTime.await(
                "its end",
                () -> verifier.check(token, Need.NOTHING) instanceof Bad bad && bad.reason() == Reason.REVOKED);
    }

    @Test
    void anEndedSessionIsRefusedWithinMilliseconds() {
        long[] nanos = new long[200];
        for (int round = 0; round < nanos.length; round++) {
            var claims = server.claims();
            String token = server.sign(claims);
            assertThat(isGood(token)).isTrue();
            long start = System.nanoTime();
            server.tell("session.ended", Map.of("account", claims.get("sub"), "session", claims.get("sid")));
            while (isGood(token)) {
                Thread.onSpinWait();
            }
            nanos[round] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "revocation to verifier: median %.2f ms, 99 %% %.2f ms, worst %.2f ms%n",
                nanos[100] / 1e6, nanos[197] / 1e6, nanos[199] / 1e6);
        assertThat(Duration.ofNanos(nanos[100])).isLessThan(Duration.ofMillis(100));
        assertThat(server.questions).hasValue(0);
    }

    @Test
    void aGrantAndATokenEndAlone() {
        var claims = server.claims();
        String ofGrant = server.sign(claims);
        String beside = server.sign(Minted.with(claims, "gid", UUID.randomUUID().toString(), "jti", "other"));
        server.tell(
                "tokens.revoked",
                Map.of("account", claims.get("sub"), "session", claims.get("sid"), "grant", claims.get("gid")));
        awaitRevoked(ofGrant);
        assertThat(isGood(beside)).isTrue();
        server.tell("tokens.revoked", Map.of("account", claims.get("sub"), "token", "other"));
        awaitRevoked(beside);
    }

    @Test
    void aDisabledAccountLosesAllThatWasIssuedBefore() {
        var claims = server.claims();
        String before = server.sign(claims);
        server.tell("account.disabled", Map.of("account", claims.get("sub"), "reason", "closing"));
        awaitRevoked(before);
        server.time.advance(Duration.ofSeconds(5));
        String after = server.sign(Minted.with(server.claims(), "sub", Minted.of(claims, "sub")));
        assertThat(isGood(after)).isTrue();
        assertThat(isGood(before)).isFalse();
    }

    @Test
    void ofAHeldSessionTheServerIsAskedAndWhatItRestoresIsRestored() {
        var claims = server.claims();
        var absent = Minted.with(server.claims(), "sub", Minted.of(claims, "sub"));
        absent.remove("sid");
        String ofSession = server.sign(claims);
        String offline = server.sign(absent);
        String beside = server.sign(Minted.with(server.claims(), "sub", Minted.of(claims, "sub")));
        assertThat(List.of(ofSession, offline, beside)).allMatch(this::isGood);
        server.inactive.addAll(List.of(ofSession, offline));
        server.tell("session.held", Map.of("account", claims.get("sub"), "session", claims.get("sid")));
        awaitInactive(ofSession);
        awaitInactive(offline);
        int asked = server.questions.get();
        assertThat(isGood(beside)).isTrue();
        assertThat(isGood(server.sign(server.claims()))).isTrue();
        assertThat(server.questions).hasValue(asked);
        // The holder gave his proof. Nobody tells; the server says so when it is asked.
        server.inactive.clear();
        assertThat(List.of(ofSession, offline)).allMatch(this::isGood);
        server.tell("session.ended", Map.of("account", claims.get("sub"), "session", claims.get("sid")));
        awaitRevoked(ofSession);
        server.time.advance(Duration.ofSeconds(5));
        asked = server.questions.get();
        server.heartbeat();
        TestTime.await("news", verifier::isFresh);
        assertThat(isGood(server.sign(Minted.with(server.claims(), "sub", Minted.of(claims, "sub")))))
                .isTrue();
        assertThat(server.questions).hasValue(asked);
    }

    private void awaitInactive(String token) {
        TestTime.await(
                "the server's no",
                () -> verifier.check(token, Need.NOTHING) instanceof Bad bad && bad.reason() == Reason.INACTIVE);
    }

    @Test
    void aPlaceThatIsToldAgainMovesNothingBack() {
        String old = Cursor.at(server.time.instant().minus(Duration.ofMinutes(4)));
        server.time.advance(Duration.ofSeconds(2));
        server.heartbeat();
        String token = server.sign(server.claims());
        assertThat(isGood(token)).isTrue();
        server.heartbeatFrom(old);
        int dialled = server.cursors.size();
        server.cut();
        TestTime.await("another line", () -> server.cursors.size() > dialled);
        assertThat(server.cursors.getLast()).isGreaterThan(old);
        assertThat(verifier.isFresh()).isTrue();
    }

    @Test
    void aClockThatLeapsAheadTrustsNothingOfBefore() {
        String token = server.sign(
                Minted.with(server.claims(), "exp", server.time.instant().getEpochSecond() + 3000));
        assertThat(isGood(token)).isTrue();
        server.streamStatus = 503;
        server.time.setWall(Duration.ofMinutes(10));
        assertThat(verifier.isFresh()).isFalse();
        int asked = server.questions.get();
        assertThat(isGood(token)).isTrue();
        assertThat(server.questions).hasValueGreaterThan(asked);
    }

    @Test
    void anEventWithoutAnEndFillsNoMemory() {
        var pieces = new Pieces((id, event, data) -> {});
        byte[] line = ("data: " + "x".repeat(60_000) + "\n").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        pieces.feed(ByteBuffer.wrap(line));
                    }
                })
                .isInstanceOf(Json.Malformed.class);
    }

    @Test
    void whatIsOfAnUnknownKindRevokesAllTheSame() {
        var claims = server.claims();
        String token = server.sign(claims);
        server.tell("something.new", Map.of("account", claims.get("sub")));
        awaitRevoked(token);
    }

    @Test
    void whatWasRevokedBeforeWeCameIsKnown() throws InterruptedException {
        var claims = server.claims();
        server.tell("session.ended", Map.of("account", claims.get("sub"), "session", claims.get("sid")));
        server.time.advance(Duration.ofMinutes(2));
        try (var later = server.verifier()) {
            assertThat(later.check(server.sign(claims), Need.NOTHING))
                    .isInstanceOfSatisfying(
                            Bad.class, bad -> assertThat(bad.reason()).isEqualTo(Reason.REVOKED));
        }
    }

    @Test
    void aCutLineIsDialledAgainAndMissesNothing() {
        var claims = server.claims();
        String token = server.sign(claims);
        assertThat(isGood(token)).isTrue();
        server.heartbeat();
        int dialled = server.cursors.size();
        server.cut();
        // Nobody listens now.
        server.tell("session.ended", Map.of("account", claims.get("sub"), "session", claims.get("sid")));
        awaitRevoked(token);
        assertThat(server.cursors.size()).isGreaterThan(dialled);
    }

    @Test
    void aLineThatCannotBeDialledIsSilenceAndTheServerIsAsked() {
        var claims = server.claims();
        String token = server.sign(claims);
        String ended = server.sign(server.claims());
        assertThat(isGood(token)).isTrue();
        server.streamStatus = 503;
        server.cut();
        server.inactive.add(ended);
        // Within the silence what is remembered counts.
        assertThat(isGood(ended)).isTrue();
        assertThat(server.questions).hasValue(0);
        server.time.advance(SILENCE.plusSeconds(1));
        assertThat(verifier.isFresh()).isFalse();
        assertThat(isGood(token)).isTrue();
        assertThat(verifier.check(ended, Need.NOTHING))
                .isInstanceOfSatisfying(
                        Bad.class, bad -> assertThat(bad.reason()).isEqualTo(Reason.INACTIVE));
        assertThat(server.questions).hasValue(2);
        // It is not asked again of the same at once, and again a second later.
        assertThat(isGood(token)).isTrue();
        assertThat(server.questions).hasValue(2);
        server.inactive.add(token);
        server.time.advance(Duration.ofMillis(1_100));
        assertThat(isGood(token)).isFalse();
    }

    @Test
    void aFrozenServerLeadsToNoOnceTheSilenceIsOver() {
        String token = server.sign(server.claims());
        assertThat(isGood(token)).isTrue();
        server.freeze();
        assertThat(isGood(token)).isTrue();
        server.time.advance(SILENCE.plusSeconds(1));
        assertThat(verifier.check(token, Need.NOTHING)).isInstanceOf(Unknown.class);
        // Who did not answer a moment ago is not waited for again.
        long start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertThat(verifier.check(token, Need.NOTHING)).isInstanceOf(Unknown.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(400));
        server.thaw();
        server.time.advance(Duration.ofSeconds(20));
        TestTime.await("news again", verifier::isFresh);
        assertThat(isGood(token)).isTrue();
    }

    @Test
    void aLineOnWhichNothingComesIsHungUpAndDialledAgain() {
        int dialled = server.cursors.size();
        server.time.advance(Duration.ofSeconds(8));
        TestTime.await("a new line", () -> server.cursors.size() > dialled);
        TestTime.await("news again", verifier::isFresh);
    }

    @Test
    void aRevokedTokenIsNeverTakenLongerThanTheSilence() {
        // The worst case: revoked right after the last word, and then nothing.
        var claims = server.claims();
        String token = server.sign(claims);
        assertThat(isGood(token)).isTrue();
        server.heartbeat();
        server.freeze();
        server.inactive.add(token);
        server.time.advance(SILENCE.minusSeconds(2));
        assertThat(isGood(token)).isTrue();
        server.time.advance(Duration.ofSeconds(3));
        assertThat(isGood(token)).isFalse();
    }

    @Test
    void wordsThatComeLateAreAsOldAsTheyAre() throws Json.Malformed {
        String old = Cursor.at(server.time.instant());
        server.streamStatus = 503;
        server.time.advance(SILENCE.plusSeconds(30));
        assertThat(verifier.isFresh()).isFalse();
        server.heartbeatFrom(old);
        assertThat(verifier.isFresh()).isFalse();
        assertThat(Cursor.millis(old)).isPositive();
    }

    @Test
    void aClockThatIsSetBackTrustsNothingLonger() {
        String token = server.sign(server.claims());
        assertThat(isGood(token)).isTrue();
        server.streamStatus = 503;
        server.cut();
        server.time.advance(SILENCE.plusSeconds(1));
        server.time.setWall(SILENCE.plusSeconds(5).negated());
        assertThat(verifier.isFresh()).isFalse();
    }

    @Test
    void whoIsToldToForgetAsksTheServer() {
        String before = server.sign(server.claims());
        assertThat(isGood(before)).isTrue();
        server.forgetsCursors = true;
        int dialled = server.cursors.size();
        server.cut();
        TestTime.await("a new line", () -> server.cursors.size() > dialled && server.lines() == 1);
        server.inactive.add(before);
        TestTime.await("the question", () -> !isGood(before));
        assertThat(server.questions.get()).isPositive();
        server.time.advance(Duration.ofSeconds(7));
        server.heartbeat();
        int asked = server.questions.get();
        TestTime.await("news", verifier::isFresh);
        assertThat(isGood(server.sign(server.claims()))).isTrue();
        assertThat(server.questions.get()).isEqualTo(asked);
    }

    @Test
    void aPlaceThatTheServerDoesNotTakeIsGivenUp() {
        server.streamStatus = 400;
        int dialled = server.cursors.size();
        server.cut();
        TestTime.await("two tries", () -> server.cursors.size() > dialled + 1);
        server.streamStatus = 200;
        TestTime.await("a new line", () -> server.lines() == 1);
        String token = server.sign(server.claims());
        assertThat(isGood(token)).isTrue();
        assertThat(server.questions.get()).isEqualTo(1);
    }

    @Test
    void aTokenThatLivesLongerThanAnyIsAskedAbout() {
        long now = server.time.instant().getEpochSecond();
        String token = server.sign(Minted.with(server.claims(), "exp", now + 7_200));
        assertThat(isGood(token)).isTrue();
        assertThat(server.questions).hasValue(1);
    }

    @Test
    void whatCannotBeReadEndsTheLineAndNothingIsMissed() {
        int dialled = server.cursors.size();
        server.write("id: " + Cursor.at(server.time.instant()) + "\nevent: session.ended\ndata: {broken\n\n");
        TestTime.await("a new line", () -> server.cursors.size() > dialled && server.lines() == 2);
        var claims = server.claims();
        String token = server.sign(claims);
        assertThat(isGood(token)).isTrue();
        server.tell("session.ended", Map.of("account", claims.get("sub"), "session", claims.get("sid")));
        awaitRevoked(token);
    }

    @Test
    void anIntegratorHearsTheNewsItself() throws InterruptedException {
        List<Revocation> heard = new CopyOnWriteArrayList<>();
        try (var stream = RevocationStream.open(
                server.settings(),
                revocation -> {
                    heard.add(revocation);
                    throw new IllegalStateException("a listener that fails ends nothing");
                },
                upTo -> {})) {
            assertThat(stream.awaitReady(Duration.ofSeconds(20))).isTrue();
            TestTime.await("the line", () -> server.lines() == 2);
            server.tell("session.ended", Map.of("account", "a", "session", "s", "reason", "signed-out"));
            server.tell("session.ended", Map.of("account", "a", "session", "t"));
            TestTime.await("both", () -> heard.size() == 2);
            assertThat(heard.getFirst().session()).isEqualTo("s");
            assertThat(heard.getFirst().reason()).isEqualTo("signed-out");
        }
    }

    @Test
    void whatIsTooMuchToRememberIsAskedAbout() throws Json.Malformed {
        var revoked = new Revoked(Duration.ofHours(1), Duration.ofSeconds(5), server.time, 100);
        var claims = Claims.of(server.claims());
        for (int i = 0; i < 100; i++) {
            revoked.add(revocation("session.ended", "s" + i));
        }
        assertThat(revoked.isBlind(claims)).isFalse();
        revoked.add(revocation("session.ended", "one-more"));
        assertThat(revoked.isBlind(claims)).isTrue();
        assertThat(revoked.size()).isEqualTo(1);
    }

    @Test
    void whatNoTokenCanHangOnAnyMoreIsForgotten() {
        var revoked = new Revoked(Duration.ofHours(1), Duration.ofSeconds(5), server.time, 100);
        revoked.add(revocation("session.ended", "s"));
        server.time.advance(Duration.ofHours(2));
        revoked.add(revocation("session.ended", "t"));
        assertThat(revoked.size()).isEqualTo(1);
    }

    private Revocation revocation(String type, String session) {
        return new Revocation("id", type, server.time.instant(), "a", session, null, null, null, null);
    }

    @Test
    void piecesAreCutHoweverTheBytesCome() throws Json.Malformed {
        String text = ": hello\r\nid: 1\r\nevent: a\r\ndata: x\r\ndata: ü\r\n\r\nid:2\rdata:y\r\rdata\n\nevent: b\n\n";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var taken = new ArrayList<String>();
        var pieces = new Pieces((id, event, data) -> taken.add(id + "|" + event + "|" + data));
        for (byte one : bytes) {
            pieces.feed(ByteBuffer.wrap(new byte[] {one}));
        }
        assertThat(taken).containsExactly("1|a|x\nü", "2||y");
    }
}
