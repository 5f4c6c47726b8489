package dev.sallyport.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// The same work on a database of 10,000 accounts and on one of 1,000,000, in turns: what a sign-in and a
/// check cost, node and database together.
final class ScaleScenario implements Scenario {
    /// On a machine that does other work too, a hash may wait for long; that is measured, not refused.
    private static final Map<String, String> PATIENT = Map.of("SALLYPORT_PASSWORD_DEADLINE", "60s");

    private static final double GOAL = 1.10;
    private static final int HOLDERS = 200;
    private static final int CONNECTIONS = 4;

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public String summary() {
        return "sign-in and check with 1,000,000 accounts against 10,000";
    }

    @Override
    public List<Figure> run(Setting setting) throws IOException {
        try (var folder = Folder.create();
                var few = Side.start(folder, "few", setting.smoke() ? 100 : 10_000, setting);
                var many = Side.start(folder, "many", setting.smoke() ? 1_000 : 1_000_000, setting)) {
            for (int round = -1; round < setting.rounds(); round++) {
                few.turn(round, setting.turn());
                many.turn(round, setting.turn());
            }
            var floor = setting.smoke() ? "100 accounts" : "10,000 accounts";
            return List.of(
                    Figure.ratioAtMost(
                            "processor time a sign-in",
                            Series.median(many.signInMillis),
                            "ms",
                            new Figure.Floor(floor, Series.median(few.signInMillis)),
                            Series.medianRatio(many.signInMillis, few.signInMillis),
                            GOAL),
                    Figure.ratioAtMost(
                            "processor time a check",
                            Series.median(many.checkMicros),
                            "µs",
                            new Figure.Floor(floor, Series.median(few.checkMicros)),
                            Series.medianRatio(many.checkMicros, few.checkMicros),
                            GOAL),
                    Figure.told(
                            "half of the sign-ins within",
                            Series.median(many.signInWait),
                            "ms",
                            new Figure.Floor(floor, Series.median(few.signInWait)),
                            Series.medianRatio(many.signInWait, few.signInWait)),
                    Figure.told(
                            "half of the checks within",
                            Series.median(many.checkWait),
                            "µs",
                            new Figure.Floor(floor, Series.median(few.checkWait)),
                            Series.medianRatio(many.checkWait, few.checkWait)));
        }
    }

    private static final class Side implements AutoCloseable {
        final double[] signInMillis;
        final double[] signInWait;
        final double[] checkMicros;
        final double[] checkWait;
        private final Node node;
        private final Node.Database database;
        private final List<byte[]> signInRequests;
        private final List<byte[]> checkRequests;

        private Side(Node node, List<byte[]> signInRequests, List<byte[]> checkRequests, int rounds)
                throws IOException {
            this.node = node;
            this.database = node.database();
            this.signInRequests = signInRequests;
            this.checkRequests = checkRequests;
            this.signInMillis = new double[rounds];
            this.signInWait = new double[rounds];
            this.checkMicros = new double[rounds];
            this.checkWait = new double[rounds];
        }

        static Side start(Folder folder, String name, int people, Setting setting) throws IOException {
            Node node = Node.demo(folder.resolve(name), PATIENT);
            try {
                List<Holder> holders = Holders.signUp(node, setting.smoke() ? 8 : HOLDERS);
                Crowd.join(node.database(), people);
                List<byte[]> requests = holders.stream()
                        .map(holder -> holder.signInRequest(Holder.PASSWORD, holder.address))
                        .toList();
                List<String> sessions = Collections.synchronizedList(new ArrayList<>());
                Holders.each(holders, 4, holder -> sessions.add(holder.session()));
                return new Side(node, requests, CheckScenario.requests(node.inside, sessions), setting.rounds());
            } catch (IOException | RuntimeException e) {
                node.close();
                throw e;
            }
        }

        /// The connections are made for each turn: between two of them the other side has its own, and a server closes
        /// what is silent for so long.
        ///
        /// @param round below 0 to warm up
        void turn(int round, Duration time) throws IOException {
            Duration before = processor();
            Load.Turn signedIn = turn(node.outside, signInRequests, "\"done\"", time);
            Duration between = processor();
            Load.Turn checked = turn(node.inside, checkRequests, "\"active\":true", time);
            Duration after = processor();
            if (round >= 0) {
                int count = signedIn.micros().length;
                signInMillis[round] = between.minus(before).toNanos() / 1e6 / count;
                signInWait[round] = Series.median(signedIn.micros()) / 1e3;
                checkMicros[round] = after.minus(between).toNanos() / 1e3 / checked.micros().length;
                checkWait[round] = Series.median(checked.micros());
            }
        }

        private static Load.Turn turn(int port, List<byte[]> requests, String expected, Duration time)
                throws IOException {
            try (var load = new Load(port, CONNECTIONS, requests, expected)) {
                return load.turn(time);
            }
        }

        private Duration processor() {
            return node.processor().plus(database.processor());
        }

        @Override
        public void close() throws IOException {
            node.close();
        }
    }
}
