package dev.sallyport.base.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.wire.ErrorCode;
import java.net.URLEncoder;
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
    private static final Set<String> CODES =
            Stream.of(ErrorCode.values()).map(ErrorCode::code).collect(Collectors.toSet());
    private static final String[] FIELDS = {
        "identifier",
        "password",
        "code",
        "zone",
        "shared",
        "to",
        "altcha",
        "name",
        "visible",
        "language",
        "understood",
        "current",
        "role",
        "holdUntil",
        "_csrf",
        "id",
        "keepThis",
        "before",
        "kind",
        "sent",
        "done",
        "a\u0000b",
        ""
    };

    private final TestNode node = TestNode.shared();
    private final Random random = new Random(Long.getLong("sallyport.seed", 4_711));

    private record Target(String method, String path) {}

    private List<Target> targets() {
        var targets = new ArrayList<Target>();
        node.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, method) -> mapping.getPatternValues()
                        .forEach(path -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(verb -> targets.add(new Target(verb.name(), path)))));
        assertThat(targets).hasSizeGreaterThan(50);
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
        for (int i = 0; i < REQUESTS && System.nanoTime() < end; i++) {
            if (i % 400 == 399 || !holder.browser.cookies.containsKey("__Host-session")) {
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
            String what = target.method() + " " + request.build().uri() + " " + body;
            HttpResponse<String> answer = send(browser, request);
            seen.merge(answer.statusCode(), 1, Integer::sum);
            check(answer, what, broken);
        }
        System.out.println("fuzz: " + seen);
        assertThat(broken).isEmpty();
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
        String path = path(target.path()).replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
        HttpRequest.Builder request = browser.request(path);
        boolean token = random.nextInt(8) > 0;
        String csrf = browser.csrf;
        if (token && csrf != null) {
            request.setHeader("X-CSRF-Token", csrf);
        }
        if (random.nextInt(4) == 0) {
            request.setHeader(
                    "Accept", pick("application/json", "text/html", "*/*", "image/png", ";;;", "a/b;q=x", ""));
        }
        if (random.nextInt(6) == 0) {
            request.setHeader(
                    pick(
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
                    headerText());
        }
        String type = pick(
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
        byte[] bytes = type.contains("json") ? json(0) : form();
        if (random.nextInt(12) == 0) {
            bytes = broken(bytes);
        }
        body = new String(bytes, StandardCharsets.ISO_8859_1);
        body = body.substring(0, Math.min(200, body.length()));
        String method = random.nextInt(10) == 0
                ? pick("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "QUERY")
                : target.method();
        return request.method(
                method,
                method.equals("GET") || method.equals("HEAD")
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(bytes));
    }

    private String path(String pattern) {
        String path = pattern.replaceAll("\\{[^}]*}", "\u0001");
        while (path.contains("\u0001")) {
            path = path.replaceFirst(
                    "\u0001",
                    pick(
                            UUID.randomUUID().toString(),
                            "x",
                            "%00",
                            "%F0%9F%98%80",
                            "%ED%A0%80",
                            "0",
                            "..%2f..",
                            "%2e%2e",
                            "%C0%AF",
                            "%25",
                            "null",
                            "-1",
                            "others",
                            "A".repeat(300),
                            "00000000-0000-0000-0000-000000000000",
                            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                            "%0d%0a",
                            "a%20b"));
        }
        if (random.nextInt(3) == 0) {
            path += "?"
                    + new String(form(), StandardCharsets.ISO_8859_1).replaceAll("[^!-~]|[\\[\\]\"<>\\\\^`{|}]", "a");
            path = path.replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
        }
        return path.substring(0, Math.min(path.length(), 3_000));
    }

    private String pick(String... some) {
        return some[random.nextInt(some.length)];
    }

    private String headerText() {
        return pick(
                "",
                "a".repeat(500),
                "bytes=0-0",
                "de;q=abc,,,",
                "none",
                "gzip",
                "Bearer x",
                "*",
                "%00",
                "null",
                "cross-site",
                "1.2.3.4",
                "::1, fe80::1%eth0",
                "999.1.1.1",
                "__Host-session=x; __Host-browser=" + "y".repeat(43),
                "=;=;=",
                "\"",
                "__Host-session=" + "A".repeat(100),
                "__Host-device=\"a b\"",
                "\tx");
    }

    private String text() {
        return switch (random.nextInt(16)) {
            case 0 -> "";
            case 1 -> "a\u0000b";
            case 2 -> "\ud800";
            case 3 -> "\u202e\u200b\ufeff";
            case 4 -> "a".repeat(random.nextInt(5_000));
            case 5 -> "fuzz" + random.nextInt(50) + "@fuzz.examplex.com";
            case 6 -> "+49151" + (20_000_000 + random.nextInt(1_000));
            case 7 -> "'; DROP TABLE account; --";
            case 8 -> "<script>alert(1)</script>${7*7}{{7*7}}";
            case 9 -> "\r\nSet-Cookie: a=b";
            case 10 -> String.valueOf(random.nextLong());
            case 11 -> UUID.randomUUID().toString();
            case 12 -> "Europe/Berlin";
            case 13 -> "/account?x=" + random.nextInt();
            case 14 -> "eyJzYWx0IjoiYT9leHBpcmVzPTk5OTk5OTk5OTk5OSJ9";
            default -> "12345678";
        };
    }

    private byte[] form() {
        var form = new StringBuilder();
        for (int n = random.nextInt(6); n >= 0; n--) {
            String value = random.nextInt(10) == 0 ? pick("%", "%zz", "%ff%fe", "%u0041", "%00") : encode(text());
            form.append(encode(FIELDS[random.nextInt(FIELDS.length)]))
                    .append(pick("=", "=", "=", "", "=="))
                    .append(value)
                    .append(pick("&", "&", ";", "&&"));
        }
        return form.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private byte[] json(int depth) {
        return switch (random.nextInt(24)) {
            case 0 -> new byte[0];
            case 1 -> "null".getBytes(StandardCharsets.UTF_8);
            case 2 -> "[]".getBytes(StandardCharsets.UTF_8);
            case 3 -> "{}".getBytes(StandardCharsets.UTF_8);
            case 4 -> "\"text\"".getBytes(StandardCharsets.UTF_8);
            case 5 -> ("[".repeat(5_000) + "]".repeat(5_000)).getBytes(StandardCharsets.UTF_8);
            case 6 -> ("{\"a\":".repeat(3_000) + "1" + "}".repeat(3_000)).getBytes(StandardCharsets.UTF_8);
            case 7 -> "{\"password\":\"a\",\"password\":\"b\"}".getBytes(StandardCharsets.UTF_8);
            case 8 -> ("{\"password\":" + "9".repeat(3_000) + "}").getBytes(StandardCharsets.UTF_8);
            case 9 -> "{} {}".getBytes(StandardCharsets.UTF_8);
            case 10 -> "{\"password\":1e999999999}".getBytes(StandardCharsets.UTF_8);
            default -> {
                var object = new StringBuilder("{");
                for (int n = random.nextInt(4); n >= 0; n--) {
                    object.append('"')
                            .append(FIELDS[random.nextInt(16)])
                            .append("\":")
                            .append(value(depth));
                    object.append(n == 0 ? "" : ",");
                }
                yield object.append('}').toString().getBytes(StandardCharsets.UTF_8);
            }
        };
    }

    private String value(int depth) {
        return switch (random.nextInt(10)) {
            case 0 -> "null";
            case 1 -> pick("true", "false", "0", "-1", "1e3", "0.1");
            case 2 -> "[]";
            case 3 -> "{}";
            case 4 -> depth < 3 ? new String(json(depth + 1), StandardCharsets.UTF_8) : "[null]";
            case 5 -> "\"\\u0000\"";
            case 6 -> "\"\\ud800\"";
            default -> "\"" + text().replaceAll("[\\\\\"\\p{Cntrl}]", "") + "\"";
        };
    }

    private byte[] broken(byte[] bytes) {
        if (bytes.length == 0) {
            return new byte[] {(byte) 0xff, 0, (byte) 0xc0};
        }
        for (int n = 3; n > 0; n--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
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
        if (answer.headers().firstValue("Content-Security-Policy").isEmpty()) {
            broken.add("no policy at " + what);
        }
        if (status >= 400 && !answer.request().method().equals("HEAD")) {
            boolean api = answer.uri().getRawPath().startsWith("/api/");
            if (api && !type.startsWith("application/problem+json")) {
                broken.add(status + " " + type + " instead of a problem at " + what);
            }
            if (type.startsWith("application/problem+json")) {
                String code = Objects.toString(Holder.json(answer).path("code").asString(""));
                if (!CODES.contains(code)) {
                    broken.add("unknown code " + code + " at " + what);
                }
            } else if (!type.startsWith("text/html")) {
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
        record Case(String method, String path, String body) {}
        for (var one : List.of(
                new Case(
                        "POST",
                        "/api/sign-in",
                        "{\"identifier\":\"a@examplex.com\",\"password\":\"x\",\"role\":\"admin\"}"),
                new Case("POST", "/api/sign-up", "{\"identifier\":\"a@examplex.com\",\"holdUntil\":0}"),
                new Case("PUT", "/api/password", "{\"current\":\"a\",\"password\":\"b\",\"account\":\"x\"}"),
                new Case("POST", "/api/contacts", "{\"identifier\":\"a@examplex.com\",\"primary\":true}"),
                new Case("POST", "/api/session/proofs", "{\"password\":\"a\",\"provenAt\":\"2099-01-01T00:00:00Z\"}"),
                new Case("POST", "/api/session/proofs", "{\"password\":\"a\",\"password\":\"b\"}"),
                new Case("POST", "/api/session/proofs", "{\"password\":\"a\"} {}"))) {
            var answer = holder.browser.json(one.method(), one.path(), one.body());
            assertThat(answer.statusCode()).as(one.toString()).isEqualTo(400);
            assertThat(answer.body()).contains("\"bad-request\"");
        }
    }

    @Test
    @Asvs("16.5.1")
    void secretsThatAreMissingEmptyOrNoTextAreWrongOrUnreadable() {
        Holder holder = Holder.signUp(node);
        for (String[] one : new String[][] {
            {"POST", "/api/sign-in", "password"}, {"POST", "/api/sign-up/code", "code"},
            {"POST", "/api/sign-up/password", "password"}, {"POST", "/api/session/proofs", "password"},
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
        String body = "_csrf=" + encode(Objects.requireNonNull(browser.csrf)) + "&identifier=" + encode(holder.address)
                + "&password=" + encode(Holder.PASSWORD) + "&password=x";
        assertThat(browser.send(browser.request("/sign-in?identifier=other")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(body)))
                        .statusCode())
                .isEqualTo(400);
        assertThat(Map.copyOf(browser.cookies)).doesNotContainKey("__Host-session");
    }
}
