package dev.sallyport.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sallyport.base.crypto.KeyTrouble;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.SessionId;
import dev.sallyport.harness.TestNode;
import dev.sallyport.testing.Asvs;
import dev.sallyport.testing.Defends;
import dev.sallyport.testing.Proves;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

class AuditTest {
    private static final Caller CALLER = new Caller("203.0.113.77", "Firefox", null);

    private final TestNode node = TestNode.shared();
    private final Audit audit = node.bean(Audit.class);
    private final Vault vault = node.bean(Vault.class);
    private final Tx tx = node.bean(Tx.class);
    private final JdbcClient jdbc = node.bean(JdbcClient.class);

    private AccountId account() {
        return tx.run(() -> {
            var account = AccountId.create(node.clock.instant());
            vault.createKey(account);
            return account;
        });
    }

    private void record(AccountId account, Fact fact) {
        tx.run(() -> audit.record(account, fact));
    }

    @Test
    @Proves("R-LOG-1")
    @Asvs({"16.2.1", "16.3.1"})
    void aFactIsToldWithWhoWhatWhenWhereAndWhy() {
        var account = account();
        var session = SessionId.create(node.clock.instant());
        var device = DeviceId.create(node.clock.instant());
        Instant before = node.clock.instant();
        record(
                account,
                Fact.failure("signin.refused")
                        .in(session)
                        .on(device)
                        .from(CALLER)
                        .with("factor", "password")
                        .with("reason", "wrong"));

        var entry = audit.timeline(account, "", Long.MAX_VALUE, 10).getFirst();
        assertThat(entry.seq()).isEqualTo(1);
        assertThat(entry.kind()).isEqualTo("signin.refused");
        assertThat(entry.succeeded()).isFalse();
        assertThat(entry.session()).isEqualTo(session);
        assertThat(entry.device()).isEqualTo(device);
        assertThat(entry.address()).isEqualTo("203.0.113.77");
        assertThat(entry.agent()).isEqualTo("Firefox");
        assertThat(entry.detail()).containsEntry("factor", "password").containsEntry("reason", "wrong");
        assertThat(Duration.between(before, entry.at())).isBetween(Duration.ofSeconds(-1), Duration.ofSeconds(60));
    }

    @Test
    void theTimelineIsPagedBackwardsAndFilteredByKind() {
        var account = account();
        for (int i = 0; i < 5; i++) {
            record(account, Fact.success("session.opened").with("n", "" + i));
            record(account, Fact.success("password.changed"));
        }
        var page = audit.timeline(account, "session.", Long.MAX_VALUE, 3);
        assertThat(page).extracting(Entry::seq).containsExactly(9L, 7L, 5L);
        assertThat(audit.timeline(account, "session.", page.getLast().seq(), 3))
                .extracting(Entry::seq)
                .containsExactly(3L, 1L);
    }

    @Test
    @Proves("R-MSG-3")
    @Asvs("2.3.3")
    void aFactOfAChangeThatDidNotHappenDoesNotExist() {
        var account = account();
        assertThatThrownBy(() -> tx.run(() -> {
                    audit.record(account, Fact.success("password.changed"));
                    throw new IllegalStateException("the change failed");
                }))
                .hasMessage("the change failed");
        assertThat(audit.timeline(account, "", Long.MAX_VALUE, 10)).isEmpty();

        record(account, Fact.success("session.opened"));
        assertThat(audit.timeline(account, "", Long.MAX_VALUE, 10))
                .extracting(Entry::seq)
                .containsExactly(1L);
    }

    @Test
    void aFactOutsideATransactionIsRefused() {
        var account = account();
        assertThatThrownBy(() -> audit.record(account, Fact.success("session.opened")))
                .hasMessageContaining("outside a transaction");
    }

    @Test
    @Proves("R-LOG-1")
    @Asvs("16.4.2")
    void fiftyWritersOfOneChainLeaveNeitherGapNorFork() throws Exception {
        var account = account();
        var go = new CountDownLatch(1);
        var written = new ArrayList<Future<Boolean>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                written.add(threads.submit(() -> {
                    go.await();
                    record(account, Fact.success("session.opened"));
                    return true;
                }));
            }
            go.countDown();
        }
        assertThat(written).allMatch(one -> one.state() == Future.State.SUCCESS);
        assertThat(audit.timeline(account, "", Long.MAX_VALUE, 200))
                .extracting(Entry::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 50).map(i -> 51 - i).boxed().toList());
    }

    @Test
    @Proves("R-LOG-1")
    @Defends("A66")
    @Asvs("16.4.2")
    void theServingUserCanNeitherEditNorDeleteNorWriteBesideTheChain() {
        var account = account();
        record(account, Fact.success("session.opened"));
        for (String forbidden : new String[] {
            "UPDATE audit_fact SET kind = 'x.y'",
            "DELETE FROM audit_fact",
            "TRUNCATE audit_fact",
            "INSERT INTO audit_fact SELECT account_id, seq + 1, at, kind, succeeded, detail, hash FROM audit_fact",
            "UPDATE audit_checkpoint SET heads = 0",
            "DELETE FROM audit_checkpoint",
            "DELETE FROM audit_anchor",
            "ALTER TABLE audit_fact DISABLE TRIGGER ALL"
        }) {
            assertThatThrownBy(() -> jdbc.sql(forbidden).update())
                    .as(forbidden)
                    .isInstanceOf(DataAccessException.class)
                    .rootCause()
                    .hasMessageMatching("(?s).*(permission denied|must be owner).*");
        }
    }

    @Test
    @Proves("R-LOG-1")
    @Asvs("16.4.2")
    void theServerRefusesToServeWithAUserThatCouldEditTheRecord() {
        var settings = node.config.database();
        var owner = JdbcClient.create(new org.springframework.jdbc.datasource.DriverManagerDataSource(
                settings.url(), settings.ownerUser(), settings.ownerPassword()));
        assertThat(Privileges.excess(jdbc)).isEmpty();
        assertThatThrownBy(() -> new Privileges(owner).afterPropertiesSet())
                .hasMessageContaining("could edit the record of security facts")
                .hasMessageContaining("UPDATE on audit_fact")
                .hasMessageContaining("Set database.user to a user that");
    }

    @Test
    @Proves("R-CRY-1")
    @Defends("A67")
    void whereAndWhyAreUnreadableInTheDatabaseAndGoneWithTheKey() {
        var account = account();
        record(account, Fact.success("session.opened").from(CALLER).with("reason", "canary-4711"));
        String stored = jdbc.sql("SELECT audit_fact::text FROM audit_fact WHERE account_id = :account")
                .param("account", account.value())
                .query(String.class)
                .single();
        String hex =
                java.util.HexFormat.of().formatHex("canary-4711".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(stored)
                .contains("session.opened")
                .doesNotContain("203.0.113.77")
                .doesNotContain("canary-4711")
                .doesNotContain(hex);
        tx.run(() -> vault.destroyKey(account));
        assertThatThrownBy(() -> audit.timeline(account, "", Long.MAX_VALUE, 1)).isInstanceOf(KeyTrouble.class);
    }

    @Test
    @Defends("A64")
    void whatAStrangerWroteIsOneHarmlessLineInTheRecord() {
        var account = account();
        record(account, Fact.success("device.renamed").with("name", "phone\r\n\u001b[2Jforged\u202Ereversed"));
        assertThat(audit.timeline(account, "", Long.MAX_VALUE, 1)
                        .getFirst()
                        .detail()
                        .get("name"))
                .isEqualTo("phone   [2Jforged reversed");
    }

    @Test
    @Proves("R-ID-2")
    void whatNobodyHasIsRecordedLikeWhatSomebodyHas() {
        byte[] index = Tokens.random(32);
        var nobody = audit.nobody(index);
        assertThat(audit.nobody(index.clone())).isEqualTo(nobody);
        assertThat(nobody.value().version()).isEqualTo(8);
        record(nobody, Fact.failure("signin.refused").from(CALLER));
        assertThat(audit.timeline(nobody, "", Long.MAX_VALUE, 1).getFirst().kind())
                .isEqualTo("signin.refused");
    }

    @Test
    void aKindOrDetailThatIsNoWordIsRefused() {
        assertThatThrownBy(() -> Fact.success("Sign in")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Fact.success("a.b").with("a b\n", "c")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Proves("R-LOG-1")
    @Defends("A65")
    @Asvs({"16.2.1", "16.2.5"})
    void eachFactIsOneLineOfTheLogWithItsHashAndTheNetworkOnlyAndOnlyOnceItIsTrue() {
        var account = account();
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        var logger = (Logger) LoggerFactory.getLogger("audit");
        logger.addAppender(lines);
        try {
            record(account, Fact.failure("signin.refused").from(CALLER).with("reason", "canary-4711"));
            assertThatThrownBy(() -> tx.run(() -> {
                        audit.record(account, Fact.success("password.changed"));
                        throw new IllegalStateException("the change failed");
                    }))
                    .hasMessage("the change failed");
        } finally {
            logger.detachAppender(lines);
        }
        var ours = lines.list.stream()
                .filter(line -> line.getKeyValuePairs().toString().contains(account.toString()))
                .toList();
        assertThat(ours).hasSize(1);
        String hash = jdbc.sql("SELECT encode(hash, 'hex') FROM audit_fact WHERE account_id = :account")
                .param("account", account.value())
                .query(String.class)
                .single();
        assertThat(ours.getFirst().getKeyValuePairs().toString())
                .contains("event.action=\"signin.refused\"", "event.outcome=\"failure\"", "203.0.113.0/24", hash)
                .doesNotContain("203.0.113.77")
                .doesNotContain("canary");
    }
}
