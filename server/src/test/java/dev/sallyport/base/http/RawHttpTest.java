package dev.sallyport.base.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.RawHttp;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What only a hostile client sends.
class RawHttpTest {
    private static final String END = "Connection: close\r\n\r\n";

    private final TestNode node = TestNode.shared();
    private final String host = node.config.origin().getRawAuthority();

    private String send(String request) {
        return RawHttp.send(node.outside("/"), request);
    }

    private int status(String request) {
        return RawHttp.status(send(request));
    }

    @Test
    @Defends("A29")
    @Asvs("4.1.3")
    void onlyOurOwnHostIsAnswered() {
        assertThat(status("GET /sign-in HTTP/1.1\r\nHost: " + host + "\r\n" + END))
                .isEqualTo(200);
        assertThat(status("GET /sign-in HTTP/1.1\r\nHost: evil.examplex.net\r\n" + END))
                .isEqualTo(421);
        assertThat(status("GET /sign-in HTTP/1.1\r\nHost: " + host + ".evil.examplex.net\r\n" + END))
                .isIn(400, 421);
        assertThat(status("GET /sign-in HTTP/1.1\r\nHost: evil@" + host + "\r\n" + END))
                .isIn(400, 421);
        assertThat(status("GET /sign-in HTTP/1.1\r\n" + END)).isEqualTo(400);
        assertThat(status("GET /sign-in HTTP/1.1\r\nHost:\r\n" + END)).isIn(400, 421);
        assertThat(status("GET /sign-in HTTP/1.1\r\nHost: " + host + "\r\nHost: evil.examplex.net\r\n" + END))
                .isIn(400, 421);
        assertThat(status("GET http://evil.examplex.net/sign-in HTTP/1.1\r\nHost: " + host + "\r\n" + END))
                .isIn(400, 421);
        assertThat(status("GET /sign-in HTTP/1.0\r\n\r\n")).isIn(400, 421);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-Host",
                "X-Host",
                "Forwarded",
                "X-Original-URL",
                "X-Rewrite-URL",
                "X-Forwarded-Prefix"
            })
    @Defends("A29")
    void noOtherHeaderNamesAHost(String header) {
        String answer =
                send("GET /account HTTP/1.1\r\nHost: " + host + "\r\n" + header + ": evil.examplex.net\r\n" + END);
        assertThat(RawHttp.status(answer)).isEqualTo(303);
        assertThat(answer).contains("Location: /sign-in").doesNotContain("evil");
    }

    @Test
    @Defends({"A24", "A63"})
    void headersAreCapped() {
        assertThat(status(
                        "GET /sign-in HTTP/1.1\r\nHost: " + host + "\r\nX-Long: " + "a".repeat(20_000) + "\r\n" + END))
                .isEqualTo(431);
        assertThat(status("GET /sign-in HTTP/1.1\r\nHost: " + host + "\r\nCookie: " + "a=b; ".repeat(5_000) + "\r\n"
                        + END))
                .isEqualTo(431);
        assertThat(status("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: " + host + "\r\n" + END))
                .isIn(414, 431);
    }

    @Test
    @Defends({"A62", "A63"})
    void bodiesAreCapped() {
        String head =
                "POST /sign-in HTTP/1.1\r\nHost: " + host + "\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        assertThat(status(head + "Content-Length: 100000\r\n" + END + "password=" + "a".repeat(99_991)))
                .isEqualTo(413);
        assertThat(status(head + "Content-Length: 10000000000\r\n" + END)).isEqualTo(413);
        var chunked = new StringBuilder(head + "Transfer-Encoding: chunked\r\n" + END);
        for (int i = 0; i < 100; i++) {
            chunked.append("400\r\n").append("a".repeat(1024)).append("\r\n");
        }
        chunked.append("0\r\n\r\n");
        assertThat(status(chunked.toString())).isEqualTo(413);
    }

    static Stream<Arguments> smuggled() {
        String after = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
        return Stream.of(
                Arguments.of(
                        "both lengths", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + after),
                Arguments.of("two lengths", "Content-Length: 0\r\nContent-Length: 40\r\n\r\n" + after),
                Arguments.of("lengths in a list", "Content-Length: 0, 40\r\n\r\n" + after),
                Arguments.of("length with a sign", "Content-Length: +0\r\n\r\n" + after),
                Arguments.of("blank before the colon", "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + after),
                Arguments.of("unknown coding", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + after),
                Arguments.of(
                        "coding twice",
                        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + after),
                Arguments.of(
                        "folded header", "X-A: b\r\n Transfer-Encoding: chunked\r\nContent-Length: x\r\n\r\n" + after),
                Arguments.of("broken chunk", "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n" + after),
                Arguments.of(
                        "lone CR in a header",
                        "X-A: b\rTransfer-Encoding: chunked\r\nContent-Length: 0\r\nX-\u0000: a\r\n\r\n" + after));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("smuggled")
    @Asvs({"4.1.3", "15.3.7"})
    void aRequestOfTwoMeaningsIsRefusedAndNothingBehindItIsRead(String name, String rest) {
        String answer = send("POST /sign-in HTTP/1.1\r\nHost: " + host + "\r\n" + rest);
        assertThat(RawHttp.status(answer)).as(name + ": " + answer).isIn(0, 400, 403, 501);
        assertThat(RawHttp.answers(answer)).as(name + ": " + answer).isLessThanOrEqualTo(1);
    }

    @Test
    @Defends("A24")
    @Asvs("3.3.3")
    void aCookieOfOursThatComesTwiceIsRefused() {
        for (String name : new String[] {"__Host-session", "__Host-browser", "__Host-device", "__Host-signin"}) {
            assertThat(status("GET /sign-in HTTP/1.1\r\nHost: " + host + "\r\nCookie: " + name + "=a; " + name
                            + "=b\r\n" + END))
                    .as(name)
                    .isEqualTo(400);
            assertThat(status("GET /sign-in HTTP/1.1\r\nHost: " + host + "\r\nCookie: " + name + "=a\r\nCookie: " + name
                            + "=b\r\n" + END))
                    .as(name)
                    .isEqualTo(400);
        }
        assertThat(status("GET /sign-in HTTP/1.1\r\nHost: " + host + "\r\nCookie: a=1; a=2\r\n" + END))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/health",
                "/%61%63%74%75%61%74%6f%72/health",
                "/%61ctuator/health",
                "/actuator%2fhealth",
                "/a/../actuator/health",
                "/a/..%2factuator/health",
                "//actuator/health",
                "/./actuator/health",
                "/actuator;a=b/health",
                "/%2e/actuator/health",
                "/actuator/prometheus",
                "/%61ctuator/%70rometheus",
                "/v1/session-check",
                "/%761/session-check",
                "/v1%2fsession-check",
                "/v1/session-check/",
                "/V1/session-check",
                "/staff",
                "/%73taff",
                "/ACTUATOR/health",
                "/error",
                "/%65rror",
                "/actuator",
                "/%61ctuator",
                "/actuator/env",
                "/actuator/shutdown"
            })
    @Asvs("1.1.1")
    void theInsideCannotBeSeenFromOutsideHoweverItsPathIsWritten(String path) {
        String answer = send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + END);
        assertThat(RawHttp.status(answer)).as(answer).isIn(400, 404);
        assertThat(answer).doesNotContain("\"status\":\"UP\"").doesNotContain("jvm_");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sign-in",
                "/account",
                "/api/session",
                "/",
                "/demo/mailbox.json",
                "/%73ign-in",
                "/assets/1/app.css"
            })
    void theOutsideCannotBeSeenFromInside(String path) {
        String answer = RawHttp.send(node.inside("/"), "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + END);
        assertThat(RawHttp.status(answer)).as(answer).isEqualTo(404);
    }

    @Test
    @Defends("A64")
    @Asvs("16.4.1")
    void whatIsWrittenBackHoldsNoLineOfAStranger() {
        String answer = send("GET /account%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: " + host + "\r\n" + END);
        assertThat(RawHttp.status(answer)).isIn(400, 404, 303);
        assertThat(answer).doesNotContain("\r\nSet-Cookie: a=b");
        assertThat(send("GET /sign-in?to=/%0d%0aX-Evil:1 HTTP/1.1\r\nHost: " + host + "\r\n" + END))
                .doesNotContain("\r\nX-Evil");
    }

    @Test
    void otherMethodsAndProtocolsDoNothing() {
        for (String method : new String[] {"TRACE", "CONNECT", "PROPFIND", "QUERY", "get", "DEBUG"}) {
            assertThat(status(method + " /sign-in HTTP/1.1\r\nHost: " + host + "\r\n" + END))
                    .as(method)
                    .isIn(0, 400, 403, 404, 405, 421, 501);
        }
        assertThat(status("GET /sign-in HTTP/9.9\r\nHost: " + host + "\r\n" + END))
                .isIn(0, 400, 426, 505);
        assertThat(RawHttp.status(send("\u0016\u0003\u0001\u0000"))).isIn(0, 400);
    }
}
