package dev.sallyport.bench;

import dev.sallyport.argon2.Argon2Parameters;
import dev.sallyport.argon2.Choice;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Whole sign-ins by password from known devices against the bare rate of the hash in them, with the same
/// parameters on the same cores. Client, server and database share these cores; the bare hash has them alone.
final class SignInScenario implements Scenario {
    static final Argon2Parameters COST = new Argon2Parameters(47_104, 1, 1, 32);

    /// On a machine that does other work too, a hash may wait for long; that is measured, not refused.
    private static final Map<String, String> PATIENT = Map.of("SALLYPORT_PASSWORD_DEADLINE", "60s");

    private static final double GOAL = 0.85;
    private static final int CONNECTIONS = 16;

    /// So many that nobody comes to the limit of sign-ins that a known device has (60, and 6 more a minute).
    private static final int HOLDERS = 300;

    /// The compiler is busy with the server's code for that long; it would be counted as the sign-ins' cost.
    private static final Duration WARM_UP = Duration.ofSeconds(45);

    @Override
    public String name() {
        return "signin";
    }

    @Override
    public String summary() {
        return "sign-ins by password a second against the bare rate of their hash";
    }

    @Override
    public List<Figure> run(Setting setting) throws IOException, InterruptedException {
        int threads = Runtime.getRuntime().availableProcessors();
        Supplier<HashWork> maker = HashWork.ours(Choice.AUTO);
        List<HashWork> bare = Stream.generate(maker).limit(threads).toList();
        try (var folder = Folder.create();
                var node = Node.demo(folder.resolve("data"), PATIENT)) {
            List<Holder> holders = Holders.signUp(node, setting.smoke() ? 8 : HOLDERS);
            List<byte[]> requests = holders.stream()
                    .map(holder -> holder.signInRequest(Holder.PASSWORD, holder.address))
                    .toList();
            try (var load = new Load(node.outside, setting.smoke() ? 4 : CONNECTIONS, requests, "\"done\"")) {
                return measure(setting, node, load, bare);
            }
        }
    }

    private static List<Figure> measure(Setting setting, Node node, Load load, List<HashWork> bare)
            throws IOException, InterruptedException {
        int rounds = setting.rounds();
        var perSecond = new double[rounds];
        var barePerSecond = new double[rounds];
        var bareMillis = new double[rounds];
        var nodeMillis = new double[rounds];
        var databaseMillis = new double[rounds];
        var p99 = new double[rounds];
        Duration warm = setting.smoke() ? Duration.ofMillis(200) : WARM_UP;
        load.turn(warm);
        HashWork.turn(bare, COST, warm.dividedBy(10));
        var database = node.database();
        for (int round = 0; round < rounds; round++) {
            HashWork.Turn hashes = HashWork.turn(bare, COST, setting.turn());
            barePerSecond[round] = hashes.perSecond();
            bareMillis[round] = hashes.processorMillis();
            Duration nodeBefore = node.processor();
            Duration databaseBefore = database.processor();
            Load.Turn signIns = load.turn(setting.turn());
            int count = signIns.micros().length;
            perSecond[round] = signIns.perSecond();
            p99[round] = signIns.p99() / 1e3;
            nodeMillis[round] = node.processor().minus(nodeBefore).toNanos() / 1e6 / count;
            databaseMillis[round] = database.processor().minus(databaseBefore).toNanos() / 1e6 / count;
        }
        var figures = new ArrayList<Figure>();
        figures.add(Figure.ratioAtLeast(
                "sign-ins",
                Series.median(perSecond),
                "/s",
                new Figure.Floor("the bare hash", Series.median(barePerSecond)),
                Series.medianRatio(perSecond, barePerSecond),
                GOAL));
        figures.add(Figure.told(
                "processor time of the server a sign-in",
                Series.median(nodeMillis),
                "ms",
                new Figure.Floor("the bare hash", Series.median(bareMillis)),
                Series.medianRatio(nodeMillis, bareMillis)));
        figures.add(Figure.told("processor time of the database a sign-in", Series.median(databaseMillis), "ms"));
        figures.add(Figure.told("99 % of the sign-ins within", Series.median(p99), "ms"));
        return figures;
    }
}
