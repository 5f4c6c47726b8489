package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A person with a browser without scripts: it keeps cookies, sends forms with the token of the last page and
/// follows nothing by itself. Each has an address of his own, as the proxy in front would report it.
final class Holder {
    static final String PASSWORD = "correct zebra lantern quartz";
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Pattern STEP_UP = Pattern.compile("/step-up/([0-9a-f-]{36})");
    private static final Pattern KEY = Pattern.compile("id=\"key\">([A-Z2-7 ]+)<");

    final Map<String, String> cookies = new LinkedHashMap<>();
    /// Each cookie as it was set, with its attributes.
    final List<String> set = new ArrayList<>();
    final String address;
    private Node node;
    private @Nullable String csrf;
    /// The last one that was taken.
    private String password = PASSWORD;

    /// Once he has one, acts are proven by it.
    private @Nullable App app;

    /// Where his mails are, for the code that goes along on a device that his account hardly knows.
    private @Nullable Post post;

    private String mail = "";
    /// The codes that he has read there.
    final List<String> codes = new ArrayList<>();

    private final String userAgent;

    Holder(Node node) {
        this(node, "203.0." + part() + "." + part(), "Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0 Safari/537.36");
    }

    Holder(Node node, String address, String userAgent) {
        this.node = node;
        this.address = address;
        this.userAgent = userAgent;
    }

    private static int part() {
        return ThreadLocalRandom.current().nextInt(1, 255);
    }

    static String newMail() {
        return "holder-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36) + "@examplex.com";
    }

    Holder reading(String address, Post his) {
        mail = address;
        post = his;
        return this;
    }

    /// The same browser, whose next requests another node answers.
    Holder at(Node other) {
        node = other;
        return this;
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    /// Sends a form. An act that asks for a proof gets it.
    HttpResponse<String> post(String path, Map<String, String> fields) {
        HttpResponse<String> answer = ask(path, fields);
        String chosen = fields.get("password");
        if (chosen != null && answer.statusCode() == 303) {
            password = chosen;
        }
        return waits(answer) ? prove(answer) : answer;
    }

    /// The same, and whatever is asked for is not given yet.
    HttpResponse<String> ask(String path, Map<String, String> fields) {
        return send(form(path, fields));
    }

    private HttpRequest.Builder form(String path, Map<String, String> fields) {
        var body = new StringJoiner("&");
        if (csrf != null) {
            body.add("_csrf=" + encode(csrf));
        }
        fields.forEach((name, value) -> body.add(encode(name) + "=" + encode(value)));
        return request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    }

    private static boolean waits(HttpResponse<String> answer) {
        return answer.statusCode() == 303 && STEP_UP.matcher(place(answer)).matches();
    }

    private static String place(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    /// Gives his proof for an act that waits for it, and goes on with the act.
    HttpResponse<String> prove(HttpResponse<String> waiting) {
        String place = place(waiting);
        Post his = post;
        int before = his == null ? 0 : his.to(mail).size();
        boolean code = get(place).body().contains("name=\"contact\"");
        App has = app;
        Map<String, String> proofs =
                new LinkedHashMap<>(has == null ? Map.of("password", password) : Map.of("code", has.code()));
        if (code && his != null) {
            codes.add(his.codeAfter(mail, before));
            proofs.put("contact", codes.getLast());
        }
        HttpResponse<String> answer = ask(place + "/proofs", proofs);
        if (cookies.containsKey("__Host-session")) {
            // The proof brought a new session token; the next form comes from a page that knows it.
            get("/account");
        }
        return answer;
    }

    /// The act that waits, as an interface proves it: first the proof, and its own request comes later.
    ///
    /// @return what names the proof
    String proven(HttpResponse<String> waiting) {
        var id = STEP_UP.matcher(place(waiting));
        assertThat(id.matches()).as(place(waiting)).isTrue();
        HttpResponse<String> answer = send(request("/api/step-up/" + id.group(1) + "/proofs")
                .header("Content-Type", "application/json")
                .header("X-CSRF-Token", java.util.Objects.requireNonNull(csrf))
                .POST(HttpRequest.BodyPublishers.ofString("{\"password\":\"" + password + "\"}")));
        assertThat(answer.body()).contains("\"done\":true");
        get("/account");
        return id.group(1);
    }

    HttpResponse<String> postProven(String path, Map<String, String> fields, String proof) {
        return send(form(path, fields).header("Step-Up", proof));
    }

    /// Binds an authenticator app.
    App bindApp() {
        get("/account/two-step/authenticators/new");
        redirects(
                post("/account/two-step/authenticators", Map.of("name", "My phone")),
                "/account/two-step/authenticators/new/key");
        var key = KEY.matcher(get("/account/two-step/authenticators/new/key").body());
        assertThat(key.find()).as("a key on the page").isTrue();
        var bound = new App(key.group(1));
        redirects(
                post("/account/two-step/authenticators/new/key", Map.of("code", bound.codeBefore())),
                "/account/two-step/recovery-codes");
        app = bound;
        return bound;
    }

    /// The main job: sign up by a code to this address, and be signed in.
    ///
    /// @return the code, which is a secret too
    String signUp(String identifier, String password, Post post) {
        get("/sign-up");
        var fields = new LinkedHashMap<>(Map.of("identifier", identifier, "zone", "Europe/Berlin"));
        HttpResponse<String> answer = post("/sign-up", fields);
        if (answer.statusCode() == 422) {
            // A number costs a puzzle, which the page's script would solve.
            fields.put("altcha", Puzzle.of(answer.body()).solved());
            answer = post("/sign-up", fields);
        }
        redirects(answer, "/sign-up/code");
        get("/sign-up/code");
        String code = post.code(identifier);
        mail = identifier;
        redirects(post("/sign-up/code", Map.of("code", code)), "/sign-up/password");
        get("/sign-up/password");
        redirects(post("/sign-up/password", Map.of("password", password)), "/account");
        assertThat(get("/account").statusCode()).isEqualTo(200);
        return code;
    }

    void signIn(String identifier, String password) {
        get("/sign-in");
        redirects(post("/sign-in", Map.of("identifier", identifier, "password", password)), "/account");
    }

    /// What he signed up with.
    String mail() {
        return mail;
    }

    boolean isSignedIn() {
        int status = get("/account").statusCode();
        assertThat(status).isIn(200, 303);
        return status == 200;
    }

    String sessionToken() {
        return java.util.Objects.requireNonNull(cookies.get("__Host-session"), "no session");
    }

    static void redirects(HttpResponse<String> answer, String to) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location").orElse("")).startsWith(to);
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.outside() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Host", node.origin().getAuthority())
                .header("User-Agent", userAgent)
                .header("X-Forwarded-For", address);
        if (!cookies.isEmpty()) {
            var header = new StringJoiner("; ");
            cookies.forEach((name, value) -> header.add(name + "=" + value));
            request.header("Cookie", header.toString());
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        HttpResponse<String> answer = Node.send(request.build());
        for (String cookie : answer.headers().allValues("Set-Cookie")) {
            set.add(cookie);
            String pair = cookie.split(";", 2)[0];
            String name = pair.substring(0, pair.indexOf('='));
            if (pair.endsWith("=") || cookie.contains("Max-Age=0")) {
                cookies.remove(name);
            } else {
                cookies.put(name, pair.substring(pair.indexOf('=') + 1));
            }
        }
        var token = CSRF.matcher(answer.body());
        if (token.find()) {
            csrf = token.group(1);
        }
        return answer;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
