package dev.sallyport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Scheme;
import dev.sallyport.base.crypto.Signing;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.jobs.Jobs;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.LogLines;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/// `sallyport audit verify` as an auditor runs it: on another machine, without the key ring, with the anchor files of
/// all nodes.
@Proves("R-LOG-1")
@Defends("A66")
@Asvs("16.4.2")
class AuditCommandTest {
    private static TestNode node;
    private static AccountId account;

    @TempDir
    Path folder;

    @BeforeAll
    static void write() {
        node = TestNode.startAlone(new TestClock(), Map.of());
        account = node.bean(Tx.class).run(() -> {
            var one = AccountId.create(node.clock.instant());
            node.bean(Vault.class).createKey(one);
            node.bean(Audit.class).record(one, Fact.success("session.opened"));
            node.bean(Audit.class).record(one, Fact.success("session.ended"));
            return one;
        });
        Path anchors = node.config.audit().anchors();
        // The node's own job writes the checkpoint; its first round may have been before there were facts.
        Holder.await("a checkpoint", () -> {
            node.bean(JdbcClient.class)
                    .sql("UPDATE scheduled_tasks SET execution_time = '2000-01-01' WHERE task_name = 'audit-checkpoint'"
                            + " AND NOT picked")
                    .update();
            node.bean(Jobs.class).scheduler().triggerCheckForDueExecutions();
            return Files.exists(anchors) && holds(anchors, "\"number\":1");
        });
    }

    private static boolean holds(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            return false;
        }
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private record Said(int code, String out, String err) {}

    private static Said say(List<String> arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Sallyport.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }

    private Said verify(String url, String... more) throws IOException {
        return verifyBy("auto", url, more);
    }

    private Said verifyBy(String signatures, String url, String... more) throws IOException {
        Config.Database database = node.config.database();
        Path file = Files.writeString(
                folder.resolve("auditor.yaml"),
                "database: {url: \"%s\", user: %s, password: \"%s\"}\nkeys: {signatures: %s}\n"
                        .formatted(url, database.user(), database.password(), signatures));
        var arguments = new ArrayList<>(List.of("audit", "verify", "--config", file.toString()));
        arguments.addAll(List.of(more));
        return say(arguments);
    }

    private String publicKeys() throws IOException {
        Said said = say(
                List.of("keys", "public", "--file", node.config.keys().file().toString()));
        assertThat(said.code()).isZero();
        // Nothing in it with which the record could be written anew.
        String ring = Files.readString(node.config.keys().file());
        said.out()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> assertThat(ring).contains("\"publicKey\" : \"" + line.split(" ")[1] + "\""));
        return Files.writeString(folder.resolve("public-keys"), said.out()).toString();
    }

    @Test
    void withPublicKeysAndTheAnchorsOfAllNodesItSaysThatAllIsWhole() throws IOException {
        String anchors = node.config.audit().anchors().toString();
        String second =
                Files.copy(Path.of(anchors), folder.resolve("second.jsonl")).toString();
        Said said = verify(
                node.config.database().url(), "--public-keys", publicKeys(), "--anchors", anchors, "--anchors", second);
        assertThat(said.err()).isEmpty();
        assertThat(said.out()).contains("facts in", "checkpoints: whole");
        assertThat(said.code()).isZero();
    }

    @Test
    void checkpointsAreCheckedByWhomTheSettingNamesAndNobodySaysSo() throws IOException {
        String anchors = node.config.audit().anchors().toString();
        String url = node.config.database().url();
        try (LogLines lines = LogLines.of(Signing.class)) {
            for (String setting : List.of("jdk", "auto")) {
                Said said = verifyBy(setting, url, "--public-keys", publicKeys(), "--anchors", anchors);
                assertThat(said.code()).as(said.err()).isZero();
                assertThat(said.err()).isEmpty();
                assertThat(Signing.library(Scheme.ES256) == null).isEqualTo(setting.equals("jdk"));
            }
            assertThat(lines.lines()).isEmpty();
        }
    }

    @Test
    void aBadLineInTheSecondAnchorFileIsNamed() throws IOException {
        String anchors = node.config.audit().anchors().toString();
        Path second = Files.writeString(
                folder.resolve("second.jsonl"),
                Files.readString(Path.of(anchors)).replaceFirst("\"hash\":\"[0-9a-f]{4}", "\"hash\":\"0000"));
        Said said = verify(
                node.config.database().url(),
                "--public-keys",
                publicKeys(),
                "--anchors",
                anchors,
                "--anchors",
                second.toString());
        assertThat(said.out()).contains("Checkpoint 1: its line in the anchor file was not signed by us");
        assertThat(said.code()).isEqualTo(1);
    }

    @Test
    void theFirstBadRecordIsNamed() throws IOException {
        String edit = "SET session_replication_role = replica; UPDATE audit_fact SET kind = '%s' WHERE account_id = '"
                + account + "' AND seq = 2";
        node.asSuperuser(edit.formatted("session.opened"));
        try {
            Said said = verify(
                    node.config.database().url(),
                    "--public-keys",
                    publicKeys(),
                    "--anchors",
                    node.config.audit().anchors().toString());
            assertThat(said.out()).contains("Account " + account + ", fact 2: ");
            assertThat(said.code()).isEqualTo(1);
        } finally {
            node.asSuperuser(edit.formatted("session.ended"));
        }
    }

    @Test
    void aRecordThatCannotBeReadIsNotTakenForABrokenOne() throws IOException {
        String anchors = node.config.audit().anchors().toString();
        Said down = verify("jdbc:postgresql://127.0.0.1:1/none", "--public-keys", publicKeys(), "--anchors", anchors);
        assertThat(down.code()).isEqualTo(2);
        assertThat(down.err().lines())
                .singleElement()
                .asString()
                .startsWith("The record was not looked at: ")
                .endsWith(".");
        Path text = Files.writeString(folder.resolve("some.txt"), "no keys\n");
        Said keys = verify(node.config.database().url(), "--public-keys", text.toString(), "--anchors", anchors);
        assertThat(keys.code()).isEqualTo(2);
        assertThat(keys.err()).contains(text + " holds no public keys that can be read", "sallyport keys public");
        // Without them the ring is needed, and its place must be said.
        Said none = verify(node.config.database().url(), "--anchors", anchors);
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("`keys.file`").doesNotContain("mail.host");
    }
}
