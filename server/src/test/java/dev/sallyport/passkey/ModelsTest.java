package dev.sallyport.passkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.config.ConfigFile;
import dev.sallyport.harness.SoftAuthenticator;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.passkey.Passkeys.Registered;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an operator decides: which models are taken, and which of his sites may ask.
class ModelsTest {
    private static final UUID GOOD = UUID.fromString("d548826e-79b4-db40-a3d8-11116f7e8349");
    private static final UUID BAD = UUID.fromString("0a0b0c0d-0000-4000-8000-000000000001");
    private static final UUID OTHER = UUID.fromString("0a0b0c0d-0000-4000-8000-000000000002");
    private static final String METADATA = """
            {"no": 1, "entries": [
              {"aaguid": "%s", "statusReports": [{"status": "FIDO_CERTIFIED"}]},
              {"aaguid": "%s", "statusReports": [{"status": "USER_KEY_REMOTE_COMPROMISE"}, {"status": "FIDO_CERTIFIED_L1"}]},
              {"attestationCertificateKeyIdentifiers": ["ab"], "statusReports": [{"status": "REVOKED"}]}]}
            """.formatted(GOOD, BAD);

    @TempDir
    Path folder;

    private static Models models(Map<String, String> settings) {
        return switch (ConfigFile.read(null, settings, true)) {
            case ConfigFile.Outcome.Ready ready -> new Models(ready.config());
            case ConfigFile.Outcome.Wrong wrong -> throw new AssertionError(wrong.mistakes());
        };
    }

    @Test
    @Proves("W-13")
    void allAreTakenUnlessSomethingIsSaid() {
        Models models = models(Map.of());
        assertThat(models.takes(GOOD)).isTrue();
        assertThat(models.takes(new UUID(0, 0))).isTrue();
        assertThat(models.name(GOOD)).isEqualTo("Bitwarden");
        assertThat(models.name(BAD)).isNull();
    }

    @Test
    @Proves("W-13")
    void listsAllowAndDeny() {
        Models allowed = models(Map.of("SALLYPORT_PASSKEY_ALLOW_AAGUIDS", GOOD + "," + OTHER));
        assertThat(allowed.takes(GOOD)).isTrue();
        assertThat(allowed.takes(BAD)).isFalse();
        // One that does not say what it is is none of the allowed.
        assertThat(allowed.takes(new UUID(0, 0))).isFalse();
        Models both = models(Map.of(
                "SALLYPORT_PASSKEY_ALLOW_AAGUIDS",
                GOOD + "," + OTHER,
                "SALLYPORT_PASSKEY_DENY_AAGUIDS",
                OTHER.toString()));
        assertThat(both.takes(OTHER)).isFalse();
        assertThat(both.takes(GOOD)).isTrue();
    }

    @Test
    @Proves("W-13")
    void whatTheMetadataCallsBrokenIsNotTaken() throws IOException {
        String payload = SoftAuthenticator.encode(METADATA.getBytes(StandardCharsets.UTF_8));
        for (String text : new String[] {METADATA, "eyJhbGciOiJFUzI1NiJ9." + payload + ".c2lnbmF0dXJl"}) {
            Path file = Files.writeString(folder.resolve("mds"), text);
            Models models = models(Map.of("SALLYPORT_PASSKEY_METADATA_FILE", file.toString()));
            assertThat(models.takes(GOOD)).isTrue();
            assertThat(models.takes(BAD)).isFalse();
        }
    }

    @Test
    void aFileThatIsNoMetadataIsToldAtTheStart() throws IOException {
        for (String text : new String[] {"", "{}", "a.b.c", "[1]"}) {
            Path file = Files.writeString(folder.resolve("mds"), text);
            assertThatThrownBy(() -> models(Map.of("SALLYPORT_PASSKEY_METADATA_FILE", file.toString())))
                    .hasMessageContaining("is not a FIDO metadata file");
        }
    }

    @Test
    @Proves({"W-3", "W-13"})
    void theOperatorsOtherOriginsMayAskAndDeniedModelsAreRefused() {
        try (TestNode node = TestNode.start(
                new TestClock(),
                Map.of(
                        "passkey.related-origins",
                        "https://www.examplex.de,https://app.examplex.com:8443",
                        "passkey.deny-aaguids",
                        BAD.toString()))) {
            Config config = node.config;
            PasskeyHolder holder = PasskeyHolder.signUp(node);
            SoftAuthenticator soft = holder.bound(s -> s.origin = "https://www.examplex.de");
            assertThat(holder.asAnyone(soft)).isInstanceOf(Passkeys.Asserted.Right.class);
            soft.origin = "https://app.examplex.com:8443";
            assertThat(holder.asHolder(soft)).isInstanceOf(Passkeys.Asserted.Right.class);
            for (String foreign : new String[] {
                "https://examplex.de", "https://app.examplex.com", "https://a.www.examplex.de", "http://www.examplex.de"
            }) {
                soft.origin = foreign;
                assertThat(holder.asHolder(soft)).isEqualTo(new Passkeys.Asserted.Wrong(Refusal.ORIGIN));
            }
            SoftAuthenticator denied = holder.authenticator();
            denied.aaguid = BAD;
            assertThat(holder.register(denied)).isEqualTo(new Registered.Refused(Refusal.MODEL));

            var browser = new TestBrowser(node);
            var origins = browser.get("/.well-known/webauthn");
            assertThat(origins.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
            assertThat(origins.body())
                    .isEqualTo("{\"origins\":[\"" + config.origin()
                            + "\",\"https://www.examplex.de\",\"https://app.examplex.com:8443\"]}");
            assertThat(browser.get("/.well-known/passkey-endpoints").body())
                    .isEqualTo("{\"enroll\":\"" + config.link("/account/passkeys") + "\",\"manage\":\""
                            + config.link("/account/passkeys") + "\"}");
        }
    }
}
