package dev.sallyport.base.limit;

import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.SessionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Failures in a row at one authenticator of one account (R-RL-1, R-RL-2; NIST 800-63B-4 section 3.2.2). A
/// try is counted before the secret is looked at, so that parallel guesses all count; a success takes the
/// count back.
///
/// Every device that the account knows and every session has a lane of its own, so that nobody can lock an
/// owner out by guessing from elsewhere (ASVS 6.1.1). Strangers share one for each of the account's
/// addresses: were it one for the account, its wait would tell which addresses belong together (R-ID-2). Over
/// all its addresses an account takes no more failures of strangers than one lane does.
@Component
public final class Attempts {
    /// After so many failures in a row each further one costs a wait.
    public static final int FREE = 5;
    /// After so many the authenticator takes no more guesses from this lane until it is opened again, nor from
    /// strangers by any address (N-6: at most 100).
    public static final int MOST = 50;

    /// The name under which tries at second proofs are counted, whichever they are.
    public static final String SECOND = "second";

    /// The same for acts in a session: whoever sits there, on a device that opens sessions by the password
    /// alone, uses up nothing that the owner needs to sign in.
    public static final String ACT = "act";

    private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final AttemptStore store;
    private final Clock clock;

    Attempts(AttemptStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// Whose count a try goes to.
    ///
    /// @param stranger whether it counts towards all that strangers may try at the account, too
    public record Lane(AccountId account, String authenticator, UUID id, boolean stranger) {
        /// Not an id that anything can have; the count of all strangers' failures stands under it.
        static final UUID ALL_STRANGERS = new UUID(0, 0);

        private static final UUID NO_ADDRESS = new UUID(0, 1);

        /// A device that the account knows.
        public static Lane of(AccountId account, String authenticator, DeviceId device) {
            return new Lane(account, authenticator, device.value(), false);
        }

        /// Whoever sits at a session, the holder or a thief of it.
        public static Lane of(AccountId account, String authenticator, SessionId session) {
            return new Lane(account, authenticator, session.value(), false);
        }

        /// Strangers who name the account by this address; null where nobody has what they named.
        public static Lane ofStrangers(AccountId account, String authenticator, @Nullable UUID contact) {
            return new Lane(account, authenticator, contact == null ? NO_ADDRESS : contact, true);
        }

        private Lane all() {
            return new Lane(account, authenticator, ALL_STRANGERS, true);
        }
    }

    /// What came of asking for a try.
    public sealed interface Reservation {
        /// @param failures the lane's count with this try in it, as if it had failed
        /// @param last whether it is the last that strangers have
        record Given(int failures, boolean last) implements Reservation {}

        /// Strangers have tried too often by other addresses of the account. Whatever comes is wrong, after
        /// the same work: a refusal would tell that the addresses are of one account.
        record Deaf(int failures) implements Reservation {}

        record Wait(Duration time) implements Reservation {}

        /// Too many failures: this lane is closed until the account opens it.
        record Closed() implements Reservation {}
    }

    /// How long the lane must wait now; empty when it has a try. It takes none.
    public Optional<Duration> waiting(Lane lane) {
        var held = store.held(lane);
        if (held.failures() >= MOST) {
            return Optional.of(LONGEST_WAIT);
        }
        Duration wait = Duration.between(clock.instant(), held.until());
        return wait.isPositive() ? Optional.of(wait) : Optional.empty();
    }

    /// Asks for one try.
    public Reservation reserve(Lane lane) {
        Instant now = clock.instant();
        var given = store.reserve(lane, now, FREE, MOST, FIRST_WAIT, LONGEST_WAIT);
        if (given.isPresent()) {
            return lane.stranger() ? reserveOfAll(lane, given.get(), now) : new Reservation.Given(given.get(), false);
        }
        var held = store.held(lane);
        if (held.failures() >= MOST) {
            return new Reservation.Closed();
        }
        Duration wait = Duration.between(now, held.until());
        return new Reservation.Wait(wait.isNegative() || wait.isZero() ? Duration.ofSeconds(1) : wait);
    }

    private Reservation reserveOfAll(Lane lane, int failures, Instant now) {
        return store.reserve(lane.all(), now, MOST + 1, MOST, FIRST_WAIT, LONGEST_WAIT)
                .<Reservation>map(all -> new Reservation.Given(failures, all == MOST))
                .orElseGet(() -> new Reservation.Deaf(failures));
    }

    /// Does what was reserved. When it is refused, because too many wait for a hash or the server stops, then
    /// nothing was looked at, and the try is given back: overload must not lock anybody.
    public <T> T doReserved(Lane lane, Reservation reserved, Supplier<T> check) {
        try {
            return check.get();
        } catch (Refused notLookedAt) {
            giveBack(lane, reserved);
            throw notLookedAt;
        }
    }

    /// The try was none: nothing was guessed by it.
    public void giveBack(Lane lane, Reservation reserved) {
        switch (reserved) {
            case Reservation.Given given -> {
                store.giveBack(lane, given.failures(), FREE);
                if (lane.stranger()) {
                    store.takeOff(lane.all(), 1);
                }
            }
            case Reservation.Deaf deaf -> store.giveBack(lane, deaf.failures(), FREE);
            case Reservation.Wait wait -> {}
            case Reservation.Closed closed -> {}
        }
    }

    /// The secret was right: the count of this lane starts anew.
    public void succeeded(Lane lane) {
        int failures = store.clear(lane);
        if (lane.stranger() && failures > 0) {
            store.takeOff(lane.all(), failures);
        }
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
}
