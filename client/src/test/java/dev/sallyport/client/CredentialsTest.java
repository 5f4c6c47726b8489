package dev.sallyport.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.client.Verdict.Good;
import dev.sallyport.client.Verdict.Unknown;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    private static Verdict whileSilent(Played server, Credentials credentials) {
        var settings = Settings.of(server.origin(), server.origin(), Played.AUDIENCE, credentials)
                .time(server.time, server.time::nanos)
                .timeout(Duration.ofMillis(500));
        server.streamStatus = 503;
        try (var verifier = Verifier.open(settings)) {
            return verifier.check(server.sign(server.claims()), Need.NOTHING);
        }
    }

    @Test
    void aSecretIsSentAsRfc6749HasIt() {
        try (var server = new Played()) {
            assertThat(whileSilent(server, Credentials.secret(Played.CLIENT, Played.SECRET)))
                    .isInstanceOf(Good.class);
            assertThat(whileSilent(server, Credentials.secret(Played.CLIENT, "wrong")))
                    .isInstanceOf(Unknown.class);
        }
    }

    @Test
    void aKeySignsAnAssertionForTheIssuerOnce() throws Json.Malformed {
        for (String kind : new String[] {"EC", "Ed25519"}) {
            try (var server = new Played()) {
                var key = Minted.keys(kind);
                assertThat(whileSilent(server, Credentials.privateKey("api", "k-1", key.getPrivate())))
                        .isInstanceOf(Good.class);
                Jws assertion = Jws.parse(server.assertions.getLast());
                assertThat(assertion.isSignedBy(
                                key.getPublic(), Jwk.of(Minted.jwk(key)).algorithm()))
                        .isTrue();
                assertThat(assertion.header("kid")).isEqualTo("k-1");
                assertThat(assertion.claim("iss")).isEqualTo("api");
                assertThat(assertion.claim("sub")).isEqualTo("api");
                assertThat(assertion.claim("aud")).isEqualTo(server.origin().toString());
                assertThat(assertion.claims()).containsKeys("jti", "iat", "exp");
                assertThat(server.assertions).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void aServicesTokenOpensTheStreamAndCannotAskOfTokens() throws InterruptedException {
        try (var server = new Played()) {
            assertThat(whileSilent(server, Credentials.serviceToken(Played.SERVICE_TOKEN)))
                    .isInstanceOf(Unknown.class);
            server.streamStatus = 200;
            var settings = Settings.of(
                    server.origin(), server.origin(), Played.AUDIENCE, Credentials.serviceToken(Played.SERVICE_TOKEN));
            try (var verifier = Verifier.open(settings)) {
                assertThat(verifier.awaitReady(Duration.ofSeconds(20))).isTrue();
                assertThat(verifier.check(server.sign(server.claims()), Need.NOTHING))
                        .isInstanceOf(Good.class);
            }
        }
    }

    @Test
    void nothingSecretIsPrinted() {
        String printed = Credentials.secret("api", "hush") + " " + Credentials.serviceToken("hush") + " "
                + Credentials.privateKey("api", "k", Minted.p256().getPrivate());
        assertThat(printed).doesNotContain("hush").contains("[REDACTED]").doesNotContain("Key");
    }

    @Test
    void settingsThatCannotBeRightAreRefusedInASentence() {
        var there = URI.create("https://id.examplex.com");
        var secret = Credentials.secret("a", "b");
        assertThatThrownBy(() -> Settings.of(URI.create("https://id.examplex.com/"), there, "a", secret))
                .hasMessageContaining("issuer");
        assertThatThrownBy(() -> Settings.of(there, URI.create("inside:8081"), "a", secret))
                .hasMessageContaining("inside");
        assertThatThrownBy(() -> Settings.of(there, there, " ", secret)).hasMessageContaining("audience");
        assertThatThrownBy(() -> Settings.of(there, there, "a", secret).silence(Duration.ZERO))
                .hasMessageContaining("silent");
    }
}
