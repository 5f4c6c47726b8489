package dev.sallyport.base.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import org.junit.jupiter.api.Test;

class EdgeTest {
    private final TestBrowser browser = new TestBrowser(TestNode.shared());

    @Test
    @Defends("A25")
    @Asvs("3.4.6")
    void noPageMayBeFramed() {
        var answer = browser.get("/nothing");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("frame-ancestors 'none'");
        assertThat(answer.headers().firstValue("X-Frame-Options")).hasValue("DENY");
    }

    @Test
    void theOutsidePortKnowsNothingOfTheInside() {
        assertThat(browser.get("/actuator/health").statusCode()).isEqualTo(404);
        assertThat(browser.get("/v1/session-check").statusCode()).isEqualTo(404);
    }
}
