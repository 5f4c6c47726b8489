package dev.sallyport.bench;

import dev.sallyport.client.Credentials;
import dev.sallyport.client.Need;
import dev.sallyport.client.Settings;
import dev.sallyport.client.Verdict;
import dev.sallyport.client.Verifier;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/// A holder signs out on one node: how long after his request does a service refuse the token that hung on the session?
/// It has our client, hears news from another node, and has taken the token a moment before.
final class EndScenario implements Scenario {
    private static final double GOAL_MILLIS = 100;
    private static final int HOLDERS = 20;
    private static final Need NEED = Need.scope("balances.read");
    private static final long BETWEEN_LOOKS = 50_000;
    private static final long GIVE_UP = 10_000_000_000L;

    @Override
    public String name() {
        return "end";
    }

    @Override
    public String summary() {
        return "from a sign-out on one node to the refusal of its token by our client in a service";
    }

    @Override
    public List<Figure> run(Setting setting) throws IOException, InterruptedException {
        try (var folder = Folder.create();
                var first = Node.demo(folder.resolve("first"), Map.of());
                var second = Node.beside(first, folder.resolve("second"), Map.of());
                var verifier = verifier(first, second)) {
            Program program = Program.add(first, "Bench");
            List<Holder> holders = Holders.signUp(first, setting.smoke() ? 2 : HOLDERS);
            int count = setting.smoke() ? 3 : Math.min(400, setting.seconds() * 10);
            var millis = new double[count];
            for (int i = 0; i < count; i++) {
                millis[i] = round(verifier, program, holders.get(i % holders.size())) / 1e6;
            }
            return List.of(
                    Figure.atMost(
                            "99 % refused so long after the request",
                            Series.percentile(millis, 0.99), "ms", GOAL_MILLIS),
                    Figure.told("half refused so long after the request", Series.median(millis), "ms"),
                    Figure.told("the longest", Series.percentile(millis, 1), "ms"),
                    Figure.told("sign-outs", count, ""));
        }
    }

    private static Verifier verifier(Node first, Node second) throws InterruptedException {
        Verifier verifier = Verifier.open(Settings.of(
                URI.create("http://localhost:" + first.outside),
                URI.create("http://127.0.0.1:" + second.inside),
                Program.AUDIENCE,
                Credentials.serviceToken(Node.SERVICE_TOKEN)));
        if (!verifier.awaitReady(Duration.ofSeconds(20))) {
            verifier.close();
            throw new Unmeasurable("A verifier heard nothing.");
        }
        return verifier;
    }

    /// @return nanoseconds
    private static long round(Verifier verifier, Program program, Holder holder) throws IOException {
        holder.forgetSession();
        holder.session();
        String token = program.signIn(holder);
        holder.openAccount();
        if (!isGood(verifier, token)) {
            throw new Unmeasurable("A new token is not good.");
        }
        // Beside the sign-out: the news may be there before its answer.
        var refused = CompletableFuture.supplyAsync(() -> refused(verifier, token));
        long asked = System.nanoTime();
        holder.signOut();
        return refused.join() - asked;
    }

    private static boolean isGood(Verifier verifier, String token) {
        return verifier.check(token, NEED) instanceof Verdict.Good;
    }

    private static long refused(Verifier verifier, String token) {
        long from = System.nanoTime();
        while (isGood(verifier, token)) {
            if (System.nanoTime() - from > GIVE_UP) {
                throw new Unmeasurable("A token of a session that has ended is good for ten seconds.");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
        return System.nanoTime();
    }
}
