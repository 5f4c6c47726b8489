package dev.sallyport.base.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.RawHttp;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What every answer carries, whoever wrote it: a template, a handler of JSON, the firewall, or the container itself.
class HeadersTest {
    private static final Pattern MAX_AGE = Pattern.compile("max-age=(\\d+)");
    private static final Pattern NONCE = Pattern.compile("^'nonce-([A-Za-z0-9_-]{22,})'$");
    private static final String END = "Connection: close\r\n\r\n";

    private static final TestNode NODE = TestNode.shared();

    private record Answer(int status, Map<String, List<String>> headers, String body) {
        String one(String name) {
            List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
            assertThat(values).as(name).hasSize(1);
            return values.getFirst();
        }

        /// The directives of the content policy.
        Map<String, String> policy() {
            var policy = new TreeMap<String, String>();
            for (String directive : one("Content-Security-Policy").split(";", -1)) {
                String[] parts = directive.strip().split(" ", 2);
                assertThat(policy.put(parts[0], parts.length < 2 ? "" : parts[1]))
                        .isNull();
            }
            return policy;
        }
    }

    private static Answer send(String request) {
        String raw = RawHttp.send(NODE.outside("/"), request);
        int end = raw.indexOf("\r\n\r\n");
        var headers = new TreeMap<String, List<String>>();
        Arrays.stream(raw.substring(0, end).split("\r\n"))
                .skip(1)
                .forEach(line -> headers.computeIfAbsent(
                                line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                        .add(line.substring(line.indexOf(':') + 1).strip()));
        return new Answer(RawHttp.status(raw), headers, raw.substring(end + 4));
    }

    private static String get(String path, String... headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: " + NODE.config.origin().getRawAuthority() + "\r\n"
                + String.join("", Arrays.stream(headers).map(h -> h + "\r\n").toList()) + END;
    }

    static Stream<Arguments> answers() {
        String asset = NODE.bean(Assets.class).version();
        return Stream.of(
                Arguments.of(200, "a page", get("/sign-in")),
                Arguments.of(200, "JSON", get("/api/session")),
                Arguments.of(200, "an asset", get("/assets/" + asset + "/sallyport.css")),
                Arguments.of(303, "a redirect", get("/account")),
                Arguments.of(401, "a problem", get("/api/sessions")),
                Arguments.of(404, "no such page", get("/nothing")),
                Arguments.of(404, "no such asset", get("/assets/1/nothing.css")),
                Arguments.of(404, "the other door", get("/actuator/health")),
                Arguments.of(400, "what the firewall refuses", get("/sign-in;a=b")),
                Arguments.of(400, "what the container refuses", get("/%zz")),
                Arguments.of(403, "a change without a token", get("/sign-in").replace("GET", "POST")),
                Arguments.of(405, "no such method", get("/language")),
                Arguments.of(421, "another host", "GET / HTTP/1.1\r\nHost: evil.examplex.net\r\n" + END),
                Arguments.of(431, "headers too large", get("/", "X-Long: " + "a".repeat(20_000))));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("answers")
    @Defends({"A25", "A31"})
    @Asvs({"3.4.1", "3.4.3", "3.4.4", "3.4.5", "3.4.6", "3.4.8"})
    void everyAnswerTellsTheBrowserWhatItMayNotDo(int status, String what, String request) {
        Answer answer = send(request);
        assertThat(answer.status()).as(what + " " + answer.body()).isEqualTo(status);
        String transport = answer.one("Strict-Transport-Security");
        var age = MAX_AGE.matcher(transport);
        assertThat(age.find()).isTrue();
        assertThat(Long.parseLong(age.group(1))).isGreaterThanOrEqualTo(31_536_000);
        assertThat(transport).contains("includeSubDomains");
        assertThat(answer.one("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.one("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.one("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(answer.one("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.policy())
                .containsEntry("default-src", "'none'")
                .containsEntry("object-src", "'none'")
                .containsEntry("base-uri", "'none'")
                .containsEntry("frame-ancestors", "'none'");
        assertThat(answer.headers()).doesNotContainKey("server").doesNotContainKey("x-powered-by");
        if (!what.equals("an asset")) {
            assertThat(answer.one("Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    @Asvs("3.4.3")
    void onlyScriptsOfThisVeryAnswerRun() {
        Answer first = send(get("/sign-in"));
        Answer second = send(get("/sign-in"));
        var nonce = NONCE.matcher(first.policy().get("script-src"));
        assertThat(nonce.find()).as(first.policy().toString()).isTrue();
        assertThat(first.body()).contains("nonce=\"" + nonce.group(1) + "\"");
        assertThat(second.policy().get("script-src"))
                .isNotEqualTo(first.policy().get("script-src"));
        assertThat(first.policy().toString())
                .doesNotContain("unsafe")
                .doesNotContain("*")
                .doesNotContain("http:");
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("answers")
    @Asvs("3.4.2")
    void noOtherOriginMayReadAnything(int status, String what, String request) {
        for (String origin : List.of(
                "https://evil.examplex.net", "null", NODE.config.origin().toString())) {
            for (String one : List.of(request, request.replaceFirst("^[A-Z]+", "OPTIONS"))) {
                Answer answer = send(
                        one.replace(END, "Origin: " + origin + "\r\nAccess-Control-Request-Method: DELETE\r\n" + END));
                assertThat(answer.headers().keySet())
                        .as(what + " " + status + " " + origin)
                        .noneMatch(name -> name.startsWith("access-control-"));
            }
        }
    }
}
