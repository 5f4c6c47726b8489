package dev.sallyport.withdrawal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.base.db.DatabaseClock;
import dev.sallyport.base.http.Refused;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import dev.sallyport.wire.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Money goes by the database's time.
@Defends("A54")
class MoneyClockTest {
    private final JdbcClient jdbc = TestNode.shared().bean(JdbcClient.class);

    /// A node whose clock is set wrong by this much; its process goes by it.
    private MoneyClock off(Duration by) {
        return new MoneyClock(new DatabaseClock(jdbc, Clock.offset(Clock.systemUTC(), by)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT3S", "PT-3S", "PT5H", "PT-5H", "P-400D"})
    @Proves("R-HOLD-2")
    void aNodeWhoseClockIsFarAwayDecidesNothing(Duration by) {
        assertThatThrownBy(() -> off(by).now())
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    @Test
    @Proves("R-HOLD-2")
    void aNodeWhoseClockIsALittleAwayDecidesByTheDatabases() {
        for (Duration by : new Duration[] {Duration.ofMillis(1_500), Duration.ofMillis(-1_500), Duration.ZERO}) {
            Instant before = there();
            Instant now = off(by).now();
            assertThat(now.plusMillis(1)).isAfter(before);
            assertThat(now.minusMillis(1)).isBefore(there());
        }
    }

    private Instant there() {
        return jdbc.sql("SELECT clock_timestamp()")
                .query(java.time.OffsetDateTime.class)
                .single()
                .toInstant();
    }
}
