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
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A browser without scripts: keeps cookies, finds the CSRF token on the last page, sends forms, follows
/// nothing by itself. Where an act asks for a fresh proof it gives what [#prover] has, and the act goes on; a test of
/// the asking itself sends with [#postUnproven] and [#jsonUnproven]. Each has an address of its own, as the trusted
/// proxy would report it, so that tests do
/// not share limits.
public final class TestBrowser {
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    public final Map<String, String> cookies = new LinkedHashMap<>();
    final TestNode node;
    public String address = "203." + part() + "." + part() + "." + part();
    public String userAgent =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
    public @Nullable String csrf;
    public Prover prover = Prover.password(Holder.PASSWORD);

    public TestBrowser(TestNode node) {
        this.node = node;
    }

    private static int part() {
        return ThreadLocalRandom.current().nextInt(1, 255);
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    /// Sends a form, and gives the proof when one is asked for.
    public HttpResponse<String> post(String path, Map<String, String> fields) {
        HttpResponse<String> answer = postUnproven(path, fields);
        return stepUp(answer).map(id -> prove(id, prover.prove(this, id))).orElse(answer);
    }

    /// The id of the step-up that an answer leads to, by page or by interface.
    public static Optional<String> stepUp(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Step-Up")
                .or(() -> answer.headers()
                        .firstValue("Location")
                        .filter(to -> answer.statusCode() == 303 && to.matches("/step-up/[0-9a-f-]{36}"))
                        .map(to -> to.substring("/step-up/".length())));
    }

    /// Gives proofs on the page; the answer is that of the act, once it is done.
    public HttpResponse<String> prove(String stepUp, Map<String, String> proofs) {
        return renewed(postUnproven("/step-up/" + stepUp + "/proofs", proofs));
    }

    /// Shows once more whose the session is, as whoever is led to it does.
    public HttpResponse<String> proveAgain(String password) {
        HttpResponse<String> asked = get("/sign-in/again");
        follow(asked);
        return prove(stepUp(asked).orElseThrow(), Map.of("password", password));
    }

    /// Gives proofs by the interface, after which the request may be sent again.
    public HttpResponse<String> proveJson(String stepUp, Map<String, String> proofs) {
        return renewed(
                jsonUnproven("POST", "/api/step-up/" + stepUp + "/proofs", JSON.writeValueAsString(proofs), null));
    }

    /// A proof renews the session's token, and with it the one that changes carry. A page shows the new one.
    private HttpResponse<String> renewed(HttpResponse<String> answer) {
        if (cookies.containsKey("__Host-session")
                && !CSRF.matcher(answer.body()).find()) {
            csrf = Holder.json(this, "/api/session").get("csrfToken").asString();
        }
        return answer;
    }

    /// Sends a form with the CSRF token of the last page that had one.
    public HttpResponse<String> postUnproven(String path, Map<String, String> fields) {
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

    /// Sends JSON, gives the proof when one is asked for, and sends it again.
    public HttpResponse<String> json(String method, String path, @Nullable String body) {
        HttpResponse<String> answer = jsonUnproven(method, path, body, null);
        return stepUp(answer)
                .map(id -> {
                    var proven = proveJson(id, prover.prove(this, id));
                    return proven.statusCode() == 200 ? jsonUnproven(method, path, body, id) : proven;
                })
                .orElse(answer);
    }

    /// @param stepUp the id of the proof that was given for it; null for none
    public HttpResponse<String> jsonUnproven(
            String method, String path, @Nullable String body, @Nullable String stepUp) {
        HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
        if (stepUp != null) {
            request.header("Step-Up", stepUp);
        }
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
