package dev.sallyport.signals;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.who.Uuid7;
import dev.sallyport.signals.Receiver.State;
import dev.sallyport.signals.Receiver.Way;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// The Kafka topic that the settings name: a receiver like the others, with its own place in the outbox. The value of a
/// record is what a webhook gets, its key the account, so that an account's events share a partition and keep their
/// order; its headers are those of CloudEvents 1.0 (Kafka binding, binary mode).
///
/// Nothing of Kafka's client is loaded until the first event is to be written, and never without the setting.
@Component
final class Topic implements SmartLifecycle {
    /// The receiver's name; no webhook can have it.
    static final String NAME = "kafka";

    private static final Logger LOG = LoggerFactory.getLogger(Topic.class);

    private final Config config;
    private final ReceiverStore receivers;
    private final Clock clock;
    private volatile boolean running;
    private @Nullable TopicWriter writer;

    Topic(Config config, ReceiverStore receivers, Clock clock) {
        this.config = config;
        this.receivers = receivers;
        this.clock = clock;
    }

    boolean isNamed() {
        return config.services().kafka() != null;
    }

    /// Before the rounds begin.
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 1;
    }

    @Override
    public void start() {
        running = true;
        Optional<Receiver> known = receivers.named(NAME).filter(receiver -> receiver.way() == Way.KAFKA);
        Config.Kafka kafka = config.services().kafka();
        if (kafka != null) {
            known.ifPresentOrElse(receiver -> aim(receiver, kafka.topic()), () -> begin(kafka.topic()));
        } else if (known.isPresent()) {
            LOG.warn("Events are kept for a topic, and `kafka.servers` is not set here: set it, or say"
                    + " `sallyport signals remove kafka`.");
        }
    }

    private void begin(String topic) {
        Instant now = clock.instant();
        UUID id = Uuid7.at(now.toEpochMilli());
        // Another node that starts now may have done it.
        receivers.insert(
                new Receiver(
                        id, NAME, Way.KAFKA, topic, List.of(), List.of(), State.ON, "", "", "", "", 0, null, now, now),
                new byte[0]);
    }

    private void aim(Receiver receiver, String topic) {
        if (!receiver.url().equals(topic)) {
            receivers.change(
                    receiver.with(Way.KAFKA, topic, receiver.types(), receiver.requested(), receiver.description()));
        }
    }

    /// Returns when all replicas that are in step have it, or when they do not.
    Reply write(Event event, byte[] payload) {
        Config.Kafka kafka = config.services().kafka();
        if (kafka == null) {
            return new Reply.Missed("`kafka.servers` is not set");
        }
        TopicWriter to;
        try {
            to = writer(kafka);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return new Reply.Missed(String.valueOf(e.getMessage()));
        }
        Reply reply = to.write(event.account().toString(), payload, headers(event));
        if (to.isSpoilt()) {
            drop(to);
        }
        return reply;
    }

    private synchronized TopicWriter writer(Config.Kafka kafka) {
        TopicWriter open = writer;
        if (open == null) {
            open = TopicWriter.open(kafka);
            writer = open;
        }
        return open;
    }

    private Map<String, String> headers(Event event) {
        return Map.of(
                "ce_specversion",
                "1.0",
                "ce_id",
                event.id().toString(),
                "ce_source",
                config.origin().toString(),
                "ce_type",
                event.kind().type(),
                "ce_time",
                event.at().toString(),
                "content-type",
                "application/json");
    }

    private synchronized void drop(TopicWriter spoilt) {
        if (writer == spoilt) {
            writer = null;
        }
        spoilt.close();
    }

    @Override
    public synchronized void stop() {
        running = false;
        TopicWriter open = writer;
        if (open != null) {
            open.close();
            writer = null;
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
