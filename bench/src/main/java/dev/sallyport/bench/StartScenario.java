package dev.sallyport.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// From the command to the first page, on a database that is there already, and the memory that the node then
/// holds. What the hasher's warm-up costs such a start is the difference to a start without one.
final class StartScenario implements Scenario {
    private static final double GOAL_SECONDS = 3;
    private static final double GOAL_MIB = 350;
    private static final double GOAL_WARM_UP_SECONDS = 1;
    private static final Map<String, String> NO_WARM_UP = Map.of("SALLYPORT_PASSWORD_HASHER", "bouncy-castle");

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String summary() {
        return "from the command to the first page, and the memory after it";
    }

    @Override
    public List<Figure> run(Setting setting) throws IOException {
        int rounds = setting.smoke() ? 1 : 3;
        var seconds = new double[rounds];
        var processor = new double[rounds];
        var mib = new double[rounds];
        var without = new double[rounds];
        var warmUp = new double[rounds];
        try (var folder = Folder.create()) {
            // Makes the database, and whatever the launcher prepares once after a build.
            start(folder, Map.of()).close();
            for (int round = 0; round < rounds; round++) {
                try (Node node = start(folder, Map.of())) {
                    seconds[round] = node.firstAnswer.toNanos() / 1e9;
                    processor[round] = node.processor().toNanos() / 1e9;
                    mib[round] = node.residentBytes() / 1024.0 / 1024.0;
                }
                try (Node node = start(folder, NO_WARM_UP)) {
                    without[round] = node.firstAnswer.toNanos() / 1e9;
                    warmUp[round] = seconds[round] - without[round];
                }
            }
        }
        return List.of(
                Figure.atMost("start to first answer", Series.median(seconds), "s", GOAL_SECONDS),
                Figure.told("processor time until then", Series.median(processor), "s"),
                Figure.atMost("resident memory after start, database aside", Series.median(mib), "MiB", GOAL_MIB),
                Figure.told("start to first answer without the hasher's warm-up", Series.median(without), "s"),
                Figure.atMost("what the warm-up adds to a start", Series.median(warmUp), "s", GOAL_WARM_UP_SECONDS));
    }

    private static Node start(Folder folder, Map<String, String> settings) throws IOException {
        return Node.demo(folder.resolve("data"), settings);
    }
}
