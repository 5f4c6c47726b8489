package dev.sallyport.notices;

import com.github.kagkarlsson.scheduler.task.Task;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.jobs.Jobs;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Uuid7;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Sends messages to people.
@Component
public final class Notices {
    /// A notice that arrives a day late still helps; a code does not.
    private static final Duration LIFE = Duration.ofHours(24);

    private static final Duration LIFE_OF_A_CODE = Duration.ofMinutes(15);

    private final NoticeStore store;
    private final Writer writer;
    private final Envelope envelope;
    private final Jobs jobs;
    private final Task<Void> delivery;
    private final Tx tx;
    private final Clock clock;

    Notices(
            NoticeStore store,
            Writer writer,
            Envelope envelope,
            Jobs jobs,
            @Qualifier("noticeDelivery") Task<Void> delivery,
            Tx tx,
            Clock clock) {
        this.store = store;
        this.writer = writer;
        this.envelope = envelope;
        this.jobs = jobs;
        this.delivery = delivery;
        this.tx = tx;
        this.clock = clock;
    }

    /// Sends a message when the caller's transaction commits, and never when it does not: exactly one for the
    /// change that it tells of. It costs the same whoever it goes to, and whether or not it will arrive.
    ///
    /// @return the code that the message shows
    public MessageId send(Message message) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException(
                    message.kind() + " was sent outside a transaction; it belongs into that of the change");
        }
        Instant now = clock.instant();
        AccountId owner = message.account();
        var id = new NoticeStore.Id(owner == null ? Envelope.STRANGER : owner, Uuid7.at(now.toEpochMilli()));
        var messageId = MessageId.create();
        store.insert(
                id,
                new NoticeStore.Outgoing(
                        message.kind(),
                        message.channel(),
                        messageId,
                        envelope.closeMasked(id, message.channel(), message.address()),
                        envelope.close(id, writer.write(message, messageId)),
                        message.hasCode(),
                        now,
                        now.plus(message.hasCode() ? LIFE_OF_A_CODE : LIFE)));
        jobs.scheduler().schedule(delivery.instance(DeliveryJob.name(id, message.channel())), now);
        // People wait for codes: this node looks at once instead of at its next round.
        tx.afterCommit(() -> jobs.scheduler().triggerCheckForDueExecutions());
        return messageId;
    }
}
