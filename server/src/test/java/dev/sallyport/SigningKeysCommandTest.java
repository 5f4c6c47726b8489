package dev.sallyport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.config.Config;
import dev.sallyport.harness.TestBrowser;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The keys that tokens are signed with, as an operator deals with them at night.
@Proves("R-OAU-1")
@Defends("A47")
class SigningKeysCommandTest {
    private static final TestNode NODE = TestNode.startAlone(new TestClock(), Map.of());

    @TempDir
    Path folder;

    @AfterAll
    static void stop() {
        NODE.close();
    }

    private record Said(int code, String out, String err) {}

    private Said say(Path ring, String... arguments) throws IOException {
        Config.Database database = NODE.config.database();
        Path file = Files.writeString(folder.resolve("sallyport.yaml"), """
                origin: https://account.examplex.com
                database: {url: "%s", user: "%s", password: "%s", owner-user: "%s"}
                mail: {host: smtp.examplex.com, from: no-reply@examplex.com}
                keys: {file: %s}
                """.formatted(
                        database.url(), database.user(), database.password(), database.ownerUser(), ring));
        var out = new StringWriter();
        var err = new StringWriter();
        var all = new ArrayList<>(List.of("signing-keys"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--config", file.toString()));
        int code = Sallyport.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }

    private static String published() {
        return new TestBrowser(NODE).get("/oauth2/jwks").body();
    }

    @Test
    void theyAreListedAndAStolenOneIsWithdrawnByOneCommand() throws IOException {
        Path ring = NODE.config.keys().file();
        assertThat(published()).contains("\"kid\"");
        Said listed = say(ring, "list");
        assertThat(listed.out()).matches("(?s)s-\\S+  ES256  signs since 20\\S+Z\\R");
        String stolen = listed.out().split(" ")[0];

        Said elsewhere = say(folder.resolve("no-ring.json"), "withdraw", stolen);
        assertThat(elsewhere.code())
                .as("the last one, and no ring to make another")
                .isNotZero();
        assertThat(say(ring, "list").out()).isEqualTo(listed.out());

        Said done = say(ring, "withdraw", stolen);
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out()).contains("It was the only key", stolen + " is withdrawn", "/oauth2/jwks");
        assertThat(say(ring, "list").out())
                .containsPattern("s-\\S+  ES256  signs since ")
                .contains(stolen + "  ES256  withdrawn since ");

        Said again = say(ring, "withdraw", stolen);
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains(stolen + " was withdrawn at ", "Nothing was changed");
        Said unknown = say(ring, "withdraw", "s-unknown");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("There is no key s-unknown. Nothing was changed.");
    }
}
