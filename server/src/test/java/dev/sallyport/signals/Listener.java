package dev.sallyport.signals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sallyport.harness.Holder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real receiver of webhooks, that answers as a test wants.
final class Listener implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// One post that came.
    record Got(String id, String timestamp, String signature, String type, String body) {
        JsonNode json() {
            return JSON.readTree(body);
        }

        String event() {
            return json().get("type").asString();
        }

        String account() {
            return json().get("data").get("account").asString();
        }

        /// As the libraries of Standard Webhooks check it.
        boolean isSignedBy(String secret) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256"));
                String content = id + "." + timestamp + "." + body;
                String expected = "v1,"
                        + Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
                return Arrays.asList(signature.split(" ")).contains(expected);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final HttpServer server;
    private final List<Got> all = new CopyOnWriteArrayList<>();
    private final List<Got> taken = new CopyOnWriteArrayList<>();
    private volatile ToIntFunction<Got> answer = got -> 204;

    Listener() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            var got = new Got(
                    String.valueOf(headers.getFirst("webhook-id")),
                    String.valueOf(headers.getFirst("webhook-timestamp")),
                    String.valueOf(headers.getFirst("webhook-signature")),
                    String.valueOf(headers.getFirst("Content-Type")),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            all.add(got);
            int status = answer.applyAsInt(got);
            if (status < 300) {
                taken.add(got);
            }
            if (status == 302) {
                exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + port() + "/elsewhere");
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/hook";
    }

    void answers(ToIntFunction<Got> next) {
        answer = next;
    }

    /// All that came.
    List<Got> all() {
        return all;
    }

    /// What it answered well, in the order of the answers.
    List<Got> taken() {
        return taken;
    }

    List<Got> taken(String account) {
        return taken.stream().filter(got -> got.account().equals(account)).toList();
    }

    Got await(String account, String event) {
        Holder.await(
                event + " for " + account,
                () -> taken(account).stream().anyMatch(got -> got.event().equals(event)));
        return taken(account).stream()
                .filter(got -> got.event().equals(event))
                .findFirst()
                .orElseThrow();
    }

    void hangUp() {
        server.stop(0);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
