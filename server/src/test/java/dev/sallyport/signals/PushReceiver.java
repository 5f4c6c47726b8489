package dev.sallyport.signals;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import tools.jackson.databind.json.JsonMapper;

/// A real receiver of pushed tokens (RFC 8935), that answers as a test wants.
final class PushReceiver implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// One push that came.
    record Got(String type, String authorization, String body) {
        String id() {
            return String.valueOf(claims().getJWTID());
        }

        /// The session that is told of.
        String session() {
            return JSON.valueToTree(claims().getClaim("sub_id"))
                    .at("/session/id")
                    .asString();
        }

        private JWTClaimsSet claims() {
            try {
                return SignedJWT.parse(body).getJWTClaimsSet();
            } catch (ParseException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final HttpServer server;
    private final List<Got> all = new CopyOnWriteArrayList<>();
    private final List<Got> taken = new CopyOnWriteArrayList<>();
    private volatile ToIntFunction<Got> answer = got -> 202;

    PushReceiver() {
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
                    String.valueOf(headers.getFirst("Content-Type")),
                    String.valueOf(headers.getFirst("Authorization")),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            all.add(got);
            int status = answer.applyAsInt(got);
            if (status == 202) {
                taken.add(got);
            }
            exchange.sendResponseHeaders(status, -1);
        }
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

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/events";
    }

    void hangUp() {
        server.stop(0);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
