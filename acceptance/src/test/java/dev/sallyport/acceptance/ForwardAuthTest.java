package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A service behind nginx, which asks the built jar who comes.
@Proves("R-SES-2")
class ForwardAuthTest {
    private static final Node DEMO = Node.demo();
    private static HttpServer service;
    private static Nginx nginx;

    @BeforeAll
    static void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            byte[] body = ("hello " + exchange.getRequestHeaders().getFirst("X-Sallyport-Account") + " "
                            + exchange.getRequestHeaders().getFirst("X-Sallyport-Level") + " "
                            + exchange.getRequestMethod() + " " + exchange.getRequestURI())
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        service.createContext("/echo", exchange -> {
            var told = new StringBuilder();
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (name.replace('_', '-').toLowerCase(Locale.ROOT).startsWith("x-sallyport-")) {
                    told.append(name.toLowerCase(Locale.ROOT))
                            .append('=')
                            .append(values)
                            .append('\n');
                }
            });
            byte[] body = told.toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        service.start();
        nginx = new Nginx(
                Files.createTempDirectory("sallyport-nginx"),
                DEMO.inside(),
                service.getAddress().getPort(),
                Node.SERVICE_TOKEN);
    }

    @AfterAll
    static void stop() {
        nginx.close();
        service.stop(0);
    }

    private static HttpResponse<String> ask(String method, String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + nginx.port + path))
                .timeout(Duration.ofSeconds(10))
                .method(method, HttpRequest.BodyPublishers.ofString("GET".equals(method) ? "" : "amount=1"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return Node.send(request.build());
    }

    private static Holder holder() {
        var holder = new Holder(DEMO);
        holder.signUp(Holder.newMail(), Holder.PASSWORD, Post.of(DEMO));
        return holder;
    }

    @Test
    void whoIsSignedInPassesUnderHisOwnNameAndOthersAreLedToTheSignIn() {
        var holder = holder();
        String cookie = "__Host-session=" + holder.sessionToken();
        var answer = ask("GET", "/orders?page=2", "Cookie", cookie, "X-Sallyport-Account", "somebody else");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).matches("hello [0-9a-f-]{36} aal1 GET /orders\\?page=2");
        assertThat(ask("POST", "/orders", "Cookie", cookie).body()).endsWith(" aal1 POST /orders");

        var stranger = ask("GET", "/orders?page=2", "X-Sallyport-Account", "somebody else");
        assertThat(stranger.statusCode()).isEqualTo(303);
        assertThat(stranger.headers().firstValue("Location"))
                .contains(DEMO.origin() + "/sign-in?to=%2Forders%3Fpage%3D2");
        assertThat(ask("GET", "/orders", "Cookie", cookie + "x").statusCode()).isEqualTo(303);
        // The gate itself is nothing that a stranger can ask.
        assertThat(ask("GET", "/_session", "Cookie", cookie).statusCode()).isEqualTo(404);
    }

    @Test
    @Proves("R-OAU-1")
    void whereTokensAreTakenABadOneIsToldSoAndNotLedToTheSignIn() {
        var holder = holder();
        String cookie = "__Host-session=" + holder.sessionToken();
        var answer = ask("PUT", "/api/orders/7", "Authorization", "Bearer x.y.z", "Cookie", cookie);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer error=\"invalid_token\"");
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(ask("PUT", "/api/orders/7", "Cookie", cookie, "X-Sallyport-Client", "forged")
                        .body())
                .matches("hello [0-9a-f-]{36} aal1 PUT /api/orders/7");
        // A token where only sessions count is as if it were not there.
        assertThat(ask("GET", "/orders", "Authorization", "Bearer x.y.z").statusCode())
                .isEqualTo(303);
    }

    @Test
    @Asvs("4.1.3")
    void nothingThatAHolderBringsUnderOurNamesReachesTheService() {
        String cookie = "__Host-session=" + holder().sessionToken();
        var headers = new ArrayList<>(List.of("Cookie", cookie));
        for (String name : List.of("Account", "Session", "Proofs", "Level", "Proven-At", "Client", "Scopes")) {
            for (String spelled : List.of("X-Sallyport-" + name, ("x-SALLYPORT-" + name).toUpperCase(Locale.ROOT))) {
                headers.addAll(List.of(spelled, "forged", spelled, "forged-again"));
            }
            headers.addAll(List.of("X_Sallyport_" + name.replace('-', '_'), "forged"));
            headers.addAll(List.of("X-Sallyport." + name, "forged"));
        }
        var answer = ask("GET", "/echo", headers.toArray(new String[0]));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("forged");
        // Of a session: five headers, each once; nginx sends no empty ones.
        assertThat(answer.body().lines().map(line -> line.replaceFirst("=.*", "")))
                .containsExactlyInAnyOrder(
                        "x-sallyport-account",
                        "x-sallyport-session",
                        "x-sallyport-proofs",
                        "x-sallyport-level",
                        "x-sallyport-proven-at");
    }

    @Test
    @Asvs("7.5.3")
    void whatTheProxyDemandsNoHolderTakesAway() throws IOException {
        String cookie = "__Host-session=" + holder().sessionToken();
        var plain = ask("GET", "/withdrawals/7", "Cookie", cookie);
        assertThat(plain.statusCode()).isEqualTo(303);
        assertThat(plain.headers().firstValue("Location").orElse("")).contains("/sign-in/again?to=");
        var forged =
                ask("GET", "/withdrawals/7?level=aal1", "Cookie", cookie, "X-Require-Level", "aal1", "Level", "aal1");
        assertThat(forged.statusCode()).isEqualTo(303);
        // The client of the JDK does not let one send Connection: by hand.
        String raw = raw("GET /withdrawals/7 HTTP/1.1\r\nHost: x\r\nCookie: " + cookie
                + "\r\nConnection: close, X-Require-Level, X-Require-Max-Age, X-Service-Token\r\n\r\n");
        assertThat(raw).startsWith("HTTP/1.1 303");
    }

    private static String raw(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", nginx.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void afterSignOutTheServiceIsShutWithinASecond() {
        for (int round = 0; round < 5; round++) {
            var holder = holder();
            String cookie = "__Host-session=" + holder.sessionToken();
            assertThat(ask("GET", "/", "Cookie", cookie).statusCode()).isEqualTo(200);
            holder.post("/sign-out", Map.of());
            long out = System.nanoTime();
            while (ask("GET", "/", "Cookie", cookie).statusCode() == 200) {
                assertThat(Duration.ofNanos(System.nanoTime() - out)).isLessThan(Duration.ofSeconds(1));
            }
        }
    }
}
