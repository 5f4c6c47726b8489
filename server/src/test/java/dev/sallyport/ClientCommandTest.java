package dev.sallyport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.config.Config;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The operator's register of programs, as he uses it.
@Proves("R-OAU-1")
class ClientCommandTest {
    @TempDir
    Path folder;

    private record Said(int code, String out, String err) {}

    private Said say(String... arguments) throws IOException {
        var out = new StringWriter();
        var err = new StringWriter();
        var all = new ArrayList<>(List.of("client"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--config", settings().toString()));
        int code = Sallyport.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }

    private Path settings() throws IOException {
        Config.Database database = TestNode.shared().config.database();
        return Files.writeString(folder.resolve("sallyport.yaml"), """
                origin: https://account.examplex.com
                database: {url: "%s", user: "%s", password: "%s", owner-user: "%s"}
                mail: {host: smtp.examplex.com, from: no-reply@examplex.com}
                keys: {file: %s}
                """.formatted(
                        database.url(),
                        database.user(),
                        database.password(),
                        database.ownerUser(),
                        folder.resolve("ring.json")));
    }

    @Test
    void aClientIsAddedListedAndRemovedAndItsSecretShownOnce() throws IOException {
        Said added = say(
                "add",
                "Command Folio",
                "--redirect",
                "https://app.examplex.com/back",
                "--scope",
                "openid,balances.read");
        assertThat(added.code()).as(added.err()).isZero();
        assertThat(added.out()).containsPattern("client_id: app-\\S+\\R").containsPattern("client_secret: \\S{43}\\R");
        String id = added.out().lines().findFirst().orElseThrow().substring("client_id: ".length());
        Said listed = say("list");
        assertThat(listed.out()).contains(id + "  Command Folio  unverified").doesNotContain("client_secret");
        assertThat(say("remove", id).out()).contains("is removed");
        assertThat(say("remove", id).code()).isEqualTo(1);
        assertThat(say("list").out()).doesNotContain(id);
    }

    @Test
    @Defends({"A42", "A49"})
    void whatIsWrongIsSaidAllAtOnce() throws IOException {
        Said refused = say(
                "add",
                "ExampleX Support",
                "--redirect",
                "http://app.examplex.com/",
                "--scope",
                "everything",
                "--strict");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .contains("could be taken for ExampleX itself")
                .contains("must begin with https")
                .contains("The scope everything is none")
                .contains("asks for a client with keys");
    }

    @Test
    void aDemoThatDoesNotRunIsSaidToBeNone() {
        var err = new StringWriter();
        int code = Sallyport.commandLine()
                .setErr(new PrintWriter(err))
                .execute("client", "list", "--demo", "--data", folder.toString());
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("No demo runs on " + folder);
    }
}
