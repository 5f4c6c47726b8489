package dev.sallyport.notices;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/// Forgets what the outbox need not know any longer.
@Component
final class NoticeRetention {
    /// How long the text of a delivered message is kept, to answer "what did you write to me?".
    private static final Duration KEEP_TEXT = Duration.ofDays(7);
    /// How long it is kept that, when and by which way a message went.
    private static final Duration KEEP_ENTRY = Duration.ofDays(400);

    /// The detector of pumping looks back one day.
    private static final Duration KEEP_COUNTS = Duration.ofDays(2);

    private static final int BATCH = 5_000;

    private final NoticeStore store;
    private final SmsStopStore stops;
    private final Clock clock;

    NoticeRetention(NoticeStore store, SmsStopStore stops, Clock clock) {
        this.store = store;
        this.stops = stops;
        this.clock = clock;
    }

    void run() {
        Instant now = clock.instant();
        while (store.wipeBodies(now.minus(KEEP_TEXT), BATCH) == BATCH) {}
        while (store.forget(now.minus(KEEP_ENTRY), BATCH) == BATCH) {}
        stops.forget(now.minus(KEEP_COUNTS));
    }
}
