package dev.sallyport.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Something that is measured under a name.
interface Scenario {
    String name();

    /// What it measures, in one line.
    String summary();

    List<Figure> run(Setting setting) throws IOException, InterruptedException;

    /// @param seconds for each contender's share of a scenario
    /// @param smoke only whether it runs: a second or two, and figures that mean nothing
    record Setting(int seconds, boolean smoke) {
        /// How often each contender has its turn.
        int rounds() {
            return smoke ? 1 : 7;
        }

        /// How long one turn takes.
        Duration turn() {
            return smoke ? Duration.ofMillis(300) : Duration.ofMillis(seconds * 1000L / rounds());
        }
    }
}
