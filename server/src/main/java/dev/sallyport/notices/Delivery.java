package dev.sallyport.notices;

import dev.sallyport.notices.Carrier.Outcome;
import dev.sallyport.notices.NoticeStore.Claimed;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Carries one letter, once. It is marked as being sent before, and as sent after; between the two stands the
/// other side's answer, so a node that dies there sends again, with the same Message-ID, by which receivers
/// can tell.
@Component
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    /// When nobody answers at all, letters wait together instead of each waiting for its own time-out.
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private final NoticeStore store;
    private final Envelope envelope;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Map<Channel, Carrier> carriers = new EnumMap<>(Channel.class);
    private final Map<Channel, Instant> pausedUntil = new ConcurrentHashMap<>();

    Delivery(NoticeStore store, Envelope envelope, List<Carrier> carriers, Clock clock, MeterRegistry meters) {
        this.store = store;
        this.envelope = envelope;
        this.clock = clock;
        this.meters = meters;
        carriers.forEach(carrier -> this.carriers.put(carrier.channel(), carrier));
    }

    /// What is to become of the job.
    sealed interface Next {
        record Done() implements Next {}

        record Again(Instant at) implements Next {}
    }

    Next attempt(NoticeStore.Id id, Channel channel) {
        Instant resume = pausedUntil.get(channel);
        if (resume != null && clock.instant().isBefore(resume)) {
            return new Next.Again(spread(resume));
        }
        var claimed = store.claim(id);
        return claimed.isEmpty() ? new Next.Done() : attempt(id, claimed.get());
    }

    private Next attempt(NoticeStore.Id id, Claimed claimed) {
        if (!clock.instant().isBefore(claimed.expiresAt())) {
            return end(id, claimed, "failed", "its time was over");
        }
        if (!envelope.canOpen(id)) {
            return end(id, claimed, "failed", "the account's key has been destroyed");
        }
        Carrier carrier = carriers.get(claimed.channel());
        if (carrier == null) {
            return end(id, claimed, "dropped", "there is no way out for it");
        }
        var letter = envelope.open(id, claimed.body());
        return switch (carrier.carry(letter, id.notice(), claimed.messageId())) {
            case Outcome.Sent() -> {
                pausedUntil.remove(claimed.channel());
                yield end(id, claimed, "sent", "");
            }
            case Outcome.Later later -> later(id, claimed, later);
            case Outcome.Never(String reason) -> end(id, claimed, "failed", reason);
            case Outcome.Dropped(String reason) -> end(id, claimed, "dropped", reason);
        };
    }

    private Next later(NoticeStore.Id id, Claimed claimed, Outcome.Later later) {
        Instant now = clock.instant();
        Instant next = now.plus(waitAfter(claimed.attempts()));
        if (later.unreachable()) {
            Instant resume = now.plus(PAUSE);
            pausedUntil.put(claimed.channel(), resume);
            next = next.isBefore(resume) ? resume : next;
        }
        if (!next.isBefore(claimed.expiresAt())) {
            return end(id, claimed, "failed", later.reason());
        }
        store.release(id);
        count(claimed, "retried");
        LOG.warn(
                "Message {} ({}) did not go out by {}: {}. It is tried again.",
                claimed.messageId(),
                claimed.kind(),
                claimed.channel(),
                later.reason());
        return new Next.Again(spread(next));
    }

    private Next end(NoticeStore.Id id, Claimed claimed, String state, String reason) {
        store.finish(id, state, claimed.hasCode(), clock.instant());
        count(claimed, state);
        if (state.equals("sent")) {
            LOG.debug("Message {} ({}) went out by {}.", claimed.messageId(), claimed.kind(), claimed.channel());
        } else {
            LOG.warn(
                    "Message {} ({}) by {} is {}: {}.",
                    claimed.messageId(),
                    claimed.kind(),
                    claimed.channel(),
                    state,
                    reason);
        }
        return new Next.Done();
    }

    private void count(Claimed claimed, String outcome) {
        meters.counter("sallyport.notices", "channel", claimed.channel().name(), "outcome", outcome)
                .increment();
    }

    /// 5 s, 15 s, 45 s, … at most an hour.
    static Duration waitAfter(int attempts) {
        long seconds = (long) (FIRST_WAIT.toSeconds() * Math.pow(3, Math.min(attempts, 12) - 1));
        return Duration.ofSeconds(Math.min(LONGEST_WAIT.toSeconds(), seconds));
    }

    /// So that what waited together does not come back all at once.
    private static Instant spread(Instant at) {
        return at.plusMillis(ThreadLocalRandom.current().nextInt(2_000));
    }
}
