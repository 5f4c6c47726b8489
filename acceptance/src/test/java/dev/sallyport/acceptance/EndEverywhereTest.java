package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sallyport.client.Need;
import dev.sallyport.client.Verdict;
import dev.sallyport.client.Verifier;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Signing out everywhere, as it is seen by all who let the holder in: two nodes, three services with the SDK, a
/// gate of nginx, and a site with sessions of its own.
@Proves({"R-OAU-1", "R-EVT-1", "R-SES-2"})
class EndEverywhereTest {
    private static final boolean LONG = Boolean.getBoolean("sallyport.long");
    private static final int ROUNDS = LONG ? 1000 : 8;
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final Need NEED = Need.scope("balances.read");
    private static final Connected WORLD = Connected.shared();

    private static HttpServer service;
    private static Nginx nginx;
    private static List<Verifier> verifiers;

    /// Nobody lets him in any more, and when that was so.
    private record Seen(String who, long at) {}

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        service.start();
        nginx = new Nginx(
                Node.temporary("nginx"),
                WORLD.b().inside(),
                service.getAddress().getPort(),
                Node.SERVICE_TOKEN);
        verifiers = Stream.of(WORLD.a(), WORLD.b(), WORLD.b())
                .map(node -> Verifier.open(WORLD.program().settings(node.inside())))
                .toList();
        for (Verifier verifier : verifiers) {
            assertThat(verifier.awaitReady(Duration.ofSeconds(20))).isTrue();
        }
    }

    @AfterAll
    static void stop() {
        verifiers.forEach(Verifier::close);
        nginx.close();
        service.stop(0);
    }

    private static boolean nginxLetsIn(String session) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + nginx.port + "/"))
                .timeout(Duration.ofSeconds(10))
                .header("Cookie", "__Host-session=" + session)
                .build();
        return Node.send(request).statusCode() == 200;
    }

    private static boolean letsIn(Verifier verifier, Program.Tokens tokens) {
        return verifier.check(tokens.access(), NEED) instanceof Verdict.Good;
    }

    /// Looks again and again, in a thread of its own, until it is so no more.
    private static CompletableFuture<Seen> end(String who, BooleanSupplier letsIn) {
        assertThat(letsIn.getAsBoolean()).as(who + " lets him in").isTrue();
        var seen = new CompletableFuture<Seen>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
                while (letsIn.getAsBoolean() && System.nanoTime() < until) {
                    LockSupport.parkNanos(200_000);
                }
                seen.complete(new Seen(who, System.nanoTime()));
            } catch (RuntimeException e) {
                seen.completeExceptionally(e);
            }
        });
        return seen;
    }

    @Test
    void whoSignsOutEverywhereIsLetInNowhereWithinASecond() {
        Holder holder = WORLD.holder();
        Program.Tokens tokens = WORLD.program().signIn(holder);
        holder.get("/account/devices");
        String proof = holder.proven(holder.ask("/account/sessions/removal", Map.of()));
        String session = holder.sessionToken();
        var ends = Stream.of(
                        Stream.of(0, 1, 2).map(i -> end("verifier " + i, () -> letsIn(verifiers.get(i), tokens))),
                        Stream.of(
                                end("the first node", () -> WORLD.a().sessionIsGood(session)),
                                end("the second node", () -> WORLD.b().sessionIsGood(session)),
                                end("nginx", () -> nginxLetsIn(session)),
                                end("the site", () -> WORLD.program().isSignedIn(tokens))))
                .flatMap(each -> each)
                .toList();
        long asked = System.nanoTime();
        Holder.redirects(holder.postProven("/account/sessions/removal", Map.of(), proof), "/signed-out");
        for (CompletableFuture<Seen> end : ends) {
            Seen seen = end.join();
            assertThat(Duration.ofNanos(seen.at() - asked)).as(seen.who()).isLessThan(A_SECOND);
        }
    }

    /// From the moment when the holder asks: the end itself is part of what he waits for.
    @Test
    void theServicesHearOfItAtOnceRoundAfterRound() {
        Holder holder = WORLD.holder();
        String mail = holder.mail();
        var nanos = new long[ROUNDS * verifiers.size()];
        for (int round = 0; round < ROUNDS; round++) {
            Program.Tokens tokens = WORLD.program().signIn(holder);
            holder.get("/account");
            var ends = Stream.of(0, 1, 2)
                    .map(i -> end("verifier " + i, () -> letsIn(verifiers.get(i), tokens)))
                    .toList();
            long asked = System.nanoTime();
            Holder.redirects(holder.post("/sign-out", Map.of()), "/signed-out");
            for (int i = 0; i < ends.size(); i++) {
                nanos[round * ends.size() + i] = ends.get(i).join().at() - asked;
            }
            holder = new Holder(WORLD.a());
            holder.signIn(mail, Holder.PASSWORD);
        }
        Arrays.sort(nanos);
        long p99 = nanos[(int) Math.ceil(nanos.length * 0.99) - 1];
        System.out.printf(
                "A service refused %.1f ms (median), %.1f ms (p99), %.1f ms (longest) after the holder asked%n",
                nanos[nanos.length / 2] / 1e6, p99 / 1e6, nanos[nanos.length - 1] / 1e6);
        assertThat(Duration.ofNanos(p99)).isLessThan(LONG ? Duration.ofMillis(100) : A_SECOND);
    }
}
