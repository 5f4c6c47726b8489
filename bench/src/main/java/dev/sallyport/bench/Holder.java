package dev.sallyport.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Somebody with a browser and an address of his own, as the proxy in front would report it.
final class Holder {
    static final String PASSWORD = "correct zebra lantern quartz";

    private static final String AGENT =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Pattern CODE = Pattern.compile("(?<!\\d)(\\d{4} ?\\d{4})(?!\\d)");
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    final String identifier;
    private final int port;
    final String address;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private String csrf = "";

    /// @param number tells holders apart
    Holder(Node node, int number) {
        this(node.outside, "holder" + number + "@examplex.com", address(number));
    }

    private Holder(int port, String identifier, String address) {
        this.port = port;
        this.identifier = identifier;
        this.address = address;
    }

    /// The same browser, on which another identifier is typed.
    Holder as(String identifier) {
        var other = new Holder(port, identifier, address);
        other.cookies.putAll(cookies);
        other.csrf = csrf;
        return other;
    }

    /// An address for each number, none of them beside another: limits by network do not meet.
    static String address(int number) {
        return (11 + (number >>> 16) % 100) + "." + (number >>> 8 & 0xFF) + "." + (number & 0xFF) + ".7";
    }

    /// Opens the account, with a code from the demo's mailbox. The browser is a known device afterwards, and
    /// signed in.
    void signUp() throws IOException {
        token("/sign-up");
        post("/api/sign-up", "{\"identifier\":\"" + identifier + "\",\"zone\":\"Europe/Berlin\"}", 202);
        post("/api/sign-up/code", "{\"code\":\"" + code() + "\"}", 200);
        post("/api/sign-up/password", "{\"password\":\"" + PASSWORD + "\"}", 200);
        forgetSession();
    }

    private String code() throws IOException {
        String path = "/demo/mailbox.json?to=" + URLEncoder.encode(identifier, StandardCharsets.UTF_8);
        for (int tries = 0; tries < 300; tries++) {
            Matcher code = CODE.matcher(send(request(path).GET(), false).body());
            if (code.find()) {
                return code.group(1).replace(" ", "");
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        throw new Unmeasurable("No code came for " + identifier + ".");
    }

    /// Binds an app, and makes a key that trades with a shared secret; for one who is signed in.
    SigningKey apiKey() throws IOException {
        openAccount();
        String bound = proven("/api/authenticators", "{\"name\":\"Phone\"}", "\"password\":\"" + PASSWORD + "\"");
        var seed = found("[?&]secret=([A-Z2-7]+)", bound);
        long now = System.currentTimeMillis();
        proven("/api/authenticators/code", "{\"code\":\"" + Totp.code(seed, now - 30_000) + "\"}", "");
        String made = proven(
                "/api/api-keys",
                "{\"name\":\"Bot\",\"kind\":\"trade\",\"scopes\":[\"orders.write\"],\"algorithm\":\"hmac-sha256\"}",
                "\"code\":\"" + Totp.code(seed, now) + "\"");
        return new SigningKey(
                identifier, found("\"key\":\"([^\"]+)\"", made), null, found("\"secret\":\"([^\"]+)\"", made));
    }

    /// Sends what may ask for a proof, gives it, and sends it again.
    private String proven(String path, String body, String proofs) throws IOException {
        var answer = send(json(path, body), true);
        String asked = answer.headers().firstValue("Step-Up").orElse(null);
        if (asked != null) {
            post("/api/step-up/" + asked + "/proofs", "{" + proofs + "}", 200);
            csrf = found(
                    "\"csrfToken\":\"([^\"]+)\"",
                    send(request("/api/session").GET(), true).body());
            answer = send(json(path, body).header("Step-Up", asked), true);
        }
        if (answer.statusCode() / 100 != 2) {
            throw new Unmeasurable(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    private static String found(String pattern, String text) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        if (!found.find()) {
            throw new Unmeasurable("An answer has no " + pattern + ".");
        }
        return found.group(1);
    }

    /// What a browser knows before it signs in: its device's cookie, and a fresh token against forgery.
    void forgetSession() throws IOException {
        cookies.remove("__Host-session");
        token("/sign-in");
    }

    /// @return the answer's status
    int signIn(String password) throws IOException {
        var answer = send(json("/api/sign-in", signInBody(password)), false);
        return answer.statusCode();
    }

    private String signInBody(String password) {
        return "{\"identifier\":\"" + identifier + "\",\"password\":\"" + password + "\"}";
    }

    /// Signs in and keeps the session.
    ///
    /// @return the session's token
    String session() throws IOException {
        post("/api/sign-in", signInBody(PASSWORD), 200);
        return Objects.requireNonNull(cookies.get("__Host-session"), "a sign-in gives a session");
    }

    /// A sign-in as bytes, for a [Load].
    byte[] signInRequest(String password, String from) {
        String body = signInBody(password);
        var cookie = new StringJoiner("; ");
        cookies.forEach((name, value) -> cookie.add(name + "=" + value));
        return """
                POST /api/sign-in HTTP/1.1
                Host: localhost:%d
                User-Agent: %s
                X-Forwarded-For: %s
                Cookie: %s
                X-CSRF-Token: %s
                Content-Type: application/json
                Content-Length: %d

                """.formatted(port, AGENT, from, cookie, csrf, body.length())
                .replace("\n", "\r\n")
                .concat(body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// Opens a page on which one can sign out.
    void openAccount() throws IOException {
        token("/account");
    }

    void signOut() throws IOException {
        var answer = send(request("/api/session").header("X-CSRF-Token", csrf).DELETE(), true);
        if (answer.statusCode() != 204) {
            throw new Unmeasurable("A sign-out answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    /// Where a page sends this browser on to, by its status or by a header of its own.
    String sentOnFrom(String path) throws IOException {
        var answer = send(request(path).GET(), true);
        return answer.headers()
                .firstValue("Location")
                .or(() -> answer.headers().firstValue("Refresh").map(to -> to.substring("0; url=".length())))
                .orElseThrow(() -> new Unmeasurable(path + " answered " + answer.statusCode()));
    }

    private void token(String page) throws IOException {
        Matcher token = CSRF.matcher(send(request(page).GET(), true).body());
        if (!token.find()) {
            throw new Unmeasurable("The page " + page + " has no token.");
        }
        csrf = token.group(1);
    }

    private void post(String path, String body, int expected) throws IOException {
        var answer = send(json(path, body), true);
        for (int tries = 0; answer.statusCode() == 503 && tries < 30; tries++) {
            // Too many at once for this machine; what is measured has not begun yet.
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            answer = send(json(path, body), true);
        }
        if (answer.statusCode() != expected) {
            throw new Unmeasurable(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    private HttpRequest.Builder json(String path, String body) {
        return request(path)
                .header("Content-Type", "application/json")
                .header("X-CSRF-Token", csrf)
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(60))
                .header("User-Agent", AGENT)
                .header("X-Forwarded-For", address);
        if (!cookies.isEmpty()) {
            var header = new StringJoiner("; ");
            cookies.forEach((name, value) -> header.add(name + "=" + value));
            request.header("Cookie", header.toString());
        }
        return request;
    }

    /// @param keep whether the cookies of the answer are kept
    private HttpResponse<String> send(HttpRequest.Builder request, boolean keep) throws IOException {
        HttpResponse<String> answer;
        try {
            answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        if (keep) {
            answer.headers().allValues("Set-Cookie").forEach(this::keep);
        }
        return answer;
    }

    private void keep(String set) {
        String pair = set.split(";", 2)[0];
        String name = pair.substring(0, pair.indexOf('='));
        @Nullable String value = pair.substring(pair.indexOf('=') + 1);
        if (value.isEmpty()) {
            // The browser's own cookie goes at sign-in; a later sign-in asks for a new one.
            cookies.remove(name);
        } else {
            cookies.put(name, value);
        }
    }
}
