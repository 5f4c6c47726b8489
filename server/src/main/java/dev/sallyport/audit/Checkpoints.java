package dev.sallyport.audit;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.sallyport.audit.CheckpointStore.Head;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Keys;
import dev.sallyport.base.db.Tx;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// Signs, each minute, how far the chains have grown, and writes it to the anchor file too. What was recorded
/// before a checkpoint cannot be changed or cut away unseen after it.
@Component
final class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final int MOST_FACTS = 10_000;
    private static final int MOST_LINES = 1_000;

    private final CheckpointStore store;
    private final Keys keys;
    private final Tx tx;
    private final Clock clock;
    private final AnchorFile file;
    /// 1 while the database lacks what the anchor file knows.
    private final AtomicInteger behindItsAnchors;

    Checkpoints(CheckpointStore store, Keys keys, Tx tx, Clock clock, Config config, MeterRegistry meters) {
        this.store = store;
        this.keys = keys;
        this.tx = tx;
        this.clock = clock;
        this.file = new AnchorFile(config.audit().anchors());
        this.behindItsAnchors = meters.gauge("sallyport.audit.behind.anchors", new AtomicInteger());
    }

    /// Writes as many checkpoints as it takes to cover every fact that was committed when it began. Facts that
    /// come meanwhile wait for the next minute, or under load this would never end; and each checkpoint is in
    /// the file before the next one is begun.
    void write() {
        boolean more;
        do {
            more = tx.run(this::writeOne);
            copyToFile();
        } while (more);
    }

    /// @return whether there may be more than one checkpoint takes
    private boolean writeOne() {
        store.lock();
        CheckpointStore.Grown grown = store.grown(MOST_FACTS);
        List<Head> heads = grown.heads();
        if (heads.isEmpty()) {
            return false;
        }
        Optional<Checkpoint> last = store.last();
        long number = last.map(Checkpoint::number).orElse(0L) + 1;
        byte[] previous = last.map(Checkpoint::hash).orElseGet(AuditFormat::beginning);
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var digest = AuditFormat.heads();
        heads.forEach(head -> AuditFormat.add(digest, head.account(), head.seq(), head.hash()));
        byte[] headsDigest = digest.digest();
        byte[] hash = AuditFormat.checkpoint(number, at, heads.size(), headsDigest, previous);
        var signed = keys.ring().sign(hash);
        store.insert(new Checkpoint(number, at, heads.size(), headsDigest, hash, signed.keyId(), signed.signature()));
        store.anchor(number, heads);
        store.untouch(heads);
        return grown.facts() >= MOST_FACTS;
    }

    /// Appends what the file lacks: usually the checkpoint just made, and after a restart or on another node
    /// more.
    private void copyToFile() {
        Optional<AnchorFile.Line> line = file.last();
        long number = line.map(AnchorFile.Line::number).orElse(0L);
        boolean fits = line.isEmpty()
                || store.find(number)
                        .filter(c -> Arrays.equals(c.hash(), line.get().hashBytes()))
                        .isPresent();
        behindItsAnchors.set(fits ? 0 : 1);
        if (!fits) {
            LOG.error(
                    "The record of facts in the database does not hold checkpoint {} of {}, which the anchor file knows:"
                            + " it was cut or replaced by an older copy. Run `sallyport audit verify`.",
                    number,
                    line.get().at());
            return;
        }
        for (var more = store.after(number, MOST_LINES);
                !more.isEmpty();
                more = store.after(more.getLast().number(), MOST_LINES)) {
            file.append(more);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Job {
        @Bean
        Task<Void> auditCheckpoint(Checkpoints checkpoints) {
            return Tasks.recurring("audit-checkpoint", FixedDelay.of(Duration.ofMinutes(1)))
                    .execute((instance, context) -> checkpoints.write());
        }
    }
}
