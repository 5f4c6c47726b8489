package dev.sallyport.base.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TracesTest {
    @Test
    @Defends("A65")
    void tracesGoWhereTheOperatorSaysAndCarryNoTokenOfALink() {
        var collector = new WireMockServer(
                WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
        collector.start();
        collector.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(200)));
        try (var node = TestNode.start(
                new TestClock(), Map.of("tracing.endpoint", "http://127.0.0.1:" + collector.port() + "/v1/traces"))) {
            assertThat(new TestBrowser(node)
                            .get("/objections/canary-token-of-a-link")
                            .statusCode())
                    .isEqualTo(200);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(bodies(collector)).contains("/objections/{token}"));
            assertThat(bodies(collector)).doesNotContain("canary-token");
        } finally {
            collector.stop();
        }
    }

    private static String bodies(WireMockServer collector) {
        var all = new StringBuilder();
        collector
                .getAllServeEvents()
                .forEach(event -> all.append(new String(event.getRequest().getBody(), StandardCharsets.ISO_8859_1)));
        return all.toString();
    }
}
