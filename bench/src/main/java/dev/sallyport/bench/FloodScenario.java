package dev.sallyport.bench;

import dev.sallyport.argon2.Choice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Strangers try ten times as many passwords as this machine can hash, from many addresses. Meanwhile the
/// session checks go on at a steady rate, and people on their own devices sign in. Quiet is the same rate of
/// checks with one core kept busy, which the flood does to all of them.
final class FloodScenario implements Scenario {
    private static final double GOAL = 2;
    private static final double GOAL_SIGN_INS = 0.99;
    private static final int TIMES = 10;
    private static final int CHECKS_PER_SECOND = 500;
    private static final int STRANGERS = 20_000;

    @Override
    public String name() {
        return "flood";
    }

    @Override
    public String summary() {
        return "session checks and known devices under ten times the sign-ins that fit";
    }

    @Override
    public List<Figure> run(Setting setting) throws IOException, InterruptedException {
        int capacity = capacity(setting);
        try (var folder = Folder.create();
                // Without the alarm: with it, strangers solve a puzzle and the flood would hardly hash.
                var node = Node.demo(folder.resolve("data"), Map.of("SALLYPORT_SIGN_IN_FLOOD_FAILURES", "100000000"))) {
            List<Holder> holders = Holders.signUp(node, setting.smoke() ? 4 : 40);
            List<String> sessions = Collections.synchronizedList(new ArrayList<>());
            Holders.each(holders, 4, holder -> sessions.add(holder.session()));
            holders.forEach(FloodScenario::fresh);
            try (var checks = new Load(
                            node.inside, 16, CheckScenario.requests(node.inside, sessions), "\"active\":true");
                    var flood = new Load(node.outside, setting.smoke() ? 8 : 256, strangers(node), null)) {
                checks.turn(setting.smoke() ? Duration.ofMillis(200) : Duration.ofSeconds(5), 0);
                return measure(setting, capacity, checks, flood, holders);
            }
        }
    }

    private static void fresh(Holder holder) {
        try {
            holder.forgetSession();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int capacity(Setting setting) throws InterruptedException {
        List<HashWork> bare = Stream.generate(HashWork.ours(Choice.AUTO))
                .limit(Runtime.getRuntime().availableProcessors())
                .toList();
        HashWork.turn(bare, SignInScenario.COST, Duration.ofMillis(setting.smoke() ? 50 : 1_000));
        return (int) Math.ceil(HashWork.turn(bare, SignInScenario.COST, Duration.ofMillis(setting.smoke() ? 50 : 2_000))
                .perSecond());
    }

    /// Wrong passwords for people nobody knows, each from an address of its own.
    private static List<byte[]> strangers(Node node) throws IOException {
        var one = new Holder(node, STRANGERS);
        one.forgetSession();
        return IntStream.range(0, STRANGERS)
                .mapToObj(i -> one.as("stranger" + i + "@examplex.com")
                        .signInRequest("wrong horse battery staple", Holder.address(1_000_000 + i)))
                .toList();
    }

    private static List<Figure> measure(Setting setting, int capacity, Load checks, Load flood, List<Holder> holders)
            throws IOException, InterruptedException {
        int rounds = setting.smoke() ? 1 : 5;
        Duration time =
                setting.smoke() ? Duration.ofMillis(500) : Duration.ofMillis(setting.seconds() * 1000L / rounds);
        var quiet = new double[rounds];
        var flooded = new double[rounds];
        var arrived = new double[rounds];
        var known = new Known(holders);
        for (int round = 0; round < rounds; round++) {
            try (var _ = new Busy()) {
                quiet[round] = checks.turn(time, CHECKS_PER_SECOND).p99() / 1e3;
            }
            CompletableFuture<Load.Turn> tries = CompletableFuture.supplyAsync(() -> {
                try {
                    return flood.turn(time.plusSeconds(2), capacity * TIMES);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            known.begin();
            flooded[round] = checks.turn(time, CHECKS_PER_SECOND).p99() / 1e3;
            known.end();
            try {
                arrived[round] = tries.join().perSecond();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        }
        return List.of(
                Figure.ratioAtMost(
                        "99 % of the checks under the flood within",
                        Series.median(flooded),
                        "ms",
                        new Figure.Floor("quiet, one core busy", Series.median(quiet)),
                        Series.medianRatio(flooded, quiet),
                        GOAL),
                Figure.atLeast("share of sign-ins from known devices that succeed", known.share(), "", GOAL_SIGN_INS),
                Figure.told("sign-ins from known devices", known.tries, ""),
                Figure.told("half of them within", Series.median(known.millis()), "ms"),
                Figure.told("99 % of them within", Series.percentile(known.millis(), 0.99), "ms"),
                Figure.told("sign-ins that fit", capacity, "/s"),
                Figure.told("tries of strangers that were answered", Series.median(arrived), "/s"));
    }

    /// Two people a second on devices of theirs, each waiting for the answer.
    private static final class Known {
        final List<Double> millis = new ArrayList<>();
        private final List<Holder> holders;
        private final AtomicBoolean stop = new AtomicBoolean();
        private int tries;
        private int good;
        private @Nullable Thread thread;

        Known(List<Holder> holders) {
            this.holders = holders;
        }

        void begin() {
            stop.set(false);
            thread = Thread.ofPlatform().daemon().start(() -> {
                while (!stop.get()) {
                    signIn(holders.get(tries++ % holders.size()));
                    LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
                }
            });
        }

        private void signIn(Holder holder) {
            long begun = System.nanoTime();
            try {
                int status = holder.signIn(Holder.PASSWORD);
                if (status == 200) {
                    good++;
                } else {
                    System.err.println("A sign-in from a known device was answered " + status + ".");
                }
            } catch (IOException e) {
                System.err.println("A sign-in from a known device failed: " + e.getMessage());
            }
            millis.add((System.nanoTime() - begun) / 1e6);
        }

        void end() throws InterruptedException {
            stop.set(true);
            Thread running = thread;
            if (running != null) {
                running.join();
            }
        }

        double share() {
            return good / (double) tries;
        }

        double[] millis() {
            return millis.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }

    /// Keeps one core busy.
    private static final class Busy implements AutoCloseable {
        private final AtomicBoolean stop = new AtomicBoolean();

        Busy() {
            Thread.ofPlatform().daemon().start(() -> {
                while (!stop.get()) {
                    Thread.onSpinWait();
                }
            });
        }

        @Override
        public void close() {
            stop.set(true);
        }
    }
}
