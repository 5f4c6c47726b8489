package dev.sallyport.signals;

import dev.sallyport.base.egress.BackOff;
import dev.sallyport.base.text.Plain;
import dev.sallyport.signals.DeliveryStore.Claimed;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Tells one receiver of one event, once, and decides what comes after.
///
/// An event that is not taken comes again after 1 s, 2 s, 4 s … up to half an hour, for three days;
/// one that the receiver calls wrong (4xx) ten times. Then it is given up, stays in the list of the
/// dead, and what comes after it goes on. A receiver who takes nothing at all rests, so that a crowd
/// of events does not knock at a closed door.
@Component
final class Courier {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    static final Duration PATIENCE = Duration.ofDays(3);
    static final int MOST_REFUSALS = 10;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final BackOff WAITS = new BackOff(FIRST_WAIT, Duration.ofMinutes(30));
    private static final BackOff RESTS = new BackOff(FIRST_WAIT, Duration.ofMinutes(5));
    /// So many failures in a row are about the receiver and not about an event.
    static final int IN_A_ROW = 3;

    private static final int MOST_ERROR = 200;

    private final ReceiverStore receivers;
    private final DeliveryStore deliveries;
    private final Letters letters;
    private final Clock clock;
    private final MeterRegistry meters;

    Courier(ReceiverStore receivers, DeliveryStore deliveries, Letters letters, Clock clock, MeterRegistry meters) {
        this.receivers = receivers;
        this.deliveries = deliveries;
        this.letters = letters;
        this.clock = clock;
        this.meters = meters;
    }

    void carry(Receiver receiver, Claimed claimed) {
        switch (letters.post(receiver, claimed.event())) {
            case Reply.Taken() -> taken(receiver, claimed);
            case Reply.Missed(String why) -> failed(receiver, claimed, why, false);
            case Reply.Refused(String why) -> failed(receiver, claimed, why, true);
        }
    }

    private void taken(Receiver receiver, Claimed claimed) {
        deliveries.taken(receiver.id(), claimed.event());
        count("taken");
        if (receiver.failures() > 0 && receivers.took(receiver.id(), clock.instant())) {
            LOG.info("{} takes events again.", receiver.name());
        }
    }

    private void failed(Receiver receiver, Claimed claimed, String why, boolean refusal) {
        Instant now = clock.instant();
        String error = Plain.oneLine(why, MOST_ERROR);
        int inARow = receivers.failed(receiver.id(), now);
        if (inARow >= IN_A_ROW) {
            receivers.rest(receiver.id(), now.plus(RESTS.after(inARow - IN_A_ROW + 1)));
        }
        if (inARow == IN_A_ROW) {
            LOG.warn(
                    "{} takes no events: {}. They are kept; it is asked again, at most five minutes apart.",
                    receiver.name(),
                    error);
        }
        Instant next = now.plus(WAITS.after(claimed.attempts()));
        boolean over = refusal
                ? claimed.attempts() >= MOST_REFUSALS
                : next.isAfter(claimed.since().plus(PATIENCE));
        if (over) {
            deliveries.die(receiver.id(), claimed.event(), now, error);
            count("dead");
            LOG.warn(
                    "Event {} for {} is given up after {} tries: {}. `sallyport signals replay` tells it again.",
                    claimed.event().id(),
                    receiver.name(),
                    claimed.attempts(),
                    error);
        } else {
            deliveries.later(receiver.id(), claimed.event(), next, error);
            count("retried");
            LOG.debug("Event {} for {} comes again: {}", claimed.event().id(), receiver.name(), error);
        }
    }

    private void count(String outcome) {
        meters.counter("sallyport.signals", "outcome", outcome).increment();
    }
}
