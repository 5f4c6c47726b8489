package dev.sallyport.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.base.crypto.Keys;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.harness.TestClock;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Proves;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@Proves("R-LOG-1")
class CheckpointsTest {
    private static TestNode node;
    private static AccountId account;

    @BeforeAll
    static void start() {
        node = TestNode.startAlone(new TestClock(), Map.of());
        account = node.bean(Tx.class).run(() -> {
            var one = AccountId.create(node.clock.instant());
            node.bean(Vault.class).createKey(one);
            return one;
        });
        // Only this test writes checkpoints here.
        node.bean(dev.sallyport.base.jobs.Jobs.class).stop();
        node.bean(Checkpoints.class).write();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static void record() {
        node.bean(Audit.class).record(account, Fact.success("session.opened"));
    }

    /// With each checkpoint another fact comes, as under load; for a while.
    private static final class StoreUnderLoad extends CheckpointStore {
        private int coming = 20;

        StoreUnderLoad(JdbcClient jdbc) {
            super(jdbc);
        }

        @Override
        void untouch(List<Head> heads) {
            super.untouch(heads);
            if (coming-- > 0) {
                record();
            }
        }
    }

    private static long last() {
        return node.bean(CheckpointStore.class).last().map(Checkpoint::number).orElse(0L);
    }

    private static boolean isInFile(long number) throws IOException {
        return Files.readString(node.config.audit().anchors()).contains("\"number\":" + number + ",");
    }

    @Test
    void underLoadACheckpointEndsAndTheRestWaitsForTheNext() throws IOException {
        var checkpoints = new Checkpoints(
                new StoreUnderLoad(node.bean(JdbcClient.class)),
                node.bean(Keys.class),
                node.bean(Tx.class),
                node.clock,
                node.config,
                new SimpleMeterRegistry());
        node.bean(Tx.class).run(CheckpointsTest::record);
        long before = last();
        checkpoints.write();
        assertThat(last()).isEqualTo(before + 1);
        assertThat(isInFile(before + 1)).isTrue();
        checkpoints.write();
        assertThat(last()).isEqualTo(before + 2);
    }

    @Test
    void moreFactsThanOneCheckpointTakesAreCoveredAtOnce() throws IOException {
        node.asSuperuser("SELECT audit_append('" + account
                + "', now(), 'session.opened', true, '\\x00') FROM generate_series(1, 10001)");
        long before = last();
        node.bean(Checkpoints.class).write();
        assertThat(last()).isEqualTo(before + 2);
        assertThat(isInFile(before + 2)).isTrue();
        assertThat(node.bean(CheckpointStore.class).grown(1).heads()).isEmpty();
    }
}
