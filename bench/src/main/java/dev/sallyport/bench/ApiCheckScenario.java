package dev.sallyport.bench;

import dev.sallyport.base.crypto.Tokens;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// `POST /v1/api-requests/check` with the replay window in PostgreSQL, each request signed as it is sent, against a
/// filter on the same Jetty that answers as many bytes without a thought. Client, server and database share the
/// machine's cores.
final class ApiCheckScenario implements Scenario {
    private static final double GOAL = 0.6;
    private static final int CONNECTIONS = 32;
    /// A key may be used 6,000 times a minute.
    private static final int KEYS = 64;

    private static final String HASH =
            HexFormat.of().formatHex(Tokens.sha256(SigningKey.BODY.getBytes(StandardCharsets.US_ASCII)));

    @Override
    public String name() {
        return "apicheck";
    }

    @Override
    public String summary() {
        return "a signed API request's check on the inside port against a bare filter on the same Jetty";
    }

    @Override
    public List<Figure> run(Setting setting) throws IOException, InterruptedException {
        try (var folder = Folder.create();
                var node = Node.demo(folder.resolve("data"), Map.of())) {
            List<SigningKey> keys = keys(node, setting.smoke() ? 2 : KEYS);
            String answer = "{\"accepted\":true,\"padding\":\"" + "x".repeat(230) + "\"}";
            try (var bare = Bare.start(answer, folder.resolve("bare.log"));
                    var ourLoad =
                            new Load(node.inside, CONNECTIONS, share -> signed(keys, share), "\"accepted\":true");
                    var bareLoad =
                            new Load(bare.port, CONNECTIONS, share -> signed(keys, share), "\"accepted\":true")) {
                var ours = new Contender(ourLoad, node::processor, setting.rounds());
                var floor = new Contender(bareLoad, bare::processor, setting.rounds());
                Duration warm = setting.smoke() ? Duration.ofMillis(200) : Duration.ofSeconds(20);
                ours.warmUp(warm);
                floor.warmUp(warm);
                for (int round = 0; round < setting.rounds(); round++) {
                    // In turns, and in turns first.
                    (round % 2 == 0 ? ours : floor).turn(round, setting.turn());
                    (round % 2 == 0 ? floor : ours).turn(round, setting.turn());
                }
                return Contender.figures("check", ours, floor, GOAL);
            }
        }
    }

    private static List<SigningKey> keys(Node node, int count) {
        List<Holder> holders = Holders.signUp(node, count);
        List<SigningKey> keys = Collections.synchronizedList(new ArrayList<>());
        Holders.each(holders, 2, holder -> {
            holder.session();
            keys.add(holder.apiKey());
        });
        return List.copyOf(keys);
    }

    /// Each with a nonce of its own, by one key after the other.
    private static Supplier<ByteBuffer> signed(List<SigningKey> keys, int share) {
        var count = new AtomicLong();
        String start = Tokens.encode(Tokens.random(9)) + "-" + share + "-";
        return () -> {
            long number = count.incrementAndGet();
            SigningKey key = keys.get((int) ((number + share) % keys.size()));
            String time = String.valueOf(System.currentTimeMillis());
            String nonce = start + number;
            String signature = Base64.getEncoder().encodeToString(key.sign(key.message(HASH, time, nonce)));
            String body = "{\"method\":\"POST\",\"host\":\"" + SigningKey.HOST + "\",\"path\":\"" + SigningKey.PATH
                    + "\",\"query\":\"\",\"headers\":{\"X-Sallyport-Key\":[\"" + key.id()
                    + "\"],\"X-Sallyport-Timestamp\":[\"" + time + "\"],\"X-Sallyport-Nonce\":[\"" + nonce
                    + "\"],\"X-Sallyport-Signature\":[\"" + signature + "\"]},\"bodySha256\":\"" + HASH
                    + "\",\"address\":\"203.0.113.7\",\"scopes\":[\"orders.write\"]}";
            String request = "POST /v1/api-requests/check HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + Node.SERVICE_TOKEN + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body;
            return ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
        };
    }
}
