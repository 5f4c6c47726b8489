package dev.sallyport.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.AuditVerification.Outcome;
import dev.sallyport.audit.Finding.Kind;
import dev.sallyport.base.crypto.KeyRingFile;
import dev.sallyport.base.crypto.Keys;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.Holder;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// An attacker with the whole database in his hands, and what the verification says of each thing he does.
/// Accounts are made in the order a, b, c, each with five facts; a checkpoint stands after the third and
/// after the fifth of each.
@Proves("R-LOG-1")
@Defends("A66")
@Asvs("16.4.2")
class AuditVerificationTest {
    private static final String[] TABLES = {"audit_fact", "audit_touched", "audit_checkpoint", "audit_anchor"};

    private static TestNode node;
    private static AccountId a;
    private static AccountId b;
    private static AccountId c;
    private byte[] file = new byte[0];

    @BeforeAll
    static void write() {
        node = TestNode.startAlone(new TestClock(), Map.of());
        // The node's own checkpoints would come in between.
        Holder.await(
                "the node's own job is put off",
                () -> node.bean(JdbcClient.class)
                                .sql("UPDATE scheduled_tasks SET execution_time = '2100-01-01', version = version + 1"
                                        + " WHERE task_name = 'audit-checkpoint' AND NOT picked")
                                .update()
                        == 1);
        a = account();
        b = account();
        c = account();
        for (int i = 1; i <= 5; i++) {
            record(a);
            record(b);
            record(c);
            if (i == 3 || i == 5) {
                node.bean(Checkpoints.class).write();
            }
        }
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void keepACopy() throws IOException {
        node.asSuperuser("CREATE SCHEMA copy");
        for (String table : TABLES) {
            node.asSuperuser("CREATE TABLE copy." + table + " AS SELECT * FROM " + table);
        }
        file = Files.readAllBytes(anchors());
    }

    @AfterEach
    void putTheCopyBack() throws IOException {
        restoreFrom("copy");
        node.asSuperuser("DROP SCHEMA copy CASCADE");
        Files.write(anchors(), file);
    }

    private static void restoreFrom(String schema) {
        for (String table : TABLES) {
            attack("DELETE FROM " + table + "; INSERT INTO " + table + " SELECT * FROM " + schema + "." + table);
        }
    }

    private static Path anchors() {
        return node.config.audit().anchors();
    }

    private static AccountId account() {
        return node.bean(Tx.class).run(() -> {
            var account = AccountId.create(node.clock.instant());
            node.bean(Vault.class).createKey(account);
            return account;
        });
    }

    private static void record(AccountId account) {
        node.bean(Tx.class).run(() -> node.bean(Audit.class).record(account, Fact.success("session.opened")));
    }

    /// With every trigger and foreign key silenced. What was told of facts that are gone goes too: a record whose end
    /// was cut off cannot go on beside it.
    private static void attack(String sql) {
        node.asSuperuser("SET session_replication_role = replica; " + sql + """
                ; DELETE FROM signal_event e WHERE NOT EXISTS (
                    SELECT FROM audit_fact f WHERE f.account_id = e.account_id AND f.seq = e.seq)""");
    }

    private static Outcome verify() {
        return verify(List.of(anchors()));
    }

    private static Outcome verify(List<Path> anchors) {
        var database = node.config.database();
        try {
            return AuditVerification.verify(
                    database.url(),
                    database.user(),
                    database.password(),
                    node.bean(Keys.class).ring().signers(),
                    anchors);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void isFound(Kind kind, AccountId account, long seq) {
        assertThat(verify()).isInstanceOfSatisfying(Outcome.Broken.class, broken -> {
            assertThat(broken.finding().kind()).as(broken.toString()).isEqualTo(kind);
            assertThat(broken.finding().account()).isEqualTo(account);
            assertThat(broken.finding().number()).isEqualTo(seq);
        });
    }

    private static void isFound(Kind kind, long checkpoint) {
        assertThat(verify()).isInstanceOfSatisfying(Outcome.Broken.class, broken -> {
            assertThat(broken.finding().kind()).as(broken.toString()).isEqualTo(kind);
            assertThat(broken.finding().account()).isNull();
            assertThat(broken.finding().number()).isEqualTo(checkpoint);
        });
    }

    private static String fact(AccountId account, long seq) {
        return " account_id = '" + account + "' AND seq = " + seq;
    }

    @Test
    void aRecordThatNobodyTouchedIsWhole() {
        assertThat(verify())
                .isEqualTo(new Outcome.Whole(15, 3, 2, 0))
                .hasToString("15 facts in 3 chains, 2 checkpoints: whole.");
        record(b);
        assertThat(verify())
                .hasToString("16 facts in 3 chains, 2 checkpoints: whole. 1 facts wait for the next checkpoint.");
    }

    @Test
    void itStaysWholeWhenAnAccountsKeyIsDestroyed() {
        var gone = account();
        record(gone);
        node.bean(Tx.class).run(() -> node.bean(Vault.class).destroyKey(gone));
        assertThat(verify()).isInstanceOf(Outcome.Whole.class);
    }

    @Test
    void anEditOfAnyFieldIsNamed() {
        for (String edit : new String[] {
            "kind = 'session.ended'",
            "succeeded = false",
            "at = at + interval '1 microsecond'",
            "detail = detail || '\\x00'::bytea",
            "hash = sha256(hash)"
        }) {
            attack("UPDATE audit_fact SET " + edit + " WHERE" + fact(b, 2));
            isFound(Kind.EDITED, b, 2);
            restoreFrom("copy");
        }
    }

    @Test
    void aDeletionIsNamedAtTheStartInTheMiddleAndAtTheEnd() {
        attack("DELETE FROM audit_fact WHERE" + fact(b, 1));
        isFound(Kind.MISSING, b, 1);
        restoreFrom("copy");
        attack("DELETE FROM audit_fact WHERE" + fact(b, 4));
        isFound(Kind.MISSING, b, 4);
        restoreFrom("copy");
        attack("DELETE FROM audit_fact WHERE" + fact(b, 5));
        isFound(Kind.CUT_TAIL, b, 5);
        restoreFrom("copy");
        attack("DELETE FROM audit_fact WHERE" + fact(c, 5));
        isFound(Kind.CUT_TAIL, c, 5);
    }

    @Test
    void aDeletionIsNamedWhenTheRestMovesUp() {
        attack("DELETE FROM audit_fact WHERE" + fact(b, 2)
                + "; UPDATE audit_fact SET seq = seq - 1 WHERE account_id = '" + b + "' AND seq > 2");
        isFound(Kind.EDITED, b, 2);
    }

    @Test
    void aWholeChainThatIsGoneIsNamed() {
        attack("DELETE FROM audit_fact WHERE account_id = '" + b + "'");
        isFound(Kind.CUT_TAIL, b, 1);
    }

    @Test
    void aReorderIsNamed() {
        attack("UPDATE audit_fact SET seq = 99 WHERE" + fact(b, 2) + "; UPDATE audit_fact SET seq = 2 WHERE"
                + fact(b, 4) + "; UPDATE audit_fact SET seq = 4 WHERE" + fact(b, 99));
        isFound(Kind.OUT_OF_ORDER, b, 2);
    }

    @Test
    void aFactOfAnotherAccountIsNamed() {
        attack("UPDATE audit_fact t SET kind = s.kind, at = s.at, detail = s.detail, hash = s.hash FROM audit_fact s"
                + " WHERE t.account_id = '" + b + "' AND t.seq = 3 AND s.account_id = '" + a + "' AND s.seq = 3");
        isFound(Kind.EDITED, b, 3);
    }

    @Test
    void aChainWrittenAnewWithRightHashesDiffersFromItsCheckpoint() {
        attack("UPDATE audit_fact SET kind = 'session.ended' WHERE" + fact(b, 2));
        for (int seq = 2; seq <= 5; seq++) {
            attack("UPDATE audit_fact f SET hash = audit_hash(p.hash, f.account_id, f.seq, f.at, f.kind, f.succeeded,"
                    + " f.detail) FROM audit_fact p WHERE p.account_id = f.account_id AND p.seq = f.seq - 1 AND f."
                    + fact(b, seq).strip().replace("AND ", "AND f."));
        }
        isFound(Kind.REWRITTEN, b, 3);
    }

    @Test
    void aCutTailIsNamedWhenItsHeadWasCutToo() {
        attack("DELETE FROM audit_fact WHERE" + fact(b, 5) + "; DELETE FROM audit_anchor WHERE" + fact(b, 5));
        isFound(Kind.CHECKPOINT_FORGED, 2);
    }

    @Test
    void aTailCutBeforeItsFirstCheckpointIsNamed() {
        record(b);
        attack("DELETE FROM audit_fact WHERE" + fact(b, 6));
        isFound(Kind.CUT_TAIL, b, 6);
    }

    @Test
    void aFactThatWasHiddenFromTheCheckpointsIsNamed() {
        record(b);
        attack("DELETE FROM audit_touched");
        isFound(Kind.UNCOVERED, b, 6);
    }

    @Test
    void aForgedCheckpointIsNamed() throws IOException {
        attack("UPDATE audit_checkpoint SET at = at - interval '1 hour' WHERE number = 2");
        isFound(Kind.CHECKPOINT_FORGED, 2);
        restoreFrom("copy");
        attack("UPDATE audit_checkpoint SET signature = sha256(signature) || sha256(signature) WHERE number = 1");
        isFound(Kind.CHECKPOINT_FORGED, 1);
        restoreFrom("copy");
        attack("DELETE FROM audit_checkpoint WHERE number = 1");
        isFound(Kind.CHECKPOINT_MISSING, 1);
        restoreFrom("copy");

        // Signed rightly, by a key that is not ours.
        var other = Files.createTempDirectory("other").resolve("ring.json");
        var keys = node.config.keys();
        var ring = new KeyRingFile(
                        new dev.sallyport.base.config.Config.Keys(other, null, null, keys.transitKey(), null))
                .create(Instant.now());
        var last = node.bean(CheckpointStore.class).last().orElseThrow();
        var signed = ring.sign(last.hash());
        attack("UPDATE audit_checkpoint SET key_id = '" + signed.keyId() + "', signature = '\\x"
                + java.util.HexFormat.of().formatHex(signed.signature()) + "' WHERE number = 2");
        isFound(Kind.CHECKPOINT_FORGED, 2);
    }

    private static void cutTailWithCheckpoint() {
        attack("DELETE FROM audit_fact WHERE seq > 3; DELETE FROM audit_anchor WHERE checkpoint = 2;"
                + " DELETE FROM audit_checkpoint WHERE number = 2");
    }

    @Test
    void aTailCutTogetherWithItsCheckpointIsNamedByTheAnchorFileAlone() {
        cutTailWithCheckpoint();
        assertThat(verify(List.of())).isEqualTo(new Outcome.Whole(9, 3, 1, 0));
        isFound(Kind.OLDER_THAN_ANCHORS, 2);
    }

    @Test
    void anOlderCopyOfTheDatabaseIsNamedEvenAfterItWentOn() {
        cutTailWithCheckpoint();
        record(a);
        node.bean(Checkpoints.class).write();
        assertThat(verify(List.of())).isInstanceOf(Outcome.Whole.class);
        isFound(Kind.OLDER_THAN_ANCHORS, 2);
        assertThat(node.bean(MeterRegistry.class)
                        .get("sallyport.audit.behind.anchors")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @Test
    void anEditedAnchorFileIsNamed() throws IOException {
        String text = Files.readString(anchors());
        List<String> lines = text.lines().toList();
        assertThat(lines).hasSize(2);
        String forged = lines.get(1).replaceFirst("\"hash\":\"[0-9a-f]{4}", "\"hash\":\"0000");
        Files.writeString(anchors(), lines.get(0) + "\n" + forged + "\n");
        isFound(Kind.ANCHOR_FORGED, 2);
        Files.delete(anchors());
        isFound(Kind.ANCHOR_FORGED, 1);
    }

    @Test
    void aCrashInTheMiddleOfALineOfTheAnchorFileIsMendedByTheNextCheckpoint() throws IOException {
        String text = Files.readString(anchors());
        Files.writeString(anchors(), text.substring(0, text.length() - 40));
        record(c);
        node.bean(Checkpoints.class).write();
        assertThat(verify()).isInstanceOf(Outcome.Whole.class);
        assertThat(Files.readString(anchors()).lines().filter(line -> line.contains("\"number\":2,")))
                .hasSize(2);
        assertThat(Files.readString(anchors())).contains("\"number\":3,");
    }
}
