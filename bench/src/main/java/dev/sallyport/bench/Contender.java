package dev.sallyport.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// One of two that answer the same load in turns.
final class Contender {
    private final Load load;
    private final Supplier<Duration> processor;
    private final double[] perSecond;
    private final double[] p50;
    private final double[] p99;
    private final double[] micros;

    Contender(Load load, Supplier<Duration> processor, int rounds) {
        this.load = load;
        this.processor = processor;
        this.perSecond = new double[rounds];
        this.p50 = new double[rounds];
        this.p99 = new double[rounds];
        this.micros = new double[rounds];
    }

    void warmUp(Duration time) throws IOException {
        load.turn(time);
    }

    void turn(int round, Duration time) throws IOException {
        Duration before = processor.get();
        Load.Turn turn = load.turn(time);
        Duration used = processor.get().minus(before);
        perSecond[round] = turn.perSecond();
        p50[round] = Series.percentile(turn.micros(), 0.5);
        p99[round] = turn.p99();
        micros[round] = used.toNanos() / 1e3 / turn.micros().length;
    }

    /// @param what is asked, in one word
    static List<Figure> figures(String what, Contender ours, Contender floor, double goal) {
        String bare = "a bare filter";
        var figures = new ArrayList<Figure>();
        figures.add(Figure.ratioAtLeast(
                what + "s",
                Series.median(ours.perSecond),
                "/s",
                new Figure.Floor(bare, Series.median(floor.perSecond)),
                Series.medianRatio(ours.perSecond, floor.perSecond),
                goal));
        figures.add(told("processor time a " + what, "µs", bare, ours.micros, floor.micros));
        figures.add(told("half of the " + what + "s within", "µs", bare, ours.p50, floor.p50));
        figures.add(told("99 % of the " + what + "s within", "µs", bare, ours.p99, floor.p99));
        return figures;
    }

    private static Figure told(String name, String unit, String floor, double[] ours, double[] theirs) {
        return Figure.told(
                name,
                Series.median(ours),
                unit,
                new Figure.Floor(floor, Series.median(theirs)),
                Series.medianRatio(ours, theirs));
    }
}
