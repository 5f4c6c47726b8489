package dev.sallyport.signals;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A service that listens to the stream of revocations over a real connection.
final class Stream implements AutoCloseable {
    /// One piece as it came.
    record Piece(String id, String event, String data, long atNanos) {}

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final InputStream connection;
    private final List<Piece> pieces = new CopyOnWriteArrayList<>();
    private volatile boolean over;

    Stream(TestNode node, @Nullable String cursor) {
        var found = new AtomicReference<InputStream>();
        // A node that has just started does not hear the others yet, and says so.
        Holder.await("a node that hears", () -> {
            var answer = open(node, cursor);
            found.set(answer.body());
            return answer.statusCode() == 200;
        });
        connection = Objects.requireNonNull(found.get());
        var in = new BufferedReader(new InputStreamReader(connection, StandardCharsets.UTF_8));
        Thread.ofVirtual().start(() -> read(in));
        Holder.await("the stream", () -> pieces.stream().anyMatch(p -> p.event().equals("ready")));
    }

    private static HttpResponse<InputStream> open(TestNode node, @Nullable String cursor) {
        var request = HttpRequest.newBuilder(node.inside("/v1/revocations"))
                .header("Authorization", "Bearer " + TestNode.SERVICE_TOKEN);
        if (cursor != null) {
            request.header("Last-Event-ID", cursor);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read(BufferedReader in) {
        try (in) {
            String id = "";
            String event = "";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    pieces.add(new Piece(id, event, line.substring(6), System.nanoTime()));
                }
            }
        } catch (IOException e) {
            // hung up
        } finally {
            over = true;
        }
    }

    List<Piece> pieces() {
        return pieces;
    }

    List<Piece> of(String event, String text) {
        return pieces.stream()
                .filter(p -> p.event().equals(event) && p.data().contains(text))
                .toList();
    }

    Piece await(String event, String text) {
        Holder.await(event + " " + text, () -> !of(event, text).isEmpty());
        return of(event, text).getFirst();
    }

    boolean isOver() {
        return over;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
