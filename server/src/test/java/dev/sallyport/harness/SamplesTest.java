package dev.sallyport.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// Tests of the tests: they must see a difference that is there and none that is not.
class SamplesTest {
    private final Random random = new Random(42);

    private double[] normal(int n, double mean, double deviation) {
        return random.doubles(n)
                .map(u -> mean + deviation * random.nextGaussian())
                .toArray();
    }

    @Test
    void aShiftOfAFifthOfTheNoiseIsSeenInAThousand() {
        double[] a = normal(1_000, 10, 1);
        double[] b = normal(1_000, 10.2, 1);
        assertThat(Samples.kolmogorovSmirnov(a, b)).isLessThan(0.001);
        assertThat(Samples.mannWhitney(a, b)).isLessThan(0.001);
    }

    @Test
    void anotherWidthIsSeenByOneOfThem() {
        assertThat(Samples.kolmogorovSmirnov(normal(1_000, 10, 1), normal(1_000, 10, 2)))
                .isLessThan(0.001);
    }

    @Test
    void ofEqualsAboutOneInTwentyLooksDifferentAtFivePercent() {
        int ks = 0;
        int mw = 0;
        for (int i = 0; i < 1_000; i++) {
            double[] a = normal(200, 10, 1);
            double[] b = normal(200, 10, 1);
            ks += Samples.kolmogorovSmirnov(a, b) < 0.05 ? 1 : 0;
            mw += Samples.mannWhitney(a, b) < 0.05 ? 1 : 0;
        }
        assertThat(ks).isBetween(25, 75);
        assertThat(mw).isBetween(25, 75);
    }
}
