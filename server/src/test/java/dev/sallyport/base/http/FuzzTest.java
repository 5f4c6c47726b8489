package dev.sallyport.base.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.LogLines;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.wire.ErrorCode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Random requests at every handler there is: whatever comes, the answer is a clean one.
class FuzzTest {
    private static final int REQUESTS = Boolean.getBoolean("sallyport.long") ? 200_000 : 2_000;
    private static final long END_NANOS = (Boolean.getBoolean("sallyport.long") ? 3_600 : 25) * 1_000_000_000L;
    private static final List<String> INSIDE = List.of(
            "/v1/session-check",
            "/v1/session-check",
            "/actuator",
            "/actuator/health",
            "/actuator/health/{path}",
            "/actuator/health/readiness",
            "/actuator/prometheus",
            "/actuator/{path}",
            "/v1/{path}");
    private static final Set<String> CODES =
            Stream.of(ErrorCode.values()).map(ErrorCode::code).collect(Collectors.toSet());
    private static final String SESSION = "__Host-session";

    private final TestNode node = TestNode.shared();
    private final Random random = new Random(Long.getLong("sallyport.seed", 4_711));
    private final Noise noise = new Noise(random);

    private record Target(String method, String path, Port door) {}

    private List<Target> targets() {
        var targets = new ArrayList<Target>();
        node.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, method) -> mapping.getPatternValues()
                        .forEach(path -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(verb -> targets.add(new Target(verb.name(), path, Port.OUTSIDE)))));
        assertThat(targets).hasSizeGreaterThan(50);
        // The stream never ends by itself.
        dev.sallyport.harness.Handlers.of(node, Guard.Kind.SERVICE, Guard.Kind.INSIDE).stream()
                .filter(route -> !route.pattern().equals("/v1/revocations"))
                .forEach(route -> targets.add(new Target(route.method(), route.pattern(), Port.INSIDE)));
        // What filters and libraries answer has no handler.
        for (String path : INSIDE) {
            targets.add(new Target("GET", path, Port.INSIDE));
        }
        return targets;
    }

    @Test
    @Defends({"A63", "A71"})
    @Asvs({"16.5.1", "16.5.4"})
    void whateverComesNothingBreaks() {
        List<Target> targets = targets();
        var browsers = new ArrayList<TestBrowser>();
        browsers.add(new TestBrowser(node));
        Holder holder = Holder.signUp(node);
        long end = System.nanoTime() + END_NANOS;
        var broken = new ArrayList<String>();
        var seen = new java.util.TreeMap<Integer, Integer>();
        var inside = new java.util.TreeMap<Integer, Integer>();
        var log = LogLines.of(Errors.class);
        for (int i = 0; i < REQUESTS && System.nanoTime() < end; i++) {
            if (i % 400 == 399 || !holder.browser.cookies.containsKey(SESSION)) {
                holder = Holder.signUp(node);
            }
            Target target = targets.get(i % targets.size());
            TestBrowser browser = i % 3 == 0 ? browsers.getFirst() : holder.browser;
            browser.address = "198." + (18 + random.nextInt(2)) + "." + random.nextInt(256) + "." + random.nextInt(256);
            if (i % 30 == 0) {
                browsers.set(0, new TestBrowser(node));
                browsers.getFirst().get("/sign-in");
            }
            HttpRequest.Builder request = request(browser, target);
            String what = target.method() + " " + request.build().uri() + " "
                    + request.build().headers().firstValue("Accept").orElse("-") + " " + body;
            HttpResponse<String> answer = send(browser, request);
            (target.door() == Port.INSIDE ? inside : seen).merge(answer.statusCode(), 1, Integer::sum);
            check(answer, what, broken);
        }
        System.out.println("fuzz: " + seen + ", inside " + inside);
        log.close();
        assertThat(broken).isEmpty();
        // Nothing was out of reach: an outage that a request made is a fault, however politely it is answered.
        assertThat(log.lines()).isEmpty();
        assertThat(inside.keySet()).contains(200, 401, 404);
        // The fuzzing reached what lies behind the guards.
        assertThat(seen.keySet()).contains(200, 303, 400, 403, 404, 422);
    }

    /// A server may close a kept connection at any time, and a client asks again once on a new one (RFC 9112,
    /// 9.3.1).
    private static HttpResponse<String> send(TestBrowser browser, HttpRequest.Builder request) {
        try {
            return browser.send(request);
        } catch (java.io.UncheckedIOException closed) {
            return browser.send(request.copy());
        }
    }

    private String body = "";

    private HttpRequest.Builder request(TestBrowser browser, Target target) {
        // What no URI may hold cannot be sent by this client; RawHttpTest sends it.
        String path = noise.path(target.path()).replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
        HttpRequest.Builder request = browser.request(path);
        if (target.door() == Port.INSIDE) {
            request.uri(node.inside(path));
            request.setHeader(
                    "Authorization",
                    noise.pick(
                            "Bearer " + TestNode.SERVICE_TOKEN, "Bearer x", "Bearer ", "Basic x", noise.headerText()));
            request.setHeader(
                    "X-Session-Token",
                    noise.pick("x", "", "A".repeat(43), "A".repeat(3_000), browser.cookies.getOrDefault(SESSION, "-")));
        }
        boolean token = random.nextInt(8) > 0;
        String csrf = browser.csrf;
        if (token && csrf != null) {
            request.setHeader("X-CSRF-Token", csrf);
        }
        if (random.nextInt(4) == 0) {
            request.setHeader(
                    "Accept", noise.pick("application/json", "text/html", "*/*", "image/png", ";;;", "a/b;q=x", ""));
        }
        if (random.nextInt(6) == 0) {
            request.setHeader(
                    noise.pick(
                            "Accept-Language",
                            "Range",
                            "If-None-Match",
                            "Authorization",
                            "X-Forwarded-For",
                            "Origin",
                            "Sec-Fetch-Site",
                            "X-HTTP-Method-Override",
                            "Content-Encoding",
                            "If-Modified-Since",
                            "Cookie",
                            "User-Agent"),
                    noise.headerText());
        }
        String type = noise.pick(
                "application/json",
                "application/json",
                "application/x-www-form-urlencoded",
                "application/x-www-form-urlencoded",
                "text/plain",
                "multipart/form-data; boundary=x",
                "multipart/form-data",
                "application/xml",
                "application/json;charset=utf-16",
                "x",
                "");
        if (!type.isEmpty()) {
            request.setHeader("Content-Type", type);
        }
        byte[] bytes = type.contains("json") ? noise.json() : noise.form();
        if (random.nextInt(12) == 0) {
            bytes = noise.broken(bytes);
        }
        body = new String(bytes, StandardCharsets.ISO_8859_1);
        body = body.substring(0, Math.min(200, body.length()));
        String method = random.nextInt(10) == 0
                ? noise.pick("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "QUERY")
                : target.method();
        return request.method(
                method,
                method.equals("GET") || method.equals("HEAD")
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(bytes));
    }

    private static void check(HttpResponse<String> answer, String what, List<String> broken) {
        int status = answer.statusCode();
        if (status == 400 && answer.body().isEmpty()) {
            // What is no HTTP at all is answered below us, by nothing but the number.
            return;
        }
        String type = answer.headers().firstValue("Content-Type").orElse("");
        if (status >= 500
                && !(status == 503 && answer.headers().firstValue("Retry-After").isPresent())) {
            broken.add(status + " at " + what);
        }
        // Services read it, no browser does, and it is asked many thousand times a second.
        boolean check = answer.uri().getPath().equals("/v1/session-check");
        if (answer.headers()
                .firstValue(check ? "X-Content-Type-Options" : "Content-Security-Policy")
                .isEmpty()) {
            broken.add("no policy at " + what);
        }
        // For a part of health that is not there, the library answers with the number alone.
        boolean bare = answer.uri().getPath().startsWith("/actuator/health/") && status == 404;
        if (status >= 400 && !bare && !answer.request().method().equals("HEAD")) {
            // Programs are answered as their standards say.
            boolean program = answer.uri().getRawPath().startsWith("/oauth2/");
            boolean api = answer.uri().getRawPath().startsWith("/api/")
                    || answer.uri().getRawPath().startsWith("/v1/");
            if (api && !type.startsWith("application/problem+json")) {
                broken.add(status + " " + type + " instead of a problem at " + what);
            }
            if (type.startsWith("application/problem+json")) {
                String code = Objects.toString(Holder.json(answer).path("code").asString(""));
                if (code.equals(ErrorCode.UNAVAILABLE.code())) {
                    broken.add("an outage at " + what);
                }
                if (!CODES.contains(code)) {
                    broken.add("unknown code " + code + " at " + what);
                }
            } else if (!type.startsWith("text/html")
                    && !(program && (type.isEmpty() || type.startsWith("application/json")))) {
                broken.add(status + " " + type + " instead of a page at " + what);
            }
        }
        if (answer.body().contains("dev.sallyport")
                || answer.body().contains("java.lang.")
                || answer.body().contains("PSQL")) {
            broken.add("insides told at " + what);
        }
    }

    @Test
    @Defends("A71")
    @Asvs({"8.2.3", "15.3.3"})
    void fieldsThatNobodyAskedForAreRefused() {
        Holder holder = Holder.signUp(node);
        String asked = asked(holder);
        record Case(String method, String path, String body) {}
        for (var one : List.of(
                new Case(
                        "POST",
                        "/api/sign-in",
                        "{\"identifier\":\"a@examplex.com\",\"password\":\"x\",\"role\":\"admin\"}"),
                new Case("POST", "/api/sign-up", "{\"identifier\":\"a@examplex.com\",\"holdUntil\":0}"),
                new Case("PUT", "/api/password", "{\"current\":\"a\",\"password\":\"b\",\"account\":\"x\"}"),
                new Case("POST", "/api/contacts", "{\"identifier\":\"a@examplex.com\",\"primary\":true}"),
                new Case("POST", asked, "{\"password\":\"a\",\"provenAt\":\"2099-01-01T00:00:00Z\"}"),
                new Case("POST", asked, "{\"password\":\"a\",\"password\":\"b\"}"),
                new Case("POST", asked, "{\"password\":\"a\"} {}"))) {
            var answer = holder.browser.json(one.method(), one.path(), one.body());
            assertThat(answer.statusCode()).as(one.toString()).isEqualTo(400);
            assertThat(answer.body()).contains("\"bad-request\"");
        }
    }

    /// Where a proof is given that this holder is asked for.
    private static String asked(Holder holder) {
        var asked = Holder.json(holder.browser.json("POST", "/api/session/proofs", null));
        return "/api/step-up/" + asked.get("id").asString() + "/proofs";
    }

    @Test
    @Asvs("16.5.1")
    void secretsThatAreMissingEmptyOrNoTextAreWrongOrUnreadable() {
        Holder holder = Holder.signUp(node);
        for (String[] one : new String[][] {
            {"POST", "/api/sign-in", "password"}, {"POST", "/api/sign-up/code", "code"},
            {"POST", "/api/sign-up/password", "password"}, {"POST", asked(holder), "password"},
            {"POST", "/api/contacts/code", "code"}, {"PUT", "/api/password", "current"},
            {"PUT", "/api/devices/" + UUID.randomUUID() + "/name", "name"}
        }) {
            for (String body :
                    List.of("{}", "{\"%s\":null}", "{\"%s\":{}}", "{\"%s\":[\"a\"]}", "{\"%s\":\"\"}", "null", "7")) {
                holder.browser.address = new TestBrowser(node).address;
                var answer = holder.browser.json(one[0], one[1], body.formatted(one[2]));
                assertThat(answer.statusCode()).as(one[1] + " " + body).isIn(400, 404, 409, 422, 429);
            }
        }
    }

    @Test
    @Asvs("15.3.7")
    void aFieldThatComesTwiceIsRefused() {
        Holder holder = Holder.signUp(node);
        var browser = new TestBrowser(node);
        browser.get("/sign-in");
        String body = "_csrf=" + Noise.encode(Objects.requireNonNull(browser.csrf)) + "&identifier="
                + Noise.encode(holder.address) + "&password=" + Noise.encode(Holder.PASSWORD) + "&password=x";
        assertThat(browser.send(browser.request("/sign-in?identifier=other")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(body)))
                        .statusCode())
                .isEqualTo(400);
        assertThat(Map.copyOf(browser.cookies)).doesNotContainKey("__Host-session");
    }
}
