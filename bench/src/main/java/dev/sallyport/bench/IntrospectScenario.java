package dev.sallyport.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Introspection of holders' tokens against a filter on the same Jetty that answers as many bytes without a thought.
final class IntrospectScenario implements Scenario {
    private static final double GOAL = 0.7;
    private static final int CONNECTIONS = 32;
    private static final int HOLDERS = 32;

    @Override
    public String name() {
        return "introspect";
    }

    @Override
    public String summary() {
        return "introspection of a token against a bare filter on the same Jetty";
    }

    @Override
    public List<Figure> run(Setting setting) throws IOException, InterruptedException {
        try (var folder = Folder.create();
                var node = Node.demo(folder.resolve("data"), Map.of())) {
            var program = Program.add(node, "Bench");
            List<Holder> holders = Holders.signUp(node, setting.smoke() ? 2 : HOLDERS);
            Holders.each(holders, 4, Holder::session);
            var requests = new ArrayList<byte[]>();
            for (Holder holder : holders) {
                requests.add(program.request("/oauth2/introspect", "token=" + program.signIn(holder)));
            }
            String answer = "{\"active\":true,\"padding\":\"" + "x".repeat(400) + "\"}";
            try (var bare = Bare.start(answer, folder.resolve("bare.log"));
                    var ourLoad = new Load(node.outside, CONNECTIONS, requests, "\"active\":true");
                    var bareLoad = new Load(bare.port, CONNECTIONS, requests, "\"active\":true")) {
                var ours = new Contender(ourLoad, node::processor, setting.rounds());
                var floor = new Contender(bareLoad, bare::processor, setting.rounds());
                Duration warm = setting.smoke() ? Duration.ofMillis(200) : Duration.ofSeconds(12);
                ours.warmUp(warm);
                floor.warmUp(warm);
                for (int round = 0; round < setting.rounds(); round++) {
                    (round % 2 == 0 ? ours : floor).turn(round, setting.turn());
                    (round % 2 == 0 ? floor : ours).turn(round, setting.turn());
                }
                return Contender.figures("introspection", ours, floor, GOAL);
            }
        }
    }
}
