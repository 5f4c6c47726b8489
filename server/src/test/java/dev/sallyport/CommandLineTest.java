package dev.sallyport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.config.Config;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Proves;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
    @TempDir
    Path folder;

    private record Said(int code, String out, String err) {}

    private static Said say(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Sallyport.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Said(code, out.toString(), err.toString());
    }

    @Test
    void allMistakesOfAWrongFileAreToldAtOnce() throws IOException {
        Path file = folder.resolve("sallyport.yaml");
        Files.writeString(file, """
                origin: http://account.examplex.com/
                brandd: ExampleX
                outside: {port: 70000}
                database: {url: "mysql://db", user: one, owner-user: one}
                mail: {host: smtp.examplex.com, from: not an address}
                sms: {kind: pigeon}
                session: {idle: 3h}
                keys: {file: /nowhere/ring.json}
                """);
        for (String[] command : new String[][] {{"serve"}, {"config", "check"}}) {
            String[] whole = java.util.stream.Stream.concat(
                            java.util.Arrays.stream(command), java.util.stream.Stream.of("--config", file.toString()))
                    .toArray(String[]::new);
            Said said = say(whole);
            assertThat(said.code()).isEqualTo(2);
            assertThat(said.err())
                    .contains("nothing was started")
                    .contains("`origin`", "https://")
                    .contains("`brandd` is not a setting of Sallyport; did you mean `brand`?")
                    .contains("`outside.port`", "70000")
                    .contains("`database.url`", "jdbc:postgresql://")
                    .contains("`database.user`", "must differ")
                    .contains("`mail.from`")
                    .contains("`sms.kind`", "pigeon")
                    .contains("`session.idle`", "3h");
            assertThat(said.err().lines().filter(line -> line.startsWith("- ")))
                    .hasSizeGreaterThanOrEqualTo(8)
                    .allMatch(line -> line.endsWith(".") || line.endsWith("?"));
        }
    }

    @Test
    void aSettingsFileThatIsNotThereIsTold() {
        Said said = say("serve", "--config", folder.resolve("none.yaml").toString());
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("none.yaml does not exist");
    }

    @Test
    void aTakenPortIsToldBeforeTheDatabaseStarts() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Path data = folder.resolve("data");
            Said said = say("demo", "--data", data.toString(), "--outside-port", port, "--inside-port", "0");
            assertThat(said.code()).isEqualTo(2);
            assertThat(said.err()).contains("The outside port " + port).contains("--outside-port");
            assertThat(data).doesNotExist();
        }
    }

    @Test
    void aDatabaseAndARingThatAreNotThereAreToldTogether() throws IOException {
        Path file = folder.resolve("sallyport.yaml");
        Files.writeString(file, """
                origin: https://account.examplex.com
                outside: {port: 0}
                inside: {port: 0}
                database: {url: "jdbc:postgresql://127.0.0.1:1/none", user: one, owner-user: two}
                mail: {host: smtp.examplex.com, from: no-reply@examplex.com}
                keys: {file: %s}
                """.formatted(folder.resolve("ring.json")));
        Said said = say("serve", "--config", file.toString());
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err())
                .contains("`database.user` one")
                .contains("`database.owner-user` two")
                .contains("There is no key ring at");
    }

    @Test
    void whatSettingsPointAtIsLookedAtThoughOthersAreWrong() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path file = folder.resolve("sallyport.yaml");
            Path places = Files.writeString(folder.resolve("places.mmdb"), "no such database");
            Files.writeString(file, """
                    origin: https://account.examplex.com
                    outside: {address: 127.0.0.1, port: %d}
                    inside: {port: 0}
                    database: {url: "jdbc:postgresql://127.0.0.1:1/none", user: one, owner-user: two}
                    mail: {host: smtp.examplex.com, from: not an address}
                    sms: {kind: webhook, url: "https://sms.examplex.com", token: "whsec_???"}
                    keys: {file: %s}
                    places: {city-file: %s, asn-file: %s}
                    session: {idle: 3h}
                    """.formatted(taken.getLocalPort(), folder.resolve("ring.json"), places, places));
            Said said = say("serve", "--config", file.toString());
            assertThat(said.code()).isEqualTo(2);
            assertThat(said.err())
                    .contains("9 settings must be mended; nothing was started.")
                    .contains("`mail.from`", "`sms.token`", "`session.idle`")
                    .contains("The outside port " + taken.getLocalPort())
                    .contains("`places.city-file`: " + places + " is not such a database in MaxMind format")
                    .contains("`places.asn-file`")
                    .contains("`database.user` one", "`database.owner-user` two")
                    .contains("There is no key ring at")
                    .doesNotContain("Exception");
            assertThat(said.err().lines().skip(1)).hasSize(9).allMatch(line -> line.matches("- .*[.?]"));
        }
    }

    /// What is wrong in itself is not looked at a second time, with something usual in its place.
    @Test
    void whatIsMissingIsToldOnce() {
        Said said = say("serve", "--config", file("outside: {port: 0}\ninside: {port: 0}\n"));
        assertThat(said.err())
                .contains("`database.url`", "`database.user`", "`keys.file`")
                .doesNotContain("does not let")
                .doesNotContain("There is no key ring");
    }

    private String file(String yaml) {
        try {
            return Files.writeString(folder.resolve("sallyport.yaml"), yaml).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String databaseLines(Config.Database database, boolean swapped) {
        return """
                database:
                  url: %s
                  user: %s
                  password: %s
                  owner-user: %s
                  owner-password: %s
                """.formatted(
                        database.url(),
                        swapped ? database.ownerUser() : database.user(),
                        swapped ? database.ownerPassword() : database.password(),
                        swapped ? database.user() : database.ownerUser(),
                        swapped ? database.password() : database.ownerPassword());
    }

    @Test
    @Proves("R-LOG-1")
    @Asvs("16.4.2")
    void aServingUserThatCouldEditTheRecordIsToldInASentence() {
        Config config = TestNode.shared().config;
        Said said = say(
                "serve",
                "--config",
                file(databaseLines(config.database(), true)
                        + """
                origin: https://account.examplex.com
                outside: {port: 0}
                inside: {port: 0}
                mail: {host: smtp.examplex.com, from: no-reply@examplex.com}
                keys: {file: %s}
                """.formatted(config.keys().file())));
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err().lines().skip(1))
                .singleElement()
                .asString()
                .contains("could edit the record of security facts", "UPDATE on audit_fact", "Set database.user to");
    }

    @Test
    void aKeyRingThatCannotBeReadIsToldWithoutAPieceOfIt() throws IOException {
        Path ring = Files.writeString(folder.resolve("ring.json"), "canaryMaterialOfAKey");
        Said said =
                say("serve", "--config", file("keys: {file: " + ring + "}\noutside: {port: 0}\ninside: {port: 0}\n"));
        assertThat(said.err())
                .contains("The key ring " + ring + " cannot be read.")
                .doesNotContain("canary");
    }

    @Test
    void whoCallsItWithoutACommandIsToldThemAll() {
        Said said = say();
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("demo, serve, routes, keys, client, audit, sms, signals, config or version");
    }

    @Test
    void aKeyRingIsMadeOnceAndRotated() throws IOException {
        Path ring = folder.resolve("ring.json");
        assertThat(say("keys", "create", "--file", ring.toString()).code()).isZero();
        assertThat(Files.getPosixFilePermissions(ring)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        byte[] before = Files.readAllBytes(ring);
        Said again = say("keys", "create", "--file", ring.toString());
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("never overwritten");
        assertThat(Files.readAllBytes(ring)).isEqualTo(before);
        assertThat(say("keys", "rotate", "--file", ring.toString()).code()).isZero();
        assertThat(say("keys", "status", "--file", ring.toString()).out())
                .contains("primary")
                .contains("opens");
    }

    @Test
    void theExampleIsRight() {
        Said said = say("config", "check", "--config", "../docs/sallyport.example.yaml");
        assertThat(said.err()).isEmpty();
        assertThat(said.code()).isZero();
    }
}
