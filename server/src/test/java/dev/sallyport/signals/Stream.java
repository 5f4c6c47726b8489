package dev.sallyport.signals;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A service that listens to the stream of revocations over a real connection.
final class Stream implements AutoCloseable {
    /// One piece as it came.
    record Piece(String id, String event, String data, long atNanos) {}

    private final HttpURLConnection connection;
    private final List<Piece> pieces = new CopyOnWriteArrayList<>();
    private volatile boolean over;

    Stream(TestNode node, @Nullable String cursor) {
        // A node that has just started does not hear the others yet, and says so.
        Holder.await("a node that hears", () -> status(node, cursor) != 503);
        connection = open(node, cursor);
        try {
            var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
            Thread.ofVirtual().start(() -> read(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Holder.await("the stream", () -> pieces.stream().anyMatch(p -> p.event().equals("ready")));
    }

    private static HttpURLConnection open(TestNode node, @Nullable String cursor) {
        try {
            var connection =
                    (HttpURLConnection) node.inside("/v1/revocations").toURL().openConnection();
            connection.setRequestProperty("Authorization", "Bearer " + TestNode.SERVICE_TOKEN);
            if (cursor != null) {
                connection.setRequestProperty("Last-Event-ID", cursor);
            }
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int status(TestNode node, @Nullable String cursor) {
        var connection = open(node, cursor);
        try {
            return connection.getResponseCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            connection.disconnect();
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
        connection.disconnect();
    }
}
