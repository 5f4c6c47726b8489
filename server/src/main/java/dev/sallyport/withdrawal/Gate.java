package dev.sallyport.withdrawal;

import dev.sallyport.account.Account;
import dev.sallyport.account.Accounts;
import dev.sallyport.account.Holds;
import dev.sallyport.account.Locks;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.SessionId;
import dev.sallyport.session.Devices;
import dev.sallyport.session.Session;
import dev.sallyport.session.Sessions;
import dev.sallyport.wire.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// What stands before every exit, whatever the policy says: the account, where it is asked from,
/// holds, locks and the list of destinations. One gate, so that no exit goes round it (A53).
@Component
class Gate {
    private final Accounts accounts;
    private final Sessions sessions;
    private final Devices devices;
    private final Holds holds;
    private final Locks locks;
    private final Destinations destinations;
    private final ProgramKeys programs;

    Gate(
            Accounts accounts,
            Sessions sessions,
            Devices devices,
            Holds holds,
            Locks locks,
            Destinations destinations,
            ProgramKeys programs) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.devices = devices;
        this.holds = holds;
        this.locks = locks;
        this.destinations = destinations;
        this.programs = programs;
    }

    /// In the caller's transaction, with which it is true.
    ///
    /// @return what stands in the way; empty for nothing
    Optional<Decision> closed(Asked asked, Instant now) {
        Account account =
                accounts.find(asked.account()).orElseThrow(() -> new Refused(ErrorCode.NOT_FOUND, "no such account"));
        if (account.eraseAt() != null) {
            return Optional.of(Decision.refused("account-closing"));
        }
        if (locks.isFrozen(asked.account())) {
            return Optional.of(Decision.refused("locked-down"));
        }
        SessionId session = asked.session();
        boolean askedFromNowhere = session != null
                && sessions.live(asked.account(), session)
                        .filter(live -> !live.held())
                        .isEmpty();
        if (askedFromNowhere) {
            return Optional.of(Decision.refused("session-over"));
        }
        return destinations
                .refusal(asked, now)
                .or(() -> programs.refusal(asked, now))
                .or(() -> held(asked.account(), now));
    }

    /// Holds and the holder's own lock. Whichever ends last decides; nobody, the holder included, can end one
    /// early (A58).
    private Optional<Decision> held(AccountId account, Instant now) {
        Optional<Holds.Held> held = holds.on(account, now);
        Optional<Instant> locked = locks.withdrawals(account, now);
        var reasons = new ArrayList<String>();
        locked.ifPresent(until -> reasons.add("locked"));
        held.ifPresent(
                h -> h.reasons().forEach(r -> reasons.add("hold-" + r.cause().label())));
        return Stream.of(locked, held.map(Holds.Held::until))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .map(until -> new Decision(Demand.HOLD, until, reasons));
    }

    /// For whoever confirms beside the holder: what keeps his own money in keeps him from letting go of another's.
    ///
    /// @throws Refused `HELD` with the time left, `CONFLICT` while his account is being closed
    void mustBeFree(AccountId account, Instant now) {
        if (accounts.find(account).filter(one -> one.eraseAt() == null).isEmpty()) {
            throw new Refused(ErrorCode.CONFLICT, "the second person's account is being closed");
        }
        held(account, now).ifPresent(closed -> {
            throw new Refused(
                    ErrorCode.HELD,
                    "the second person's account is held",
                    Duration.between(now, Objects.requireNonNull(closed.until())));
        });
    }

    /// The last step where money goes, in its serialisable transaction: nothing has come in its way since.
    void mustStillBeOpen(AccountId account) {
        holds.mustStillBe(account);
    }

    /// Whether it is asked for on a device that the account hardly knows. A program has no device; what
    /// it may do stands with its key.
    boolean isNewDevice(Asked asked) {
        SessionId id = asked.session();
        return id != null
                && sessions.live(asked.account(), id)
                        .map(Session::device)
                        .filter(device -> devices.isSettled(asked.account(), device))
                        .isEmpty();
    }
}
