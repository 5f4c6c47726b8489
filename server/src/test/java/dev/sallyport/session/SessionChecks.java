package dev.sallyport.session;

import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;

/// How a session looks from outside: to the service that asks for it, and to the browser that shows it.
final class SessionChecks {
    static final String SESSION = "__Host-session";
    static final String FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0";

    private SessionChecks() {}

    static String token(TestBrowser browser) {
        return Objects.requireNonNull(browser.cookies.get(SESSION));
    }

    /// Another browser in another network that shows the copied token.
    static TestBrowser thief(TestNode node, String token) {
        var thief = new TestBrowser(node);
        thief.address = "198.51.100.7";
        thief.userAgent = FIREFOX;
        thief.cookies.put(SESSION, token);
        return thief;
    }

    static String place(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + answer.headers().firstValue("Location").orElse("");
    }

    /// What a service is told.
    static boolean isActive(TestNode node, String token) {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(node.inside("/v1/session-check"))
                                    .header("Authorization", "Bearer " + TestNode.SERVICE_TOKEN)
                                    .header("X-Session-Token", token)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body()
                    .contains("\"active\":true");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static boolean isHeld(TestBrowser browser) {
        var answer = browser.json("GET", "/api/sessions", null);
        return answer.statusCode() == 403 && answer.body().contains("proof-too-old");
    }

    static String proveAgain(TestBrowser browser, String password) {
        return place(browser.proveAgain(password));
    }
}
