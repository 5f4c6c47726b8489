package dev.sallyport;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Receivers of events, as an operator sets them.
@Proves("R-EVT-1")
class SignalsCommandTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    private record Said(int code, String out, String err) {}

    private static Said signals(Path file, String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Sallyport.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(Stream.of(Stream.of("signals"), Stream.of(words), Stream.of("--config", file.toString()))
                        .flatMap(s -> s)
                        .toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }

    private Path settings(Config config) throws IOException {
        var database = config.database();
        return Files.writeString(folder.resolve("sallyport.yaml"), """
                origin: https://account.examplex.com
                database: {url: "%s", user: "%s", password: "%s", owner-user: "%s"}
                mail: {host: smtp.examplex.com, from: no-reply@examplex.com}
                keys: {file: %s}
                services: {private-receivers: true}
                """.formatted(
                        database.url(),
                        database.user(),
                        database.password(),
                        database.ownerUser(),
                        config.keys().file()));
    }

    @Test
    void aReceiverIsAddedPausedRotatedReplayedAndRemovedWhileANodeRuns() throws IOException {
        var ids = new CopyOnWriteArrayList<String>();
        var status = new int[] {204};
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            ids.add(String.valueOf(exchange.getRequestHeaders().getFirst("webhook-id")));
            exchange.sendResponseHeaders(status[0], -1);
            exchange.close();
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        try (var node = TestNode.startAlone(new TestClock(), Map.of("services.private-receivers", "true"))) {
            Path file = settings(node.config);
            assertThat(signals(file, "list").out()).contains("Nobody is told");
            var added = signals(file, "add", "risk", url, "--types", "session.ended");
            assertThat(added.code()).isZero();
            assertThat(added.out()).contains("whsec_");
            assertThat(signals(file, "add", "risk", url).err()).contains("already");
            assertThat(signals(file, "list").out()).contains("risk", "ON", url, "session.ended");
            var account = new AccountId(UUID.fromString(Holder.signUp(node).account()));
            end(node, account);
            Holder.await("the first", () -> ids.size() == 1);

            assertThat(signals(file, "pause", "risk").out()).contains("are kept");
            end(node, account);
            assertThat(signals(file, "resume", "risk").out()).contains("told again");
            Holder.await("the second", () -> ids.size() == 2);
            assertThat(signals(file, "rotate", "risk").out()).contains("whsec_").isNotEqualTo(added.out());

            status[0] = 400;
            end(node, account);
            Holder.await("its end", () -> {
                node.clock.advance(Duration.ofMinutes(10));
                return signals(file, "dead").out().contains("the receiver answered 400");
            });
            String dead = ids.getLast();
            whatIsDeadIsFound(file, dead);
            assertThat(signals(file, "dead").out()).contains(dead, account.toString(), "after 10 tries");
            status[0] = 204;
            int before = ids.size();
            assertThat(signals(file, "replay", "risk", "--event", dead).out()).contains("1 event is told again.");
            Holder.await("the dead one", () -> {
                node.clock.advance(Duration.ofMinutes(1));
                return ids.size() > before;
            });
            assertThat(ids.getLast()).isEqualTo(dead);
            assertThat(signals(file, "dead").out()).contains("Nothing was given up");
            assertThat(signals(file, "replay").out()).contains("Nothing was given up.");
            everythingIsReplayedAtOnce(node, file, url, status, ids);
            assertThat(signals(file, "remove", "risk").out()).contains("told no more");
            assertThat(signals(file, "remove", "risk").err()).contains("no such receiver");
        } finally {
            server.stop(0);
        }
    }

    private static void everythingIsReplayedAtOnce(
            TestNode node, Path file, String url, int[] status, List<String> ids) {
        signals(file, "add", "other", url, "--types", "session.ended");
        status[0] = 400;
        end(node, new AccountId(UUID.fromString(Holder.signUp(node).account())));
        Holder.await("two ends", () -> {
            node.clock.advance(Duration.ofMinutes(10));
            return signals(file, "dead").out().lines().count() == 2;
        });
        String dead = ids.getLast();
        status[0] = 204;
        int before = ids.size();
        assertThat(signals(file, "replay").out()).contains("2 events are told again.");
        Holder.await("both", () -> {
            node.clock.advance(Duration.ofMinutes(1));
            return ids.size() == before + 2;
        });
        assertThat(ids.subList(before, ids.size())).containsOnly(dead);
        signals(file, "remove", "other");
    }

    private static void whatIsDeadIsFound(Path file, String dead) {
        assertThat(signals(file, "dead", "risk").out()).contains(dead);
        assertThat(signals(file, "list").out()).contains("1 given up");
        var one = JSON.readTree(signals(file, "dead", "--json").out()).get(0);
        assertThat(one.get("receiver").asString()).isEqualTo("risk");
        assertThat(one.get("event").asString()).isEqualTo(dead);
        assertThat(one.get("attempts").asInt()).isEqualTo(10);
        var row = JSON.readTree(signals(file, "list", "--json").out()).get(0);
        assertThat(row.get("kind").asString()).isEqualTo("webhook");
        assertThat(row.get("state").asString()).isEqualTo("on");
        assertThat(row.get("dead").asInt()).isEqualTo(1);
        for (Said wrong : List.of(
                signals(file, "dead", "nobody"),
                signals(file, "replay", "nobody"),
                signals(file, "replay", "risk", "--event", "019b2f4e-5c1a-7d10-9c55-0a3b8f1f2f61"))) {
            assertThat(wrong.code()).isEqualTo(1);
            assertThat(wrong.out()).isEmpty();
            assertThat(wrong.err()).contains("o such").endsWith(".\n");
        }
        assertThat(signals(file, "replay", "risk", "--event", "no-id").code()).isEqualTo(2);
    }

    private static void end(TestNode node, AccountId account) {
        node.bean(Tx.class).run(() -> node.bean(Audit.class).record(account, Fact.success("session.ended")));
    }

    @Test
    @Defends("A68")
    void whatIsNoNameNoTypeOrNoAddressIsSaidInASentence() throws IOException {
        Path file = settings(TestNode.shared().config);
        for (List<String> one : List.of(
                List.of("Risk", "https://a.examplex.com/", "session.ended"),
                List.of("risk", "ftp://a.examplex.com/", "session.ended"),
                List.of("risk", "https://u:p@a.examplex.com/", "session.ended"),
                List.of("risk", "https://a.examplex.com/", "session.endet"),
                List.of("risk", "https://a.examplex.com/", "stream.verified"))) {
            var said = signals(file, "add", one.get(0), one.get(1), "--types", one.get(2));
            assertThat(said.code()).as(one.toString()).isEqualTo(1);
            assertThat(said.err()).endsWith(".\n");
        }
    }
}
