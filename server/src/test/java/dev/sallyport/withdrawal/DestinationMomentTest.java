package dev.sallyport.withdrawal;

import static dev.sallyport.withdrawal.Book.ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.account.AllowLists;
import dev.sallyport.base.db.DatabaseClock;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import dev.sallyport.wire.WithdrawalRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Destinations when a clock is wrong, and at the moment itself.
@Proves("R-WL-3")
@Defends({"A51", "A54"})
class DestinationMomentTest {
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
