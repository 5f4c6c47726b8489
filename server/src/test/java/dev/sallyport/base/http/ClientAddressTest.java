package dev.sallyport.base.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import java.net.http.HttpRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where a request came from is what the outermost proxy of ours saw, and never what the caller says.
@Defends("A39")
@Asvs({"4.1.3", "15.3.4"})
class ClientAddressTest {
    /// The address that a sign-in is remembered with.
    private static String counted(Holder holder, String... headers) {
        var browser = new TestBrowser(holder.node);
        browser.get("/sign-in");
        String token = String.valueOf(browser.csrf);
        HttpRequest.Builder request = browser.request("/sign-in").header("X-CSRF-Token", token);
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        String form =
                "identifier=" + holder.address.replace("@", "%40") + "&password=" + Holder.PASSWORD.replace(' ', '+');
        var answer = browser.send(request.header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        for (var session : Holder.json(browser, "/api/sessions")) {
            if (session.get("current").asBoolean()) {
                return session.get("address").asString();
            }
        }
        throw new AssertionError("not signed in");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            203.0.113.5                        | 203.0.113.5
            9.9.9.9, 203.0.113.5               | 203.0.113.5
            127.0.0.1, 10.0.0.1 , 203.0.113.5  | 203.0.113.5
            not an address, 203.0.113.5        | 203.0.113.5
            9.9.9.9, ::ffff:203.0.113.5        | 203.0.113.5
            9.9.9.9, 2001:DB8:0:0::7           | 2001:db8:0:0:0:0:0:7
            """)
    void behindOneProxyTheLastEntryCountsAndTheRestIsAClaim(String header, String address) {
        Holder holder = Holder.signUp(TestNode.shared());
        assertThat(counted(holder, "X-Forwarded-For", header)).isEqualTo(address);
        assertThat(counted(holder, "X-Forwarded-For", header, "Forwarded", "for=9.9.9.9", "X-Real-IP", "9.9.9.9"))
                .isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "9.9.9.9,", "0177.0.0.1", "fe80::1%eth0", "9.9.9.9:80", "999.1.1.1"})
    void whatIsNoAddressInTheProxysPlaceIsRefused(String header) {
        var browser = new TestBrowser(TestNode.shared());
        assertThat(browser.send(browser.request("/sign-in")
                                .setHeader("X-Forwarded-For", header)
                                .GET())
                        .statusCode())
                .isEqualTo(400);
    }

    /// In a cloud that Spring Boot knows it would believe the header by itself.
    @Test
    void withoutProxiesThePeerCountsWhateverCloudItRunsIn() {
        System.setProperty("spring.main.cloud-platform", "kubernetes");
        try (var node = TestNode.startAlone(new TestClock(), Map.of("outside.trusted-proxies", "0"))) {
            Holder holder = Holder.signUp(node);
            for (String header : new String[] {"X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Proxied-Https"}) {
                String value = header.equals("Forwarded") ? "for=9.9.9.9" : "9.9.9.9";
                assertThat(counted(holder, header, value, "X-Forwarded-Proto", "https"))
                        .as(header)
                        .isEqualTo("127.0.0.1");
            }
        } finally {
            System.clearProperty("spring.main.cloud-platform");
        }
    }
}
