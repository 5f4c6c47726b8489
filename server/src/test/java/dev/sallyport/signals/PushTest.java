package dev.sallyport.signals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Secret;
import dev.sallyport.base.who.SessionId;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.signals.PushReceiver.Got;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Security event tokens pushed to receivers (RFC 8935), over real connections.
@Proves("R-EVT-1")
class PushTest {
    private static final String OWNER = "test";
    private static final String REVOKED = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.startAlone(new TestClock(), Map.of("services.private-receivers", "true"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Streams.Wanted wanted(PushReceiver receiver, String header) {
        return new Streams.Wanted(receiver.url(), new Secret(header), List.of(REVOKED), "");
    }

    private static UUID stream(PushReceiver receiver) {
        return node.bean(Streams.class)
                .create(OWNER, wanted(receiver, "Bearer receivers-own"))
                .id();
    }

    private static void remove(UUID stream) {
        node.bean(Streams.class).remove(OWNER, stream);
    }

    private static AccountId account() {
        return new AccountId(UUID.fromString(Holder.signUp(node).account()));
    }

    /// Sessions of an account end, one after the other.
    private static List<String> ends(AccountId account, int count) {
        return IntStream.range(0, count).mapToObj(i -> end(account)).toList();
    }

    private static String end(AccountId account) {
        var session = new SessionId(UUID.randomUUID());
        node.bean(Tx.class)
                .run(() -> node.bean(Audit.class)
                        .record(account, Fact.success("session.ended").in(session)));
        return session.value().toString();
    }

    private static List<String> sessions(List<Got> all) {
        return all.stream().map(Got::session).toList();
    }

    @Test
    @Defends("A69")
    void aTokenCarriesTheReceiversHeaderAndIsRepeatedUntilItIsTaken() {
        try (var receiver = new PushReceiver()) {
            UUID stream = stream(receiver);
            receiver.answers(got -> 500);
            String session = end(account());
            Holder.await("a try", () -> !receiver.all().isEmpty());
            receiver.answers(got -> 202);
            Holder.await("the end of the session", () -> {
                node.clock.advance(Duration.ofSeconds(10));
                return !receiver.taken().isEmpty();
            });
            assertThat(sessions(receiver.taken())).containsExactly(session);
            assertThat(receiver.all()).allSatisfy(got -> {
                assertThat(got.type()).isEqualTo("application/secevent+jwt");
                assertThat(got.authorization()).isEqualTo("Bearer receivers-own");
            });
            remove(stream);
        }
    }

    /// One is slow, one is dead and one answers 500, for an hour.
    @Test
    void anHourOfTroubleDelaysNobodyElseLosesNothingAndTurnsNothingAround() {
        var gate = new CountDownLatch(1);
        try (var slow = new PushReceiver();
                var broken = new PushReceiver();
                var dead = new PushReceiver();
                var good = new PushReceiver()) {
            slow.answers(got -> opened(gate) ? 202 : 500);
            broken.answers(got -> 500);
            var streams = List.of(stream(slow), stream(broken), stream(dead), stream(good));
            dead.hangUp();
            AccountId account = account();
            long start = System.nanoTime();
            List<String> ended = ends(account, 5);
            Holder.await("all at the good one", () -> good.taken().size() == 5);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            for (int minute = 0; minute < 60; minute++) {
                node.clock.advance(Duration.ofMinutes(1));
            }
            Holder.await("a try", () -> !broken.all().isEmpty() && !slow.all().isEmpty());
            assertThat(sessions(broken.all())).as("nobody overtakes the first").containsOnly(ended.getFirst());
            gate.countDown();
            broken.answers(got -> 202);
            Holder.await("all at the others", () -> {
                node.clock.advance(Duration.ofMinutes(6));
                return distinct(slow) == 5 && distinct(broken) == 5;
            });
            for (PushReceiver one : List.of(good, slow, broken)) {
                assertThat(sessions(one.taken()).stream().distinct()).isEqualTo(ended);
                // What comes twice has the id that it had.
                assertThat(one.all().stream().map(Got::id).distinct()).hasSize(5);
            }
            assertThat(good.all()).as("who takes all is told once").hasSize(5);
            UUID unheard = streams.get(2);
            assertThat(node.bean(Receivers.class).standings())
                    .filteredOn(s -> s.receiver().id().equals(unheard))
                    .singleElement()
                    .satisfies(s -> assertThat(s.waiting()).isEqualTo(5));
            streams.forEach(PushTest::remove);
        }
    }

    private static boolean opened(CountDownLatch gate) {
        try {
            return gate.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static long distinct(PushReceiver receiver) {
        return sessions(receiver.taken()).stream().distinct().count();
    }

    /// While two change it to and fro and pushes go on, none gets what is meant for the other.
    @Test
    @Defends("A69")
    void theAddressAndItsHeaderChangeTogether() throws InterruptedException {
        try (var first = new PushReceiver();
                var second = new PushReceiver()) {
            UUID stream = stream(first);
            Streams streams = node.bean(Streams.class);
            streams.change(OWNER, stream, before -> wanted(first, "Bearer first"));
            var changers = List.of(
                    Thread.startVirtualThread(() -> changed(stream, first, "Bearer first")),
                    Thread.startVirtualThread(() -> changed(stream, second, "Bearer second")));
            for (int i = 0; i < 10; i++) {
                ends(account(), 3);
            }
            for (Thread changer : changers) {
                changer.join();
            }
            Holder.await("all", () -> first.taken().size() + second.taken().size() >= 30);
            assertThat(first.all()).allMatch(got -> got.authorization().equals("Bearer first"));
            assertThat(second.all()).allMatch(got -> got.authorization().equals("Bearer second"));
            remove(stream);
        }
    }

    private static void changed(UUID stream, PushReceiver to, String header) {
        for (int i = 0; i < 50; i++) {
            node.bean(Streams.class).change(OWNER, stream, before -> wanted(to, header));
        }
    }
}
