package dev.sallyport.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/// Two nodes on one database: how long after a session has ended on the first does the second, which
/// remembers it, refuse it?
final class RevokeScenario implements Scenario {
    private static final double GOAL_MILLIS = 100;
    private static final int HOLDERS = 20;

    @Override
    public String name() {
        return "revoke";
    }

    @Override
    public String summary() {
        return "from the end of a session on one node to its refusal on another";
    }

    @Override
    public List<Figure> run(Setting setting) throws IOException, InterruptedException {
        try (var folder = Folder.create();
                var first = Node.demo(folder.resolve("first"), Map.of());
                var second = Node.beside(first, folder.resolve("second"), Map.of());
                var client = HttpClient.newHttpClient()) {
            List<Holder> holders = Holders.signUp(first, setting.smoke() ? 2 : HOLDERS);
            int count = setting.smoke() ? 3 : Math.min(400, setting.seconds() * 10);
            var afterAnswer = new double[count];
            var afterRequest = new double[count];
            for (int i = 0; i < count; i++) {
                Holder holder = holders.get(i % holders.size());
                holder.forgetSession();
                String session = holder.session();
                holder.openAccount();
                require(isActive(client, second, session), "The second node does not know a new session.");
                long asked = System.nanoTime();
                holder.signOut();
                long answered = System.nanoTime();
                while (isActive(client, second, session)) {
                    require(
                            System.nanoTime() - answered < 10_000_000_000L,
                            "A session that has ended is good for ten seconds.");
                }
                long refused = System.nanoTime();
                afterAnswer[i] = (refused - answered) / 1e6;
                afterRequest[i] = (refused - asked) / 1e6;
            }
            return List.of(
                    Figure.atMost(
                            "99 % refused so long after the answer",
                            Series.percentile(afterAnswer, 0.99), "ms", GOAL_MILLIS),
                    Figure.told("half refused so long after the answer", Series.median(afterAnswer), "ms"),
                    Figure.told("99 % refused so long after the request", Series.percentile(afterRequest, 0.99), "ms"),
                    Figure.told("sessions ended", count, ""));
        }
    }

    private static void require(boolean so, String otherwise) {
        if (!so) {
            throw new Unmeasurable(otherwise);
        }
    }

    private static boolean isActive(HttpClient client, Node node, String session)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.inside + "/v1/session-check"))
                .header("Authorization", "Bearer " + Node.SERVICE_TOKEN)
                .header("X-Session-Token", session)
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        require(answer.statusCode() == 200, "A check answered " + answer.statusCode() + ".");
        return answer.body().contains("\"active\":true");
    }
}
