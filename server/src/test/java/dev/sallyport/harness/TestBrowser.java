package dev.sallyport.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A browser without scripts: keeps cookies, finds the CSRF token on the last page, sends forms, follows
/// nothing by itself. Each has an address of its own, as the trusted proxy would report it, so that tests do
/// not share limits.
public final class TestBrowser {
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    public final Map<String, String> cookies = new LinkedHashMap<>();
    private final TestNode node;
    public String address = "203." + part() + "." + part() + "." + part();
    public String userAgent =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
    public @Nullable String csrf;

    public TestBrowser(TestNode node) {
        this.node = node;
    }

    private static int part() {
        return ThreadLocalRandom.current().nextInt(1, 255);
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    /// Sends a form with the CSRF token of the last page that had one.
    public HttpResponse<String> post(String path, Map<String, String> fields) {
        var body = new StringJoiner("&");
        String token = csrf;
        if (token != null) {
            body.add("_csrf=" + encode(token));
        }
        fields.forEach((name, value) -> body.add(encode(name) + "=" + encode(value)));
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    public HttpResponse<String> json(String method, String path, @Nullable String body) {
        HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
        String token = csrf;
        if (token != null) {
            request.header("X-CSRF-Token", token);
        }
        return send(request.method(
                method,
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body)));
    }

    /// Follows one redirect, as a browser would.
    public HttpResponse<String> follow(HttpResponse<String> answer) {
        return get(answer.headers()
                .firstValue("Location")
                .orElseThrow(
                        () -> new AssertionError("no redirect but " + answer.statusCode() + ": " + answer.body())));
    }

    public HttpRequest.Builder request(String path) {
        URI target = node.outside(path);
        var request = HttpRequest.newBuilder(target)
                .timeout(Duration.ofSeconds(30))
                .header("User-Agent", userAgent)
                .header("X-Forwarded-For", address);
        if (!cookies.isEmpty()) {
            var header = new StringJoiner("; ");
            cookies.forEach((name, value) -> header.add(name + "=" + value));
            request.header("Cookie", header.toString());
        }
        return request;
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            var answer = exchange(request.build());
            for (String set : answer.headers().allValues("Set-Cookie")) {
                String pair = set.split(";", 2)[0];
                String name = pair.substring(0, pair.indexOf('='));
                String value = pair.substring(pair.indexOf('=') + 1);
                if (value.isEmpty() || set.contains("Max-Age=0")) {
                    cookies.remove(name);
                } else {
                    cookies.put(name, value);
                }
            }
            var token = CSRF.matcher(answer.body());
            if (token.find()) {
                csrf = token.group(1);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// A server may close a kept connection at any time, and a client asks again once on a new one (RFC 9112 section
    /// 9.3.1): nothing of the first try was answered.
    private static HttpResponse<String> exchange(HttpRequest request) throws IOException, InterruptedException {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException closed) {
            if (!String.valueOf(closed.getMessage()).contains("received no bytes")) {
                throw closed;
            }
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
