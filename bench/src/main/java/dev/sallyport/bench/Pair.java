package dev.sallyport.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/// What is ours and the floor beneath it, in turns on this thread: processor time of each, round for round.
record Pair(double[] microsOfOurs, double[] microsOfFloor) {
    /// A step that may be as short as a microsecond is taken so often between two looks at the clock.
    private static final int BATCH = 64;

    /// @param time of a turn
    static Pair measure(int rounds, Duration time, Runnable ours, Runnable floor) {
        var pair = new Pair(new double[rounds], new double[rounds]);
        for (int round = -1; round < rounds; round++) {
            double first = micros(ours, time);
            double second = micros(floor, time);
            // The turn before the first is for warming up.
            if (round >= 0) {
                pair.microsOfOurs[round] = first;
                pair.microsOfFloor[round] = second;
            }
        }
        return pair;
    }

    private static double micros(Runnable work, Duration time) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long end = System.nanoTime() + time.toNanos();
        long before = threads.getCurrentThreadCpuTime();
        long count = 0;
        while (count == 0 || System.nanoTime() < end) {
            for (int i = 0; i < BATCH; i++) {
                work.run();
            }
            count += BATCH;
        }
        return (threads.getCurrentThreadCpuTime() - before) / 1e3 / count;
    }

    double ours() {
        return Series.median(microsOfOurs);
    }

    Figure.Floor floor(String name) {
        return new Figure.Floor(name, Series.median(microsOfFloor));
    }

    double ratio() {
        return Series.medianRatio(microsOfOurs, microsOfFloor);
    }

    Figure told(String what, String floor) {
        return Figure.told(what, ours(), "us", floor(floor), ratio());
    }

    Figure atMost(String what, String floor, double goal) {
        return Figure.ratioAtMost(what, ours(), "us", floor(floor), ratio(), goal);
    }
}
