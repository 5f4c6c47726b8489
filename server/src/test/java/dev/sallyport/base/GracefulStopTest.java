package dev.sallyport.base;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.RawHttp;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GracefulStopTest {
    /// A sign-in whose password has not been sent to its end when the node is told to stop: it needs a thread, the hash
    /// pool, the database and the record until its answer is out.
    @Test
    void aRequestInProgressEndsWellAndNoNewOneBegins() throws Exception {
        var node = TestNode.startAlone(new TestClock(), Map.of());
        CompletableFuture<Void> stopped;
        String answer;
        try {
            Holder holder = Holder.signUp(node);
            var browser = new TestBrowser(node);
            browser.get("/sign-in");
            URI outside = node.outside("/sign-in");
            String form = "identifier=" + encode(holder.address) + "&_csrf="
                    + encode(Objects.requireNonNull(browser.csrf)) + "&password=" + encode(Holder.PASSWORD);
            String request = "POST /sign-in HTTP/1.1\r\nHost: " + outside.getAuthority()
                    + "\r\nX-Forwarded-For: " + browser.address + "\r\nCookie: __Host-browser="
                    + browser.cookies.get("__Host-browser")
                    + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                    + "\r\n\r\n";
            try (var socket = new Socket(outside.getHost(), outside.getPort())) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write((request + form.substring(0, 20)).getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
                Holder.await("the request has begun", () -> active(node) >= 1);
                stopped = CompletableFuture.runAsync(node::close);
                Holder.await("no new connection is taken", () -> isClosed(outside));
                assertThat(stopped).isNotDone();
                socket.getOutputStream().write(form.substring(20).getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
                answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            }
        } finally {
            node.close();
        }
        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(303);
        assertThat(answer).contains("Location: /account", "__Host-session=");
        stopped.get(30, TimeUnit.SECONDS);
    }

    private static double active(TestNode node) {
        return node
                .bean(io.micrometer.core.instrument.MeterRegistry.class)
                .get("http.server.requests.active")
                .longTaskTimers()
                .stream()
                .mapToInt(io.micrometer.core.instrument.LongTaskTimer::activeTasks)
                .sum();
    }

    private static boolean isClosed(URI door) {
        try (var socket = new Socket(door.getHost(), door.getPort())) {
            return !socket.isConnected();
        } catch (ConnectException refused) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
