package dev.sallyport.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `GET /v1/session-check` against a filter on the same Jetty that answers the same bytes without a thought.
/// Client and server share the machine's cores, for both alike.
final class CheckScenario implements Scenario {
    private static final double GOAL = 0.7;
    private static final int CONNECTIONS = 32;
    private static final int SESSIONS = 64;

    @Override
    public String name() {
        return "check";
    }

    @Override
    public String summary() {
        return "the session check on the inside port against a bare filter on the same Jetty";
    }

    @Override
    public List<Figure> run(Setting setting) throws IOException, InterruptedException {
        try (var folder = Folder.create();
                var node = Node.demo(folder.resolve("data"), Map.of())) {
            List<String> sessions = sessions(node, setting.smoke() ? 2 : SESSIONS);
            String answer = answer(node, sessions.getFirst());
            try (var bare = Bare.start(answer, folder.resolve("bare.log"));
                    var ourLoad =
                            new Load(node.inside, CONNECTIONS, requests(node.inside, sessions), "\"active\":true");
                    var bareLoad = new Load(bare.port, CONNECTIONS, requests(bare.port, sessions), "\"active\":true")) {
                var ours = new Contender(ourLoad, node::processor, setting.rounds());
                var floor = new Contender(bareLoad, bare::processor, setting.rounds());
                Duration warm = setting.smoke() ? Duration.ofMillis(200) : Duration.ofSeconds(6);
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

    /// Signs so many people up and in.
    static List<String> sessions(Node node, int count) {
        List<Holder> holders = Holders.signUp(node, count);
        List<String> sessions = java.util.Collections.synchronizedList(new ArrayList<>());
        Holders.each(holders, 4, holder -> sessions.add(holder.session()));
        return List.copyOf(sessions);
    }

    static List<byte[]> requests(int port, List<String> sessions) {
        return sessions.stream()
                .map(session -> """
                        GET /v1/session-check HTTP/1.1
                        Host: 127.0.0.1:%d
                        Authorization: Bearer %s
                        X-Session-Token: %s

                        """.formatted(port, Node.SERVICE_TOKEN, session)
                        .replace("\n", "\r\n")
                        .getBytes(StandardCharsets.US_ASCII))
                .toList();
    }

    private static String answer(Node node, String session) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.inside + "/v1/session-check"))
                    .header("Authorization", "Bearer " + Node.SERVICE_TOKEN)
                    .header("X-Session-Token", session)
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
