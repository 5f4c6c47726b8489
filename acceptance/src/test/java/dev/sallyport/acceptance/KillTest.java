package dev.sallyport.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.AuditVerification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// The power goes, again and again, while people sign up, in and out. What they were told is true afterwards.
class KillTest {
    private static final int KILLS = Boolean.getBoolean("sallyport.long") ? 20 : 3;
    private static final int PEOPLE = 3;
    /// So much must have been acknowledged in each round before the power goes.
    private static final int BUSY = 6;

    /// What was acknowledged, and nothing else.
    private final Queue<String> accounts = new ConcurrentLinkedQueue<>();

    private final Queue<String> open = new ConcurrentLinkedQueue<>();
    private final Queue<String> ended = new ConcurrentLinkedQueue<>();
    private final AtomicInteger acknowledged = new AtomicInteger();
    /// What went wrong though nobody had pulled the plug.
    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();

    @Test
    void nothingAcknowledgedIsLostAndNothingRevokedComesBack() throws InterruptedException, IOException {
        try (var site = new Site()) {
            Node node = start(site);
            for (int kill = 1; kill <= KILLS; kill++) {
                var plug = new AtomicBoolean();
                List<Thread> people = people(site, node, plug);
                int before = acknowledged.get();
                Awaitility.await("people at work")
                        .atMost(60, TimeUnit.SECONDS)
                        .until(() -> acknowledged.get() >= before + BUSY || !faults.isEmpty());
                checkpoint(site, node);
                plug.set(true);
                // By turns: the server, the database, both.
                if (kill % 3 != 2) {
                    node.jar().kill();
                }
                if (kill % 3 != 1) {
                    site.postgres.kill();
                }
                for (Thread person : people) {
                    person.join(60_000);
                }
                assertThat(faults).isEmpty();
                node = node.jar().runs() ? node.awaitReady() : start(site);
                isAsTheyWereTold(site, node);
            }
            node.close();
        }
    }

    /// Always the same node: what it wrote to its own disk is there again.
    private static Node start(Site site) {
        return site.node("node", null, Map.of("SALLYPORT_SESSION_MOST", "1000")).awaitReady();
    }

    /// A minute passes for the record of facts: how far it has grown is signed, and written to the node's own disk.
    private static void checkpoint(Site site, Node node) throws IOException {
        long before = size(anchors(node));
        site.postgres.execute("UPDATE scheduled_tasks SET execution_time = now(), picked = false"
                + " WHERE task_name = 'audit-checkpoint'");
        Awaitility.await("a checkpoint").atMost(60, TimeUnit.SECONDS).until(() -> size(anchors(node)) > before);
    }

    private static Path anchors(Node node) {
        return node.folder().resolve("data/audit/anchors.jsonl");
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private List<Thread> people(Site site, Node node, AtomicBoolean plug) {
        var people = new ArrayList<Thread>();
        for (int i = 0; i < PEOPLE; i++) {
            people.add(Thread.ofVirtual().start(() -> {
                try {
                    while (!plug.get()) {
                        live(site, node);
                    }
                } catch (UncheckedIOException
                        | AssertionError
                        | IllegalStateException
                        | NullPointerException
                        | org.awaitility.core.ConditionTimeoutException e) {
                    if (!plug.get()) {
                        faults.add(e);
                    }
                }
            }));
        }
        return people;
    }

    private void live(Site site, Node node) {
        String mail = Holder.newMail();
        var home = new Holder(node);
        home.signUp(mail, Holder.PASSWORD, site.mails);
        accounts.add(mail);
        open.add(home.sessionToken());
        acknowledged.incrementAndGet();

        var library = new Holder(node);
        library.signIn(mail, Holder.PASSWORD);
        String token = library.sessionToken();
        acknowledged.incrementAndGet();
        library.get("/account");
        Holder.redirects(library.post("/sign-out", Map.of()), "/signed-out");
        ended.add(token);
        acknowledged.incrementAndGet();
    }

    private void isAsTheyWereTold(Site site, Node node) {
        assertThat(open).as("sessions that were open").allMatch(node::sessionIsGood);
        assertThat(ended).as("sessions that had ended").isNotEmpty().noneMatch(node::sessionIsGood);
        // The last ones were the nearest to the end; all of them would be a test of the hasher.
        accounts.stream()
                .skip(Math.max(0, accounts.size() - 5))
                .forEach(mail -> new Holder(node).signIn(mail, Holder.PASSWORD));
        AuditVerification.Outcome record = site.verifyRecord(anchors(node));
        assertThat(record).as(record.toString()).isInstanceOf(AuditVerification.Outcome.Whole.class);
        assertThat(((AuditVerification.Outcome.Whole) record).facts()).isGreaterThan(acknowledged.get());
    }
}
