package dev.sallyport.bench;

import dev.sallyport.argon2.Argon2Parameters;
import dev.sallyport.argon2.Choice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Our Argon2id against Bouncy Castle and libsodium, wiping included. The ratio is of processor time a hash:
/// 3 means that the floor needs three times what we need.
final class Argon2Scenario implements Scenario {
    private static final int[][] COSTS = {{7 * 1024, 5}, {19 * 1024, 2}, {46 * 1024, 1}, {64 * 1024, 3}};
    private static final double AGAINST_BOUNCY_CASTLE = 3;
    private static final double AGAINST_SODIUM = 1.3;
    private static final String OURS = "ours";
    private static final String BOUNCY_CASTLE = "Bouncy Castle";
    private static final String SODIUM = "libsodium";

    @Override
    public String name() {
        return "argon2";
    }

    @Override
    public String summary() {
        return "Argon2id: ours against Bouncy Castle and libsodium";
    }

    @Override
    public List<Figure> run(Setting setting) throws InterruptedException {
        Map<String, Supplier<HashWork>> contenders = new LinkedHashMap<>();
        contenders.put(OURS, HashWork.ours(Choice.AUTO));
        contenders.put(BOUNCY_CASTLE, HashWork.ours(Choice.BOUNCY_CASTLE));
        Optional<HashWork> sodium = Sodium.find();
        sodium.ifPresent(found -> contenders.put(SODIUM, () -> found));
        if (sodium.isEmpty()) {
            System.err.println("libsodium is not here, so that floor is missing: apt-get install libsodium23");
        }
        var figures = new ArrayList<Figure>();
        for (int threads = 1; threads <= 2; threads++) {
            for (int[] cost : COSTS) {
                figures.addAll(compare(setting, contenders, threads, new Argon2Parameters(cost[0], cost[1], 1, 32)));
            }
        }
        return figures;
    }

    private static List<Figure> compare(
            Setting setting, Map<String, Supplier<HashWork>> contenders, int threads, Argon2Parameters cost)
            throws InterruptedException {
        Map<String, List<HashWork>> works = new LinkedHashMap<>();
        contenders.forEach((name, maker) ->
                works.put(name, Stream.generate(maker).limit(threads).toList()));
        Map<String, double[]> processor = new LinkedHashMap<>();
        Map<String, double[]> perSecond = new LinkedHashMap<>();
        for (String name : works.keySet()) {
            processor.put(name, new double[setting.rounds()]);
            perSecond.put(name, new double[setting.rounds()]);
        }
        // A scenario has eight comparisons; each has an eighth of the time.
        Duration time = setting.smoke() ? Duration.ofMillis(20) : setting.turn().dividedBy(4);
        for (int round = -1; round < setting.rounds(); round++) {
            for (var contender : works.entrySet()) {
                HashWork.Turn turn = HashWork.turn(contender.getValue(), cost, time);
                // The turn before the first is for warming up.
                if (round >= 0) {
                    get(processor, contender.getKey())[round] = turn.processorMillis();
                    get(perSecond, contender.getKey())[round] = turn.perSecond();
                }
            }
        }
        String what = cost.memoryKib() / 1024 + " MiB/" + cost.iterations() + ", " + threads
                + (threads == 1 ? " thread" : " threads");
        var figures = new ArrayList<Figure>();
        figures.add(figure(what, processor, BOUNCY_CASTLE, AGAINST_BOUNCY_CASTLE));
        figures.add(
                processor.containsKey(SODIUM)
                        ? figure(what, processor, SODIUM, AGAINST_SODIUM)
                        : Figure.missing(what, ">= " + AGAINST_SODIUM + " x of " + SODIUM));
        figures.add(Figure.told(what + ", rate", Series.median(get(perSecond, OURS)), "/s"));
        return figures;
    }

    /// How many times our processor time the floor needs.
    private static Figure figure(String what, Map<String, double[]> processor, String floor, double goal) {
        double[] ours = get(processor, OURS);
        double[] theirs = get(processor, floor);
        return Figure.ratioAtLeast(
                what,
                Series.median(ours),
                "ms",
                new Figure.Floor(floor, Series.median(theirs)),
                Series.medianRatio(theirs, ours),
                goal);
    }

    private static double[] get(Map<String, double[]> all, String name) {
        return java.util.Objects.requireNonNull(all.get(name));
    }
}
