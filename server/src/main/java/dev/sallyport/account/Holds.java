package dev.sallyport.account;

import dev.sallyport.base.config.Config;
import dev.sallyport.base.db.DatabaseClock;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.wire.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Nothing leaves an account for a while after what a thief would do first (R-HOLD-1, A53). A hold is placed in the
/// transaction of its cause, lasts at least as long as [HoldCause] says, and is never made shorter: no method does it.
@Component
public final class Holds {
    private static final Duration FIRST_DAY = Duration.ofDays(1);

    private final HoldStore store;
    private final DatabaseClock clock;
    private final Tx tx;
    private final Config config;

    Holds(HoldStore store, DatabaseClock clock, Tx tx, Config config) {
        this.config = config;
        this.store = store;
        this.clock = clock;
        this.tx = tx;
    }

    public record Reason(HoldCause cause, Instant until) {}

    /// @param until when the last of them ends
    /// @param reasons the one that ends last first
    public record Held(Instant until, List<Reason> reasons) {}

    /// Places a hold, in the transaction of its cause.
    public void place(AccountId account, HoldCause cause) {
        tx.mustBeOpen();
        Instant now = clock.now();
        store.place(account, cause, now, now.plus(cause.life(config.holds())));
    }

    /// The same for something that was added. An account in its first day is being set up, and nothing holds it.
    public void placeUnlessNew(AccountId account, HoldCause cause) {
        if (store.wasOpenedBefore(account, clock.now().minus(FIRST_DAY))) {
            place(account, cause);
        }
    }

    /// A device has come that the account did not know, in the transaction of the sign-in. It counts while a change
    /// holds: whoever made the change may be whose device it is.
    public void deviceIsNew(AccountId account) {
        tx.mustBeOpen();
        Instant now = clock.now();
        if (store.inForce(account, now).stream()
                .anyMatch(reason -> reason.cause().isChange())) {
            store.place(account, HoldCause.NEW_DEVICE, now, now.plus(HoldCause.NEW_DEVICE.life(config.holds())));
        }
    }

    /// What holds the account now; empty for nothing.
    public Optional<Held> on(AccountId account) {
        return on(account, clock.now());
    }

    /// The same at a moment that the caller has read from the [DatabaseClock], so that all of one decision is of one
    /// moment.
    public Optional<Held> on(AccountId account, Instant now) {
        List<Reason> reasons = store.inForce(account, now);
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of(new Held(reasons.getFirst().until(), reasons));
    }

    /// The last step of a serialisable transaction that has seen nothing hold the account, when money goes: it begins
    /// anew where a hold or a withdrawal lock has come since. Whatever comes later waits until it has committed.
    public void mustStillBe(AccountId account) {
        tx.mustBeOpen();
        store.takeTurn(account);
    }

    /// For what waits with the withdrawals, such as the making of machine keys (R-HOLD-3).
    ///
    /// @throws Refused `HELD` with the time left
    public void mustBeNone(AccountId account) {
        Instant now = clock.now();
        on(account, now).ifPresent(held -> {
            throw new Refused(
                    ErrorCode.HELD,
                    "held: " + held.reasons().getFirst().cause().label(),
                    Duration.between(now, held.until()));
        });
    }
}
