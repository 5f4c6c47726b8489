package dev.sallyport.base.crypto;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.sallyport.base.config.Config;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// The key ring wrapped by a key service: its file alone opens nothing.
@Proves("R-CRY-1")
class TransitTest {
    private static final String WRAPPED = "vault:v1:canaryCiphertext";
    private static final String TOKEN = "canary-token-of-the-key-service";

    private final WireMockServer service = new WireMockServer(
            WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        service.start();
        service.stubFor(post(urlEqualTo("/v1/transit/encrypt/holders"))
                .withHeader("X-Vault-Token", equalTo(TOKEN))
                .willReturn(okJson("{\"data\":{\"ciphertext\":\"" + WRAPPED + "\"}}")));
    }

    @AfterEach
    void stop() {
        service.stop();
    }

    private KeyRingFile file() {
        return new KeyRingFile(new Config.Keys(
                folder.resolve("ring.json"), null, URI.create("http://127.0.0.1:" + service.port()), "holders", TOKEN));
    }

    /// What the service was given to wrap it unwraps again, and nothing else.
    private void unwraps() {
        String body = service.getAllServeEvents().getFirst().getRequest().getBodyAsString();
        String plain =
                JsonMapper.builder().build().readTree(body).get("plaintext").asString();
        service.stubFor(post(urlEqualTo("/v1/transit/decrypt/holders"))
                .withHeader("X-Vault-Token", equalTo(TOKEN))
                .withRequestBody(equalToJson("{\"ciphertext\":\"" + WRAPPED + "\"}"))
                .willReturn(okJson("{\"data\":{\"plaintext\":\"" + plain + "\"}}")));
    }

    @Test
    @Asvs("13.3.1")
    void theFileHoldsNothingButWhatTheServiceWrapped() throws IOException {
        KeyRing made = file().create(Instant.now());
        assertThat(folder.resolve("ring.json")).content().isEqualTo(WRAPPED);
        unwraps();
        KeyRing read = file().read();
        assertThat(read.listing()).isEqualTo(made.listing());
        assertThat(read.byId(RingKey.Use.WRAP, made.primary(RingKey.Use.WRAP).id())
                        .material())
                .isEqualTo(made.primary(RingKey.Use.WRAP).material());
        file().rotate(Instant.now());
        assertThat(Files.readString(folder.resolve("ring.json"))).isEqualTo(WRAPPED);
        unwraps();
        assertThat(file().read().all(RingKey.Use.WRAP)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            403 | {"errors":["permission denied canaryMaterial"]} | refused with status 403
            503 | <html>sealed canaryMaterial</html>              | refused with status 503
            200 | {"data":{}}                                     | answered without plaintext
            200 | <html>canaryMaterial</html>                     | answered with something else than JSON
            """)
    @Defends({"A65", "A78"})
    @Asvs({"11.2.5", "16.5.2"})
    void aServiceThatRefusesOpensNothingAndItsAnswerIsNotRepeated(int status, String body, String said) {
        file().create(Instant.now());
        service.stubFor(post(urlEqualTo("/v1/transit/decrypt/holders"))
                .willReturn(aResponse().withStatus(status).withBody(body)));
        assertThatThrownBy(() -> file().read())
                .isInstanceOf(KeyTrouble.class)
                .hasMessageContaining(said)
                .hasMessageNotContaining("canary")
                .hasNoCause();
    }

    @Test
    @Defends("A78")
    @Asvs({"11.2.5", "16.5.2"})
    void aServiceThatDoesNotAnswerOpensAndMakesNothing() {
        file().create(Instant.now());
        KeyRingFile file = file();
        service.stop();
        assertThatThrownBy(file::read)
                .isInstanceOf(KeyTrouble.class)
                .hasMessageContaining("does not answer")
                .hasMessageNotContaining("canary");
        assertThatThrownBy(() -> file.rotate(Instant.now())).isInstanceOf(KeyTrouble.class);
        assertThat(folder.resolve("ring.json")).content().isEqualTo(WRAPPED);
    }

    /// Where it sends us, its token would go too.
    @Test
    @Asvs("13.2.4")
    void aServiceThatSendsUsElsewhereIsNotFollowed() {
        var other = new WireMockServer(
                WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
        other.start();
        try {
            file().create(Instant.now());
            service.stubFor(post(urlEqualTo("/v1/transit/decrypt/holders"))
                    .willReturn(aResponse()
                            .withStatus(307)
                            .withHeader("Location", "http://127.0.0.1:" + other.port() + "/")));
            other.stubFor(post(anyUrl()).willReturn(okJson("{\"data\":{\"plaintext\":\"e30=\"}}")));
            assertThatThrownBy(() -> file().read()).isInstanceOf(KeyTrouble.class);
            assertThat(other.getAllServeEvents()).isEmpty();
        } finally {
            other.stop();
        }
    }
}
