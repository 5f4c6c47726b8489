package dev.sallyport.signals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.signals.Listener.Got;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Events to webhooks, over real connections.
@Proves("R-EVT-1")
class WebhookTest {
    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.startAlone(new TestClock(), Map.of("services.private-receivers", "true"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static String add(TestNode at, Listener listener, String... types) {
        String name = "r" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
        var added = at.bean(Receivers.class).add(name, listener.url(), List.of(types));
        assertThat(added).isInstanceOf(Receivers.Added.Done.class);
        return name;
    }

    private static String secretOf(TestNode at, String name) {
        // What `rotate` shows is the newest one.
        return at.bean(Receivers.class).rotate(name).orElseThrow().reveal();
    }

    private static AccountId account(Holder holder) {
        return new AccountId(UUID.fromString(holder.account()));
    }

    /// Facts as a feature records them: each is an event.
    private static void facts(TestNode at, AccountId account, int count) {
        for (int i = 0; i < count; i++) {
            int number = i;
            at.bean(Tx.class)
                    .run(() -> at.bean(Audit.class)
                            .record(account, Fact.success("session.ended").with("reason", "number-" + number)));
        }
    }

    private static List<String> reasons(List<Got> all) {
        return all.stream()
                .map(got -> got.json().get("data").path("reason").asString(""))
                .filter(reason -> reason.startsWith("number-"))
                .toList();
    }

    private static List<String> numbers(int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> "number-" + i)
                .toList();
    }

    @Test
    @Defends("A69")
    @Asvs("4.1.5")
    void whatHoldersDoIsToldSignedAsStandardWebhooksHasIt() {
        try (var listener = new Listener()) {
            String name = add(node, listener);
            String secret = secretOf(node, name);
            var holder = Holder.signUp(node);
            Got started = listener.await(holder.account(), "session.started");
            assertThat(started.isSignedBy(secret)).isTrue();
            assertThat(started.type()).startsWith("application/json");
            assertThat(Long.parseLong(started.timestamp()))
                    .isBetween(
                            node.clock.instant().getEpochSecond() - 60,
                            node.clock.instant().getEpochSecond() + 1);
            assertThat(UUID.fromString(started.id()).version()).isEqualTo(7);
            assertThat(started.json().get("data").get("session").asString()).isEqualTo(holder.session());
            assertThat(started.json().get("data").get("level").asString()).isEqualTo("aal1");
            // Nothing of the person.
            assertThat(listener.all()).noneMatch(got -> got.body().contains("@"));
            node.bean(Receivers.class).remove(name);
        }
    }

    @Test
    void onlyTheTypesThatWereAskedForAreTold() {
        try (var listener = new Listener()) {
            String name = add(node, listener, "session.ended");
            var holder = Holder.signUp(node);
            String account = holder.account();
            facts(node, new AccountId(UUID.fromString(account)), 1);
            listener.await(account, "session.ended");
            assertThat(listener.all()).allMatch(got -> got.event().equals("session.ended"));
            node.bean(Receivers.class).remove(name);
        }
    }

    @Test
    @Asvs("13.2.4")
    void afterAChangeOfSecretBothSignForADayAndThenTheNewOneAlone() {
        try (var listener = new Listener()) {
            String name = add(node, listener, "session.ended");
            String old = secretOf(node, name);
            String fresh = secretOf(node, name);
            AccountId account = account(Holder.signUp(node));
            facts(node, account, 1);
            Got both = listener.await(account.toString(), "session.ended");
            assertThat(both.isSignedBy(old)).isTrue();
            assertThat(both.isSignedBy(fresh)).isTrue();
            node.clock.advance(Secrets.OVERLAP.plusSeconds(1));
            facts(node, account, 1);
            Holder.await("the second", () -> listener.taken(account.toString()).size() == 2);
            Got one = listener.taken(account.toString()).getLast();
            assertThat(one.isSignedBy(old)).isFalse();
            assertThat(one.isSignedBy(fresh)).isTrue();
            node.bean(Receivers.class).remove(name);
        }
    }

    @Test
    void theEventsOfAnAccountComeInTheirOrderHoweverManyTriesTheyTake() {
        try (var listener = new Listener()) {
            String name = add(node, listener, "session.ended");
            AccountId account = account(Holder.signUp(node));
            var tries = new java.util.concurrent.atomic.AtomicInteger();
            // Every second try comes to nothing.
            listener.answers(got -> tries.incrementAndGet() % 2 == 0 ? 500 : 204);
            facts(node, account, 8);
            Holder.await("all", () -> {
                node.clock.advance(Duration.ofSeconds(5));
                return listener.taken(account.toString()).size() == 8;
            });
            assertThat(reasons(listener.taken(account.toString()))).isEqualTo(numbers(8));
            // A try again has the id of the first one, and no id is taken twice.
            assertThat(listener.all().stream().map(Got::id).distinct()).hasSize(8);
            assertThat(listener.taken().stream().map(Got::id)).doesNotHaveDuplicates();
            node.bean(Receivers.class).remove(name);
        }
    }

    @Test
    void whoIsSlowOrDeadOrBrokenDelaysNobodyElse() throws InterruptedException {
        var gate = new CountDownLatch(1);
        try (var slow = new Listener();
                var broken = new Listener();
                var dead = new Listener();
                var good = new Listener()) {
            slow.answers(got -> {
                try {
                    return gate.await(30, TimeUnit.SECONDS) ? 204 : 500;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return 500;
                }
            });
            broken.answers(got -> 500);
            var names = List.of(
                    add(node, slow, "session.ended"),
                    add(node, broken, "session.ended"),
                    add(node, dead, "session.ended"),
                    add(node, good, "session.ended"));
            dead.hangUp();
            var holders = List.of(account(Holder.signUp(node)), account(Holder.signUp(node)));
            long start = System.nanoTime();
            holders.forEach(account -> facts(node, account, 20));
            Holder.await("all at the good one", () -> good.taken().size() == 40);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            for (AccountId account : holders) {
                assertThat(reasons(good.taken(account.toString()))).isEqualTo(numbers(20));
            }
            gate.countDown();
            names.forEach(node.bean(Receivers.class)::remove);
        }
    }

    @Test
    void anHourOfFailuresLosesNothingAndTurnsNothingAround() {
        try (var listener = new Listener()) {
            String name = add(node, listener, "session.ended");
            AccountId account = account(Holder.signUp(node));
            listener.answers(got -> 500);
            facts(node, account, 5);
            for (int minute = 0; minute < 60; minute++) {
                node.clock.advance(Duration.ofMinutes(1));
            }
            Holder.await("some tries", () -> !listener.all().isEmpty());
            facts(node, account, 1);
            listener.answers(got -> 204);
            Holder.await("all", () -> {
                node.clock.advance(Duration.ofMinutes(6));
                return listener.taken(account.toString()).size() == 6;
            });
            var expected = new java.util.ArrayList<>(numbers(5));
            expected.add("number-0");
            assertThat(reasons(listener.taken(account.toString()))).isEqualTo(expected);
            assertThat(node.bean(Receivers.class).dead())
                    .noneMatch(d -> d.receiver().equals(name));
            node.bean(Receivers.class).remove(name);
        }
    }

    @Test
    void whatIsRefusedTenTimesIsGivenUpListedAndReplayedWithItsId() {
        try (var listener = new Listener()) {
            String name = add(node, listener, "session.ended");
            AccountId account = account(Holder.signUp(node));
            listener.answers(got -> got.body().contains("number-0") ? 400 : 204);
            facts(node, account, 3);
            Holder.await("the others", () -> {
                node.clock.advance(Duration.ofMinutes(10));
                return listener.taken(account.toString()).size() == 2;
            });
            assertThat(reasons(listener.taken(account.toString()))).containsExactly("number-1", "number-2");
            var dead = node.bean(Receivers.class).dead().stream()
                    .filter(d -> d.receiver().equals(name))
                    .toList();
            assertThat(dead).singleElement().satisfies(d -> {
                assertThat(d.attempts()).isEqualTo(Courier.MOST_REFUSALS);
                assertThat(d.error()).isEqualTo("the receiver answered 400");
                assertThat(d.account()).isEqualTo(account.toString());
            });
            listener.answers(got -> 204);
            assertThat(node.bean(Receivers.class).replay(name, dead.getFirst().event()))
                    .contains(1);
            Holder.await(
                    "the dead one", () -> listener.taken(account.toString()).size() == 3);
            assertThat(listener.taken(account.toString()).getLast().id())
                    .isEqualTo(dead.getFirst().event().toString());
            assertThat(node.bean(Receivers.class).replay(name, null)).contains(0);
            node.bean(Receivers.class).remove(name);
        }
    }

    @Test
    void afterThreeDaysOfSilenceAnEventIsGivenUp() {
        try (var listener = new Listener()) {
            String name = add(node, listener, "session.ended");
            AccountId account = account(Holder.signUp(node));
            listener.answers(got -> 503);
            facts(node, account, 1);
            Holder.await("a first try", () -> !listener.all().isEmpty());
            node.clock.advance(Courier.PATIENCE);
            Holder.await("its end", () -> {
                node.clock.advance(Duration.ofMinutes(6));
                return node.bean(Receivers.class).dead().stream()
                        .anyMatch(d -> d.receiver().equals(name));
            });
            node.bean(Receivers.class).remove(name);
        }
    }

    @Test
    void aNodeThatStopsLosesNothingAndTheNextOneTellsIt() {
        try (var listener = new Listener()) {
            AccountId account;
            TestNode next;
            try (var alone = TestNode.startAlone(new TestClock(), Map.of("services.private-receivers", "true"))) {
                add(alone, listener, "session.ended");
                account = account(Holder.signUp(alone));
                listener.answers(got -> 500);
                facts(alone, account, 5);
                Holder.await("a try", () -> !listener.all().isEmpty());
                next = alone.beside();
            }
            try (next) {
                listener.answers(got -> 204);
                Holder.await("all", () -> {
                    next.clock.advance(Duration.ofMinutes(2));
                    return listener.taken(account.toString()).size() == 5;
                });
                assertThat(reasons(listener.taken(account.toString()))).isEqualTo(numbers(5));
            }
        }
    }

    /// It had taken an event to tell, and nobody knows whether it did.
    @Test
    void whatANodeWasTellingWhenItDiedIsToldByAnotherInItsPlace() {
        try (var listener = new Listener()) {
            String name = add(node, listener, "session.ended");
            node.bean(Receivers.class).turn(name, Receiver.State.PAUSED, "a test");
            AccountId account = account(Holder.signUp(node));
            facts(node, account, 3);
            UUID receiver =
                    node.bean(ReceiverStore.class).named(name).orElseThrow().id();
            var now = node.clock.instant();
            var claimed = node.bean(DeliveryStore.class).claim(receiver, now, now.plusSeconds(60), 8);
            assertThat(claimed).hasSize(1);
            node.bean(Receivers.class).turn(name, Receiver.State.ON, "a test");
            // Nobody overtakes what may be on its way.
            assertThat(node.bean(DeliveryStore.class).claim(receiver, now, now.plusSeconds(60), 8))
                    .isEmpty();
            assertThat(listener.all()).isEmpty();
            node.clock.advance(Duration.ofSeconds(61));
            Holder.await("all", () -> listener.taken(account.toString()).size() == 3);
            assertThat(reasons(listener.taken(account.toString()))).isEqualTo(numbers(3));
            node.bean(Receivers.class).remove(name);
        }
    }

    @Test
    void twoNodesTellNothingTwice() {
        try (var listener = new Listener();
                var beside = node.beside()) {
            String name = add(node, listener, "session.ended");
            AccountId account = account(Holder.signUp(node));
            facts(node, account, 30);
            facts(beside, account, 30);
            Holder.await("all", () -> listener.taken(account.toString()).size() == 60);
            var expected = new java.util.ArrayList<>(numbers(30));
            expected.addAll(numbers(30));
            assertThat(reasons(listener.taken(account.toString()))).isEqualTo(expected);
            assertThat(listener.all().stream().map(Got::id)).doesNotHaveDuplicates();
            node.bean(Receivers.class).remove(name);
        }
    }

    @Test
    void whatIsRolledBackIsToldToNobody() {
        try (var listener = new Listener()) {
            String name = add(node, listener, "session.ended");
            AccountId account = account(Holder.signUp(node));
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> node.bean(Tx.class)
                            .run(() -> {
                                node.bean(Audit.class)
                                        .record(
                                                account,
                                                Fact.success("session.ended").with("reason", "number-9"));
                                throw new IllegalStateException("undone");
                            })))
                    .isInstanceOf(IllegalStateException.class);
            facts(node, account, 1);
            Holder.await("the other", () -> !listener.taken(account.toString()).isEmpty());
            assertThat(reasons(listener.all())).containsExactly("number-0");
            node.bean(Receivers.class).remove(name);
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (var listener = new Listener()) {
            String name = add(node, listener, "session.ended");
            listener.answers(got -> 302);
            AccountId account = account(Holder.signUp(node));
            facts(node, account, 1);
            Holder.await("three tries", () -> {
                node.clock.advance(Duration.ofMinutes(1));
                return listener.all().size() >= 3;
            });
            assertThat(listener.all().stream().map(Got::id).distinct()).hasSize(1);
            assertThat(listener.taken()).isEmpty();
            node.bean(Receivers.class).remove(name);
        }
    }
}
