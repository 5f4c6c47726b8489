package dev.sallyport.withdrawal;

import static dev.sallyport.withdrawal.Book.ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.account.AllowLists;
import dev.sallyport.base.db.DatabaseClock;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.http.Services.Service;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.SessionId;
import dev.sallyport.harness.Race;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.session.Sessions;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import dev.sallyport.wire.ErrorCode;
import dev.sallyport.wire.WithdrawalAnswer;
import dev.sallyport.wire.WithdrawalRedemption;
import dev.sallyport.wire.WithdrawalRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Destinations when much happens at once, on two nodes, and when a clock is wrong.
@Proves("R-WL-3")
@Defends({"A51", "A54"})
class DestinationRaceTest {
    private static final Caller CALLER = new Caller("203.0.113.9", "service test", null);
    private static final Service SERVICE = new Service("test", Set.of("*"));

    private final Book book = Book.settled();
    private final TestNode node = book.node;

    private WithdrawalRequest request() {
        return new WithdrawalRequest(
                book.owner.account.toString(),
                "convert",
                "BTC",
                "bitcoin",
                "1",
                "0.01",
                "0",
                ADDRESS,
                null,
                "203.0.113.9",
                null,
                "Bot");
    }

    /// @param before the database's time before it was asked, and after the answer
    private record Try(Instant before, Instant after, String decision, boolean redeemed) {}

    /// Asks, and redeems what it gets.
    private Try go(TestNode by) {
        Instant before = by.bean(DatabaseClock.class).now();
        WithdrawalAnswer answer = by.bean(Withdrawals.class)
                .ask(Asked.read(request()), UUID.randomUUID().toString(), SERVICE, CALLER);
        boolean redeemed = answer.decision().equals("approved") && redeem(by, answer);
        return new Try(before, by.bean(DatabaseClock.class).now(), answer.decision(), redeemed);
    }

    /// False, too, when others were faster every time.
    private boolean redeem(TestNode by, WithdrawalAnswer answer) {
        try {
            return by.bean(Redemptions.class)
                            .redeem(
                                    UUID.fromString(answer.id()),
                                    new WithdrawalRedemption(answer.approval(), request()),
                                    UUID.randomUUID().toString(),
                                    SERVICE,
                                    CALLER)
                    instanceof Redemptions.Outcome.Redeemed;
        } catch (Refused e) {
            assertThat(e.code()).isEqualTo(ErrorCode.BUSY);
            return false;
        }
    }

    /// Added by fifty requests, confirmed by ten clicks, and withdrawn to by a hundred threads on two nodes while the
    /// wait ends under them.
    @Test
    void nothingLeavesBeforeTheMomentAndThereIsOneOfEach() {
        book.want(true, 24);
        var session = node.bean(Sessions.class)
                .live(book.owner.account, new SessionId(UUID.fromString(book.owner.holder.session())))
                .orElseThrow();
        var wish = new Destinations.Wish("BTC", "bitcoin", ADDRESS, "", false);
        List<Destinations.Added> added =
                Race.of(50, i -> () -> node.bean(Destinations.class).add(session, wish, CALLER));
        assertThat(added).filteredOn(Destinations.Added.Waits.class::isInstance).hasSize(1);
        assertThat(added).filteredOn(Destinations.Added.Not.class::isInstance).hasSize(49);
        assertThat(book.json().get("destinations").size()).isEqualTo(1);
        String link = book.link("Confirm the new destination");
        Instant active = book.activeAt();
        try (Two nodes = new Two(node, node.twin())) {
            Duration left = Duration.between(node.bean(DatabaseClock.class).now(), active);
            node.clock.advance(left.minusMillis(1_500));
            List<Try> tries = Race.of(100, i -> () -> {
                TestNode mine = i % 2 == 0 ? nodes.one() : nodes.other();
                if (i % 10 == 0) {
                    var browser = new TestBrowser(mine);
                    browser.get(link);
                    browser.post(link + "/confirmation", Map.of());
                }
                Try last = go(mine);
                while (last.decision().equals("refused") && last.before().isBefore(active)) {
                    last = go(mine);
                }
                return last;
            });
            assertThat(tries)
                    .noneMatch(one ->
                            one.decision().equals("approved") && one.after().isBefore(active));
            assertThat(tries).anyMatch(one -> one.redeemed());
            assertThat(tries)
                    .filteredOn(one -> one.decision().equals("refused"))
                    .allMatch(one -> !one.redeemed());
            assertThat(book.owner.facts("destination.confirmed")).isEqualTo(1);
            // The shipped table lets no more than ten an hour go unasked, however many are at once.
            assertThat(tries.stream().filter(Try::redeemed)).hasSizeLessThanOrEqualTo(10);
        }
    }

    private record Two(TestNode one, TestNode other) implements AutoCloseable {
        @Override
        public void close() {
            other.close();
        }
    }

    /// The moment itself, to the microsecond that the database keeps.
    @Test
    void theMomentBeforeIsTooEarlyAndTheMomentIsNot() {
        book.want(true, 24);
        book.addOurs();
        book.confirmNewest();
        var destinations = node.bean(Destinations.class);
        Asked asked = Asked.read(request());
        Instant active = book.activeAt();
        assertThat(destinations
                        .refusal(asked, active.minusNanos(1_000))
                        .orElseThrow()
                        .until())
                .isEqualTo(active);
        assertThat(destinations.refusal(asked, active)).isEmpty();
    }

    /// A node whose clock is set wrong by hours, either way: it decides nothing about money, and what it reads of the
    /// list is by the database's time.
    @ParameterizedTest
    @ValueSource(strings = {"PT5H", "PT-5H", "P2D", "P-2D"})
    @Proves({"R-HOLD-2", "R-WL-2"})
    void aClockThatIsMovedOpensNothingEarly(Duration by) {
        book.want(true, 24);
        book.want(false, 24);
        book.addOurs();
        book.confirmNewest();
        Clock wrong = Clock.offset(node.clock, by);
        Duration ahead = Duration.between(Instant.now(), node.clock.instant());
        var time = new DatabaseClock(node.bean(JdbcClient.class), wrong) {
            @Override
            public Instant now() {
                return super.now().plus(ahead);
            }
        };
        var there = new Destinations(
                node.bean(DestinationStore.class),
                node.bean(DestinationVault.class),
                node.bean(dev.sallyport.base.chain.Chains.class),
                node.bean(AllowLists.class),
                node.bean(dev.sallyport.account.Locks.class),
                node.bean(DestinationNews.class),
                new Withdrawals.Moments(node.bean(Tx.class), new MoneyClock(time)));
        assertThatThrownBy(() -> there.list(book.owner.account)).isInstanceOf(Refused.class);
        assertThat(node.bean(AllowLists.class)
                        .of(book.owner.account, time.now())
                        .on())
                .isTrue();
        assertThat(there.refusal(Asked.read(request()), time.now())
                        .orElseThrow()
                        .reasons())
                .containsExactly("destination-waiting");
    }
}
