package dev.sallyport.notices;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.crypto.Pepper;
import dev.sallyport.base.db.Tx;
import dev.sallyport.notices.SmsStopStore.Counts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Sees texts being pumped: codes that are asked for so that somebody earns by their delivery, and that
/// nobody types (R-OOB-3, A13). Whoever pumps has many numbers and many networks, so neither is looked at:
/// only how many codes went to numbers that nobody had proven, and how many of them came back.
///
/// Where fewer than half came back, such numbers get no more texts for a day: the whole country, or, of ten
/// thousand numbers in a row, those alone. Holders' own numbers go on. Whoever asks sees no difference.
@Component
public final class SmsPumping {
    private static final Logger LOG = LoggerFactory.getLogger(SmsPumping.class);
    private static final Duration WINDOW = Duration.ofHours(24);
    private static final Duration STOP = Duration.ofHours(24);
    /// Two codes sent for one that comes back is the worst that is believed of people.
    private static final int WORST = 2;
    /// Ten thousand numbers are few: a third of what is looked at in a country is much for them.
    private static final int RANGE_PART = 3;

    private final SmsStopStore store;
    private final SmsStops stops;
    private final Pepper pepper;
    private final int least;
    private final Tx tx;
    private final Clock clock;

    SmsPumping(SmsStopStore store, SmsStops stops, Pepper pepper, Config config, Tx tx, Clock clock) {
        this.store = store;
        this.stops = stops;
        this.pepper = pepper;
        this.least = config.sms().pumpingSends();
        this.tx = tx;
        this.clock = clock;
    }

    /// Whether a number that nobody has proven may get a text.
    public boolean takes(String number) {
        return SmsPlace.of(number, pepper).all().stream().noneMatch(stops::any);
    }

    /// A code goes to a number that nobody has proven; in the transaction that sends it.
    public void sent(String number) {
        tx.mustBeOpen();
        Instant now = clock.instant();
        SmsPlace place = SmsPlace.of(number, pepper);
        count(place.country(), place.country(), least, now);
        count(place.range(), "one range of " + place.country(), Math.max(2, least / RANGE_PART), now);
    }

    private void count(String place, String called, int enough, Instant now) {
        store.count(place, 1, 0, now);
        Counts counts = store.since(place, now.minus(WINDOW));
        if (counts.sent() < enough || counts.sent() <= WORST * counts.verified()) {
            return;
        }
        if (store.stop(place, SmsStops.PUMPING, now, now.plus(STOP))) {
            tx.afterCommit(() -> {
                stops.forget();
                LOG.warn(
                        "Texts to unproven numbers of {} are stopped for 24 hours: of {} codes that were sent, {} came"
                                + " back. `sallyport sms start {}` lets them go on.",
                        called,
                        counts.sent(),
                        counts.verified(),
                        place.substring(0, 2));
            });
        }
    }

    /// The code came back.
    public void verified(String number) {
        Instant now = clock.instant();
        SmsPlace.of(number, pepper).all().forEach(place -> store.count(place, 0, 1, now));
    }
}
