package dev.sallyport.bench;

import dev.sallyport.client.Credentials;
import dev.sallyport.client.Need;
import dev.sallyport.client.Settings;
import dev.sallyport.client.Verdict;
import dev.sallyport.client.Verifier;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/// A holder presses "sign out everywhere" on one node: how long after his request do services refuse the tokens
/// that hung on his sessions? Three have our client, one hears the same node and two the other, and each has taken
/// every token a
/// moment before. What counts is the last of them.
final class EndScenario implements Scenario {
    private static final double GOAL_MILLIS = 100;
    private static final int HOLDERS = 20;
    private static final int MOST = 1_000;
    private static final int ROUNDS_A_SECOND = 72;
    private static final Need NEED = Need.scope("balances.read");
    private static final long BETWEEN_LOOKS = 100_000;
    /// One each: a pool of two cores' size would let one service wait for another.
    private static final Executor PLATFORM =
            look -> Thread.ofPlatform().daemon().start(look);

    private static final long GIVE_UP = 10_000_000_000L;

    @Override
    public String name() {
        return "end";
    }

    @Override
    public String summary() {
        return "from \"sign out everywhere\" on one node to the refusal of the tokens by three services on two";
    }

    @Override
    public List<Figure> run(Setting setting) throws IOException, InterruptedException {
        try (var folder = Folder.create();
                var first = Node.demo(folder.resolve("first"), Map.of());
                var second = Node.beside(first, folder.resolve("second"), Map.of());
                var one = verifier(first, first);
                var two = verifier(first, second);
                var three = verifier(first, second)) {
            Program program = Program.add(first, "Bench");
            List<Verifier> services = List.of(one, two, three);
            List<Holder> holders = Holders.signUp(first, setting.smoke() ? 2 : HOLDERS);
            int count = setting.smoke() ? 3 : Math.min(MOST, setting.seconds() * ROUNDS_A_SECOND);
            var millis = new double[count];
            for (int i = 0; i < count; i++) {
                millis[i] = round(services, program, holders.get(i % holders.size())) / 1e6;
            }
            return List.of(
                    Figure.atMost(
                            "99 % refused by all so long after the request",
                            Series.percentile(millis, 0.99), "ms", GOAL_MILLIS),
                    Figure.told("half refused by all so long after the request", Series.median(millis), "ms"),
                    Figure.told("the longest", Series.percentile(millis, 1), "ms"),
                    Figure.told("sign-outs everywhere", count, ""));
        }
    }

    private static Verifier verifier(Node issuer, Node heard) throws InterruptedException {
        Verifier verifier = Verifier.open(Settings.of(
                URI.create("http://localhost:" + issuer.outside),
                URI.create("http://127.0.0.1:" + heard.inside),
                Program.AUDIENCE,
                Credentials.serviceToken(Node.SERVICE_TOKEN)));
        if (!verifier.awaitReady(Duration.ofSeconds(20))) {
            verifier.close();
            throw new Unmeasurable("A verifier heard nothing.");
        }
        return verifier;
    }

    /// Two sessions, of which the second ends both.
    ///
    /// @return nanoseconds
    private static long round(List<Verifier> services, Program program, Holder holder) throws IOException {
        var tokens = new ArrayList<String>();
        for (int session = 0; session < 2; session++) {
            holder.forgetSession();
            holder.session();
            tokens.add(program.signIn(holder));
        }
        String proof = holder.proveForTheEnd();
        holder.openAccount();
        for (Verifier service : services) {
            if (!tokens.stream().allMatch(token -> isGood(service, token))) {
                throw new Unmeasurable("A new token is not good.");
            }
        }
        // Beside the request: the news may be there before its answer.
        var refused = services.stream()
                .map(service -> CompletableFuture.supplyAsync(() -> refused(service, tokens), PLATFORM))
                .toList();
        long asked = System.nanoTime();
        holder.signOutEverywhere(proof);
        return refused.stream().mapToLong(CompletableFuture::join).max().orElseThrow() - asked;
    }

    private static boolean isGood(Verifier verifier, String token) {
        return verifier.check(token, NEED) instanceof Verdict.Good;
    }

    private static long refused(Verifier verifier, List<String> tokens) {
        long from = System.nanoTime();
        while (tokens.stream().anyMatch(token -> isGood(verifier, token))) {
            if (System.nanoTime() - from > GIVE_UP) {
                throw new Unmeasurable("A token of a session that has ended is good for ten seconds.");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
        return System.nanoTime();
    }
}
