package dev.sallyport.base.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Proves("R-EVT-1")
class BackOffTest {
    private static final BackOff WAITS = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(30));

    @ParameterizedTest
    @CsvSource({
        "0,             PT1S",
        "1,             PT1S",
        "2,             PT2S",
        "3,             PT4S",
        "11,            PT17M4S",
        "12,            PT30M",
        "13,            PT30M",
        "64,            PT30M",
        "2147483647,    PT30M"
    })
    void eachWaitIsTwiceTheOneBeforeUpToTheLongest(int failures, Duration least) {
        Duration most = least.plus(least.dividedBy(10));
        assertThat(Stream.generate(() -> WAITS.after(failures)).limit(200))
                .allMatch(wait -> wait.compareTo(least) >= 0 && wait.compareTo(most) < 0)
                .as("what failed together does not come back together")
                .anyMatch(wait -> !wait.equals(least));
    }
}
