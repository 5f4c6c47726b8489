package dev.sallyport.base.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.-]+)` \\|");

    @TempDir
    Path folder;

    private List<String> mistakes(String yaml, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), yaml);
        return switch (ConfigFile.read(file, environment, true)) {
            case ConfigFile.Outcome.Ready ready -> List.of();
            case ConfigFile.Outcome.Wrong wrong -> wrong.mistakes();
        };
    }

    @Test
    void theDemoNeedsNoSettings() throws IOException {
        assertThat(mistakes("", Map.of())).isEmpty();
    }

    @Test
    void aMisspeltNameIsToldWithTheOneThatWasMeant() throws IOException {
        assertThat(mistakes("sesion: {idle: 1h}", Map.of()))
                .containsExactly("`sesion.idle` is not a setting of Sallyport; did you mean `session.idle`?");
        assertThat(mistakes("", Map.of("SALLYPORT_OUTSIDE_PROT", "80")))
                .containsExactly(
                        "`SALLYPORT_OUTSIDE_PROT` is not a setting of Sallyport; did you mean `SALLYPORT_OUTSIDE_PORT`?");
        assertThat(mistakes("something-else-entirely: 1", Map.of()))
                .containsExactly("`something-else-entirely` is not a setting of Sallyport.");
    }

    @Test
    void whatIsNoYamlIsTold() throws IOException {
        assertThat(mistakes("a: [", Map.of())).singleElement().asString().contains("is not valid YAML");
        assertThat(mistakes("only words", Map.of())).singleElement().asString().contains("`name: value`");
    }

    @Test
    void aNameThatStandsTwiceIsTold() throws IOException {
        assertThat(mistakes("brand: One\nprofile: strict\nbrand: Two\n", Map.of()))
                .singleElement()
                .asString()
                .contains("holds the same name twice", "brand", "line 3");
        assertThat(mistakes("outside: {port: 80}\noutside.port: 81\n", Map.of()))
                .containsExactly("`outside.port` (or SALLYPORT_OUTSIDE_PORT) stands twice in the settings file.");
        assertThat(mistakes("outside:\ninside: {port:}\n", Map.of())).isEmpty();
    }

    @Test
    void aSigningKeyThatWasCopiedBadlyIsTold() throws IOException {
        String sms = "sms: {kind: webhook, url: \"https://sms.examplex.com\", token: \"%s\"}";
        assertThat(mistakes(sms.formatted("whsec_not base64!"), Map.of()))
                .singleElement()
                .asString()
                .contains("`sms.token`", "no base64")
                .doesNotContain("not base64!");
        assertThat(mistakes(sms.formatted("whsec_"), Map.of())).hasSize(1);
        assertThat(mistakes(sms.formatted("whsec_AAECAw=="), Map.of())).isEmpty();
        assertThat(mistakes(sms.formatted("any other text"), Map.of())).isEmpty();
    }

    @Test
    void theEnvironmentBeatsTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), "brand: FromFile");
        var read = ConfigFile.read(file, Map.of("SALLYPORT_BRAND", "FromOutside"), true);
        assertThat(read)
                .isInstanceOfSatisfying(
                        ConfigFile.Outcome.Ready.class,
                        ready -> assertThat(ready.config().brand()).isEqualTo("FromOutside"));
    }

    @Test
    void strictNumbersOnlyGoTowardsMoreSafety() throws IOException {
        assertThat(mistakes("profile: strict\nsession: {absolute: 24h}", Map.of()))
                .singleElement()
                .asString()
                .contains("session.absolute");
        assertThat(mistakes("profile: strict\nsession: {absolute: 6h}", Map.of()))
                .isEmpty();
    }

    @Test
    void whatCodesOfAppsAreMadeOfIsOneOfWhatTheStandardKnows() throws IOException {
        assertThat(mistakes("totp: {algorithm: SHA512, digits: 8}", Map.of())).isEmpty();
        assertThat(mistakes("totp: {algorithm: MD5, digits: 7}", Map.of()))
                .containsExactly(
                        "`totp.algorithm` (or SALLYPORT_TOTP_ALGORITHM) must be one of SHA1, SHA256, SHA512, not \"MD5\".",
                        "`totp.digits` (or SALLYPORT_TOTP_DIGITS) must be one of 6, 8, not \"7\".");
    }

    @Test
    void theStrictProfileCannotGoWithoutSecondProofsOrTakeActsFromOutdatedBrowsers() throws IOException {
        assertThat(mistakes(
                        "profile: strict\nsecond-proof: {required: false, grace: 30d}\n"
                                + "devices: {refuse-outdated: false}",
                        Map.of()))
                .containsExactly(
                        "`second-proof.required` (or SALLYPORT_SECOND_PROOF_REQUIRED) must be true in the strict profile.",
                        "`second-proof.grace` (or SALLYPORT_SECOND_PROOF_GRACE) must lie between 0s and 14d, not 30d.",
                        "`devices.refuse-outdated` (or SALLYPORT_DEVICES_REFUSE_OUTDATED) must be true in the strict profile.");
        assertThat(mistakes("second-proof: {required: true, grace: 30d}\ndevices: {refuse-outdated: true}", Map.of()))
                .isEmpty();
    }

    @Test
    void whatPasskeysRestOnIsWrittenAsBrowsersWriteIt() throws IOException {
        for (String origin : List.of(
                "http://www.examplex.de",
                "https://www.examplex.de/",
                "https://www.examplex.de:443",
                "https://WWW.examplex.de",
                "https://*.examplex.de",
                "www.examplex.de")) {
            assertThat(mistakes("passkey: {related-origins: [\"" + origin + "\"]}", Map.of()))
                    .as(origin)
                    .singleElement()
                    .asString()
                    .contains("which is no origin");
        }
        assertThat(mistakes("passkey: {related-origins: [\"https://www.examplex.de:8443\"]}", Map.of()))
                .isEmpty();
        assertThat(mistakes("passkey: {allow-aaguids: [windows-hello]}", Map.of()))
                .singleElement()
                .asString()
                .contains("which is no AAGUID");
        assertThat(mistakes("passkey: {metadata-file: /nowhere/mds.jwt}", Map.of()))
                .singleElement()
                .asString()
                .contains("is not there");
    }

    @Test
    void thePageOfSettingsNamesThemAllAndNoOthers() throws IOException {
        String page = Files.readString(Path.of("../docs/configuration.md"));
        var named = ROW.matcher(page).results().map(row -> row.group(1)).collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).isEqualTo(new TreeSet<>(ConfigFile.names()));
    }
}
