package dev.sallyport.base;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.AuditVerification;
import dev.sallyport.base.crypto.KeyRingFile;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Proves;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Keys are rotated under a running node, and whoever is in the middle of something does not notice.
@Proves("R-CRY-1")
@Asvs({"11.2.2", "13.3.4"})
class RotationTest {
    private static String sentTo(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + answer.headers().firstValue("Location").orElse("");
    }

    private static List<String> keysOf(TestNode node, String column, String table) {
        return node.bean(JdbcClient.class)
                .sql("SELECT DISTINCT " + column + " FROM " + table)
                .query((row, n) -> String.valueOf(row.getString(1)))
                .list();
    }

    private static String passkeysOf(TestNode node, String address) {
        var stranger = new TestBrowser(node);
        stranger.get("/sign-in");
        return Holder.json(stranger.json(
                        "POST", "/api/sign-in/passkey/options/named", "{\"identifier\":\"" + address + "\"}"))
                .get("allowCredentials")
                .toString();
    }

    @Test
    void keysRotateWithoutAPause(@TempDir Path folder) throws SQLException {
        try (var node = TestNode.startAlone(
                new TestClock(), Map.of("keys.file", folder.resolve("ring.json").toString()))) {
            Holder holder = Holder.signUp(node);
            var atTheForm = new TestBrowser(node);
            atTheForm.get("/sign-in");
            var inSignUp = new TestBrowser(node);
            String newcomer = Holder.newAddress();
            Holder.proveAddress(inSignUp, newcomer);
            inSignUp.get("/sign-up/password");
            String nobody = Holder.newAddress();
            String decoys = passkeysOf(node, nobody);
            List<String> wrapped = keysOf(node, "ring_key", "account_key");
            List<String> indexed = keysOf(node, "ring_key", "identifier");
            List<String> peppered = keysOf(node, "pepper_key", "password");

            var file = new KeyRingFile(node.config.keys());
            file.rotate(node.clock.instant());
            // Known to every node, and not yet in use; then in use.
            node.clock.advance(Duration.ofSeconds(11));
            assertThat(holder.isSignedIn()).isTrue();
            node.clock.advance(Duration.ofSeconds(61));

            assertThat(passkeysOf(node, nobody))
                    .as("passkeys of an address that nobody has, which stay as real ones do")
                    .contains("\"id\"")
                    .isEqualTo(decoys);
            assertThat(holder.isSignedIn()).as("a session").isTrue();
            assertThat(sentTo(holder.browser.post(
                            "/account/preferences", Map.of("language", "en", "zone", "Europe/Berlin", "name", ""))))
                    .as("an open form of a session")
                    .isEqualTo("303 /account/contacts?done=saved");
            assertThat(sentTo(atTheForm.post(
                            "/sign-in", Map.of("identifier", holder.address, "password", Holder.PASSWORD))))
                    .as("an open form before sign-in")
                    .isEqualTo("303 /account");
            assertThat(sentTo(inSignUp.post("/sign-up/password", Map.of("password", Holder.PASSWORD))))
                    .as("a sign-up in progress")
                    .isEqualTo("303 /account");
            assertThat(Holder.isSignedIn(holder.elsewhere()))
                    .as("a look-up by address")
                    .isTrue();
            assertThat(holder.browser.get("/account/activity").statusCode())
                    .as("the record")
                    .isEqualTo(200);

            Holder.await("data keys are wrapped anew, look-up rows indexed anew", () -> {
                node.clock.advance(Duration.ofSeconds(30));
                return keysOf(node, "ring_key", "account_key").size() == 1
                        && keysOf(node, "ring_key", "identifier").size() == 1
                        && !keysOf(node, "ring_key", "account_key").equals(wrapped)
                        && !keysOf(node, "ring_key", "identifier").equals(indexed);
            });
            assertThat(keysOf(node, "pepper_key", "password"))
                    .as("both holders have signed in since")
                    .hasSize(1)
                    .isNotEqualTo(peppered);
            assertThat(Holder.isSignedIn(holder.elsewhere())).isTrue();
            assertThat(holder.browser.get("/account/contacts").body()).contains("…@mail.examplex.com");

            var database = node.config.database();
            assertThat(AuditVerification.verify(
                            database.url(),
                            database.user(),
                            database.password(),
                            file.read().signers(),
                            List.of(node.config.audit().anchors())))
                    .as("checkpoints of before and after")
                    .isInstanceOf(AuditVerification.Outcome.Whole.class);
        }
    }
}
