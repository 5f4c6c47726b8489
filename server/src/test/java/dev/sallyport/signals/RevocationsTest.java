package dev.sallyport.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.oauth.Clients;
import dev.sallyport.oauth.SigningKeyDesk;
import dev.sallyport.session.Sessions;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import dev.sallyport.wire.ErrorCode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@Proves("R-EVT-1")
class RevocationsTest {
    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.startAlone(new TestClock(), Map.of());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static void endAll(TestNode at, Holder holder) {
        at.bean(Sessions.class).endAll(new AccountId(UUID.fromString(holder.account())), "test", null);
    }

    @Test
    void anEndReachesEveryListenerOfEveryNodeWithinATenthOfASecond() {
        try (var beside = node.beside();
                var here = new Stream(node, null);
                var there = new Stream(beside, null)) {
            var holder = Holder.signUp(node);
            long[] nanos = new long[20];
            for (int round = 0; round < nanos.length; round++) {
                var browser = holder.elsewhere();
                String session =
                        Holder.json(browser, "/api/session").get("session").asString();
                long start = System.nanoTime();
                endAll(node, holder);
                var one = here.await("session.ended", session);
                var other = there.await("session.ended", session);
                nanos[round] = Math.max(one.atNanos(), other.atNanos()) - start;
                assertThat(one.id()).isEqualTo(other.id());
                holder.again();
            }
            Arrays.sort(nanos);
            System.out.printf(
                    "revocation to two nodes' streams: median %.1f ms, worst %.1f ms%n",
                    nanos[nanos.length / 2] / 1e6, nanos[nanos.length - 1] / 1e6);
            assertThat(Duration.ofNanos(nanos[nanos.length / 2])).isLessThan(Duration.ofMillis(100));
        }
    }

    @Test
    void whoComesBackWithHisCursorHasMissedNothing() {
        var holder = Holder.signUp(node);
        String first = holder.session();
        String cursor;
        try (var stream = new Stream(node, null)) {
            endAll(node, holder);
            cursor = stream.await("session.ended", first).id();
        }
        holder.again();
        String second = holder.session();
        endAll(node, holder);
        try (var stream = new Stream(node, cursor)) {
            stream.await("session.ended", second);
            // Everything missed comes before the word that all is told.
            var events = stream.pieces().stream().map(Stream.Piece::event).toList();
            assertThat(events.indexOf("ready"))
                    .isGreaterThan(stream.pieces()
                            .indexOf(stream.of("session.ended", second).getFirst()));
            // What was told live is not told again.
            assertThat(stream.of("session.ended", second)).hasSize(1);
        }
    }

    /// A key and a program are of no account; whoever remembers tokens is told all the same.
    @Test
    @Defends({"A47", "A49"})
    void whatAnOperatorTakesBackIsToldWithinASecondAndToWhoeverComesBack() {
        String cursor = node.bean(Revocations.class).now().toString();
        String client = program();
        var holder = Holder.signUp(node);
        // Whoever asks for the keys makes the first one.
        holder.browser.get("/oauth2/jwks");
        try (var beside = node.beside();
                var here = new Stream(node, null);
                var there = new Stream(beside, null)) {
            long start = System.nanoTime();
            assertThat(Clients.<Boolean>with(node.config, node.clock, clients -> clients.remove(client)))
                    .isTrue();
            var removed = here.await("client.removed", client);
            assertThat(there.await("client.removed", client).id()).isEqualTo(removed.id());
            String key = SigningKeyDesk.with(node.config, node.clock, desk -> {
                String signs = desk.list().getFirst().id();
                desk.withdraw(signs);
                return signs;
            });
            var withdrawn = here.await("key.withdrawn", "\"kid\":\"" + key + "\"");
            assertThat(there.await("key.withdrawn", key).id()).isEqualTo(withdrawn.id());
            assertThat(Duration.ofNanos(withdrawn.atNanos() - start)).isLessThan(Duration.ofSeconds(1));
            String session = holder.session();
            endAll(node, holder);
            var ended = here.await("session.ended", session);
            try (var later = new Stream(node, cursor)) {
                // Each once, by the same ids, in the order of those, before the word that all is told.
                var told = later.pieces().stream()
                        .takeWhile(piece -> !piece.event().equals("ready"))
                        .map(Stream.Piece::id)
                        .toList();
                assertThat(told)
                        .containsOnlyOnce(removed.id(), withdrawn.id(), ended.id())
                        .isSorted();
            }
        }
    }

    private static String program() {
        var added = node.bean(Clients.class)
                .add(new Clients.Wanted(
                        "Folio Recalled",
                        "verified",
                        false,
                        false,
                        false,
                        null,
                        List.of("authorization_code"),
                        List.of("openid"),
                        List.of("https://app.examplex.com/back"),
                        List.of(),
                        null,
                        List.of(),
                        List.of()));
        return ((Clients.Added.Done) added).clientId();
    }

    @Test
    void aHeartbeatsIdIsACursor() {
        try (var stream = new Stream(node, null)) {
            Holder.await("a heartbeat", () -> !stream.of("heartbeat", "").isEmpty());
            String cursor = stream.of("heartbeat", "").getFirst().id();
            var holder = Holder.signUp(node);
            String session = holder.session();
            endAll(node, holder);
            try (var later = new Stream(node, cursor)) {
                later.await("session.ended", session);
            }
        }
    }

    @Test
    void whoWasAwayForTooLongIsToldToForgetAll() {
        var old = dev.sallyport.base.who.Uuid7.at(
                node.clock.instant().minus(SignalCare.KEPT).minusSeconds(1).toEpochMilli());
        try (var stream = new Stream(node, old.toString())) {
            assertThat(stream.pieces().getFirst().event()).isEqualTo("reset");
        }
    }

    @Test
    void aNodeThatHearsNothingEndsItsStreamsAndOpensNone() throws Exception {
        try (var alone = TestNode.startAlone(new TestClock(), Map.of());
                var stream = new Stream(alone, null)) {
            alone.asSuperuser("""
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE application_name = 'sallyport-feed' AND datname = current_database()
                    """);
            Holder.await("its end", stream::isOver);
        }
    }

    @Test
    void nobodyListensWithoutATokenAndNonsenseIsNoCursor() throws IOException, InterruptedException {
        assertThat(status(null, null)).isEqualTo(401);
        assertThat(status("Bearer nobody", null)).isEqualTo(401);
        assertThat(status("Bearer " + TestNode.SERVICE_TOKEN, "x")).isEqualTo(400);
        assertThat(status("Bearer " + TestNode.SERVICE_TOKEN, UUID.randomUUID().toString()))
                .isEqualTo(400);
    }

    private static int status(@Nullable String authorization, @Nullable String cursor)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(node.inside("/v1/revocations"));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (cursor != null) {
            request.header("Last-Event-ID", cursor);
        }
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void oneServiceDoesNotTakeThePlacesOfAllOthers() {
        Revocations revocations = node.bean(Revocations.class);
        // A node that has just started does not hear the others yet.
        new Stream(node, null).close();
        var held = new ArrayList<Subscription>();
        try {
            for (int i = 0; i < Revocations.MOST_OF_ONE; i++) {
                held.add(revocations.subscribe("greedy"));
            }
            assertThat(catchThrowableOfType(Refused.class, () -> revocations.subscribe("greedy"))
                            .code())
                    .isEqualTo(ErrorCode.TOO_MANY);
            held.add(revocations.subscribe("modest"));
            held.removeFirst().close();
            held.add(revocations.subscribe("greedy"));
        } finally {
            held.forEach(Subscription::close);
        }
    }

    @Test
    void whoFallsFarBehindIsLetGoAndAHeadHasNoEnd() throws IOException, InterruptedException {
        var slow = node.bean(Revocations.class).subscribe("slow");
        var event = new Event(
                AccountId.create(node.clock.instant()),
                1,
                UUID.randomUUID(),
                Kind.SESSION_ENDED,
                node.clock.instant(),
                Map.of());
        for (int i = 0; slow.isOpen() && i < 20_000; i++) {
            slow.offer(Revocation.of(event));
        }
        assertThat(slow.isOpen()).isFalse();
        assertThat(slow.next(Duration.ofSeconds(1))).isEmpty();
        try (var http = HttpClient.newHttpClient()) {
            var head = HttpRequest.newBuilder(node.inside("/v1/revocations"))
                    .header("Authorization", "Bearer " + TestNode.SERVICE_TOKEN)
                    .HEAD()
                    .timeout(Duration.ofSeconds(5))
                    .build();
            assertThat(http.send(head, HttpResponse.BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aStoppingNodeEndsItsStreamsBeforeItWaits() {
        var alone = TestNode.startAlone(new TestClock(), Map.of());
        try (var stream = new Stream(alone, null)) {
            long start = System.nanoTime();
            alone.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            Holder.await("its end", stream::isOver);
        }
    }
}
