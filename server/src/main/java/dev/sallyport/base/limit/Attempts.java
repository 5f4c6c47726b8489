package dev.sallyport.base.limit;

import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.DeviceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Failures in a row at one authenticator of one account (R-RL-1, R-RL-2; NIST 800-63B-4 section 3.2.2). A
/// try is counted before the secret is looked at, so that parallel guesses all count; a success takes the
/// count back.
///
/// Strangers share one lane; each device that the account knows has a lane of its own, so that nobody can
/// lock an owner out by guessing from elsewhere (ASVS 6.1.1).
@Component
public final class Attempts {
    /// After so many failures in a row each further one costs a wait.
    public static final int FREE = 5;
    /// After so many the authenticator takes no more guesses from this lane until it is opened again (N-6: at
    /// most 100).
    public static final int MOST = 50;

    private static final UUID STRANGERS = new UUID(0, 0);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final AttemptStore store;
    private final Clock clock;

    Attempts(AttemptStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// What came of asking for a try.
    public sealed interface Reservation {
        /// @param failures the count with this try in it, as if it had failed
        record Given(int failures) implements Reservation {}

        record Wait(Duration time) implements Reservation {}

        /// Too many failures: this lane is closed until the account opens it.
        record Closed() implements Reservation {}
    }

    /// Asks for one try. `device` is the known device that it comes from, null for a stranger.
    public Reservation reserve(AccountId account, String authenticator, @Nullable DeviceId device) {
        Instant now = clock.instant();
        UUID lane = lane(device);
        var given = store.reserve(account, authenticator, lane, now, FREE, MOST, FIRST_WAIT, LONGEST_WAIT);
        if (given.isPresent()) {
            return new Reservation.Given(given.get());
        }
        var held = store.held(account, authenticator, lane);
        if (held.failures() >= MOST) {
            return new Reservation.Closed();
        }
        Duration wait = Duration.between(now, held.until());
        return new Reservation.Wait(wait.isNegative() || wait.isZero() ? Duration.ofSeconds(1) : wait);
    }

    /// The secret was right: the count of this lane starts anew.
    public void succeeded(AccountId account, String authenticator, @Nullable DeviceId device) {
        store.clear(account, authenticator, lane(device));
    }

    /// Opens every lane again: the authenticator has been replaced.
    public void forget(AccountId account, String authenticator) {
        store.clearAll(account, authenticator);
    }

    /// The wait that failure number `failures` brings.
    public static Duration waitAfter(int failures) {
        if (failures < FREE) {
            return Duration.ZERO;
        }
        long doubled = FIRST_WAIT.toSeconds() << Math.min(20, failures - FREE);
        return Duration.ofSeconds(Math.min(LONGEST_WAIT.toSeconds(), doubled));
    }

    private static UUID lane(@Nullable DeviceId device) {
        return device == null ? STRANGERS : device.value();
    }
}
