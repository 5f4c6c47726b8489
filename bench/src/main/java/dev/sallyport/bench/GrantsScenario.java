package dev.sallyport.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// What programs cost that come for tokens: the grant of client credentials, over and over; and the whole way of a
/// browser whose holder is signed in, from the program's link to its token. Processor time of node and database
/// together.
final class GrantsScenario implements Scenario {
    private static final double GOAL_MILLIS = 5;
    private static final int CONNECTIONS = 16;
    private static final int HOLDERS = 32;
    private static final int BROWSERS = 4;
    /// As in [SignInScenario]: so long is the compiler busy with the server's code.
    private static final Duration WARM_UP = Duration.ofSeconds(40);

    @Override
    public String name() {
        return "grants";
    }

    @Override
    public String summary() {
        return "client credentials a second, and what an authorization code costs from link to token";
    }

    @Override
    public List<Figure> run(Setting setting) throws IOException {
        try (var folder = Folder.create();
                var node = Node.demo(folder.resolve("data"), Map.of())) {
            var program = Program.add(node, "Bench");
            List<Holder> holders = Holders.signUp(node, setting.smoke() ? 2 : HOLDERS);
            Holders.each(holders, BROWSERS, Holder::session);
            var cost = new Cost(node, node.database());
            byte[] request = program.request("/oauth2/token", "grant_type=client_credentials&scope=balances.read");
            int rounds = setting.rounds();
            var perSecond = new double[rounds];
            var grantMillis = new double[rounds];
            var codeMillis = new double[rounds];
            var databaseMillis = new double[rounds];
            grants(node, request, setting.smoke() ? Duration.ofMillis(200) : WARM_UP.dividedBy(4));
            signIns(program, holders, setting.smoke() ? Duration.ofMillis(200) : WARM_UP);
            for (int round = 0; round < rounds; round++) {
                Duration before = cost.all();
                Load.Turn grants = grants(node, request, setting.turn());
                perSecond[round] = grants.perSecond();
                grantMillis[round] = millis(cost.all().minus(before), grants.micros().length);
                Duration database = cost.database().processor();
                before = cost.all();
                int codes = signIns(program, holders, setting.turn());
                codeMillis[round] = millis(cost.all().minus(before), codes);
                databaseMillis[round] = millis(cost.database().processor().minus(database), codes);
            }
            return List.of(
                    Figure.told("grants of client credentials", Series.median(perSecond), "/s"),
                    Figure.told("processor time of such a grant", Series.median(grantMillis), "ms"),
                    Figure.atMost(
                            "processor time of an authorization code, link to token",
                            Series.median(codeMillis),
                            "ms",
                            GOAL_MILLIS),
                    Figure.told("of that, the database's", Series.median(databaseMillis), "ms"));
        }
    }

    /// On connections of its own: a server closes what is silent for so long as the other turn takes.
    private static Load.Turn grants(Node node, byte[] request, Duration time) throws IOException {
        try (var load = new Load(node.outside, CONNECTIONS, List.of(request), "\"access_token\"")) {
            return load.turn(time);
        }
    }

    private record Cost(Node node, Node.Database database) {
        Duration all() {
            return node.processor().plus(database.processor());
        }
    }

    private static double millis(Duration time, int count) {
        return time.toNanos() / 1e6 / count;
    }

    /// @return how many
    private static int signIns(Program program, List<Holder> holders, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        var count = new AtomicInteger();
        Holders.each(holders.subList(0, Math.min(BROWSERS, holders.size())), BROWSERS, first -> {
            int mine = holders.indexOf(first);
            while (System.nanoTime() < end) {
                program.signIn(holders.get(mine));
                count.incrementAndGet();
                mine = (mine + BROWSERS) % holders.size();
            }
        });
        return count.get();
    }
}
