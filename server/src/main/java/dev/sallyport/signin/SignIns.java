package dev.sallyport.signin;

import dev.sallyport.account.Proofs;
import dev.sallyport.account.Provings;
import dev.sallyport.account.Provings.Proving;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.text.Plain;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.Secret;
import dev.sallyport.password.Lane;
import dev.sallyport.password.Passwords;
import dev.sallyport.session.Sessions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Leads a sign-in from its first proof to a session.
@Component
public final class SignIns {
    private final Entrance entrance;
    private final Arrival arrival;
    private final Passwords passwords;
    private final Progress progress;
    private final Tx tx;
    private final Clock clock;

    SignIns(Entrance entrance, Arrival arrival, Passwords passwords, Progress progress, Tx tx, Clock clock) {
        this.entrance = entrance;
        this.arrival = arrival;
        this.passwords = passwords;
        this.progress = progress;
        this.tx = tx;
        this.clock = clock;
    }

    /// What somebody who wants in has typed.
    ///
    /// @param shared he says that this is a shared computer
    /// @param solution of the puzzle, empty for none
    /// @param back the path he wanted to go to
    public record Asking(String identifier, Secret password, boolean shared, String solution, String back) {}

    /// What comes next.
    public sealed interface Next {
        /// Signed in.
        ///
        /// @param deviceToken for the device cookie, when the browser is to be known from now on
        /// @param trustToken for the trust cookie, when the browser is trusted
        record Open(
                Sessions.Opened opened,
                @Nullable Secret deviceToken,
                @Nullable Secret trustToken,
                String back) implements Next {}

        /// Something is still missing; `token` carries the sign-in on.
        ///
        /// @param trustToken for the trust cookie, when the browser is trusted and its own was used up
        record More(Secret token, String path, @Nullable Secret trustToken) implements Next {}

        /// This was not right. Nothing else is told: not whether there is such an account, nor what was
        /// wrong.
        record Wrong() implements Next {}

        /// A puzzle must be solved first.
        record Puzzle() implements Next {}

        /// There is no such sign-in, or it is over; it begins anew.
        record Over() implements Next {}
    }

    /// The first step: identifier and password.
    public Next begin(Asking asking, Caller caller) {
        Entrance.Target target =
                entrance.target(asking.identifier(), caller, device -> passwords.requireRoom(lane(device)));
        if (target.device() == null && entrance.closedToStrangers(asking.solution())) {
            return new Next.Puzzle();
        }
        Entrance.Try one = entrance.reserve(target);
        return switch (entrance.check(one, () -> check(one, asking.password()))) {
            case Passwords.Check.Wrong wrong -> {
                entrance.failed(one, asking.password(), caller);
                yield new Next.Wrong();
            }
            case Passwords.Check.Right right -> entered(asking, target, right, one.failures(), caller);
        };
    }

    private Passwords.Check check(Entrance.Try one, Secret password) {
        Lane lane = lane(one.target().device());
        return one.heard()
                ? passwords.check(one.target().account(), password, lane)
                : passwords.pretend(one.target().account(), password, lane);
    }

    private Next entered(
            Asking asking, Entrance.Target target, Passwords.Check.Right right, int failures, Caller caller) {
        // Before the proofs are read: whatever changes of them from here on is newer than the sign-in.
        UUID id = Provings.newId(clock.instant());
        Demands.Missing missing = entrance.succeeded(target, right, asking.shared() ? null : caller);
        return withTrust(entered(id, asking, target, right, missing.needs(), failures, caller), missing.trustToken());
    }

    private static Next withTrust(Next next, @Nullable Secret token) {
        return token == null
                ? next
                : switch (next) {
                    case Next.Open open -> new Next.Open(open.opened(), open.deviceToken(), token, open.back());
                    case Next.More more -> new Next.More(more.token(), more.path(), token);
                    case Next.Wrong wrong -> wrong;
                    case Next.Puzzle puzzle -> puzzle;
                    case Next.Over over -> over;
                };
    }

    private Next entered(
            UUID id,
            Asking asking,
            Entrance.Target target,
            Passwords.Check.Right right,
            List<Need> needs,
            int failures,
            Caller caller) {
        var signIn = new SignIn(
                id,
                needs,
                reason(needs, right),
                target.contact(),
                right.changedAt(),
                asking.shared(),
                false,
                failures,
                Plain.oneLine(asking.back(), 500));
        if (needs.isEmpty()) {
            // The usual case: what carries a sign-in from page to page need not be written, read and deleted again.
            var proving = new Proving(target.account(), id, List.of("pwd"));
            return tx.run(
                    () -> isStill(target.account(), signIn) ? arrival.open(proving, signIn, caller) : new Next.Over());
        }
        Secret token = tx.run(() -> progress.begin(target.account(), signIn, caller));
        return next(token, caller);
    }

    private static String reason(List<Need> needs, Passwords.Check.Right right) {
        if (right.breached()) {
            return "breached";
        }
        if (!right.fits()) {
            return "short";
        }
        return needs.contains(Need.SET_UP) ? "set-up" : needs.isEmpty() ? "" : "number-unused";
    }

    /// The dispatcher: looks at what is stored and says what comes next. Every step comes back here.
    public Next next(Secret token, Caller caller) {
        Optional<Started> found = find(token);
        if (found.isEmpty()) {
            return new Next.Over();
        }
        Started started = found.get();
        return tx.run(() -> {
            boolean still = isStill(started.account(), started.signIn());
            Optional<Need> need =
                    Need.first(started.signIn().needs(), started.proving().given());
            if (still && need.isPresent()) {
                return new Next.More(token, need.get().path(), null);
            }
            if (!(still ? progress.finish(started) : progress.consume(started))) {
                return new Next.Over();
            }
            return still ? arrival.open(started.proving(), started.signIn(), caller) : new Next.Over();
        });
    }

    /// Whoever changes his password ends what was opened with the one before (R-SES-2). So a sign-in asks, in
    /// the transaction in which it opens something, whether its password still holds: a change comes before
    /// that, or waits and then ends what was opened. An account that was set to passkeys only meanwhile, or whose
    /// second proofs have changed, is not opened by it either (R-PK-2, R-SU-1).
    private boolean isStill(AccountId account, SignIn signIn) {
        return passwords.isStill(account, signIn.passwordChangedAt()) && entrance.isOpen(account, signIn);
    }

    /// The same, for what is done inside a sign-in and outlives it; in the caller's transaction.
    boolean isStill(Started started) {
        tx.mustBeOpen();
        SignIn signIn = started.signIn();
        // The password's row first, as a change of it does; and then at once the lock that a change of proofs takes:
        // two that shared the row would each wait for the other to let go of it.
        return passwords.isStill(started.account(), signIn.passwordChangedAt())
                && entrance.isOpenAlone(started.account(), signIn);
    }

    /// A sign-in in progress.
    record Started(Proving proving, SignIn signIn) {
        AccountId account() {
            return proving.account();
        }
    }

    Optional<Started> find(Secret token) {
        return progress.find(token);
    }

    /// The device that it comes from, when the account knows it.
    Optional<DeviceId> device(Started started, Caller caller) {
        return entrance.device(started.account(), caller);
    }

    /// Whether this page of the sign-in is the one that is due.
    boolean isDue(Started started, Need need) {
        return Need.first(started.signIn().needs(), started.proving().given())
                .filter(need::equals)
                .isPresent();
    }

    /// A further proof was given.
    void given(Started started, Need need) {
        tx.run(() -> progress.give(started, need.proof()));
    }

    /// A second proof was given.
    ///
    /// @param trust this device is not to be asked again for a while
    /// @param weaker another way than the strongest, on a device that the account does not know
    void second(Started started, Proofs.Kind kind, boolean trust, boolean weaker) {
        tx.run(() -> {
            progress.secondGiven(started, trust);
            progress.give(started, kind.amr());
            if (weaker) {
                progress.give(started, Arrival.WEAKER);
            }
            progress.give(started, Need.SECOND.proof());
        });
    }

    /// A second proof was bound in the sign-in itself and so given, in the caller's transaction.
    void bound(Started started, Proofs.Kind kind) {
        progress.give(started, kind.amr());
    }

    /// The browser in which it has begun, by the cookie that binds a stranger.
    void begunIn(Started started, Secret browser) {
        tx.run(() -> progress.begunIn(started, browser));
    }

    /// The same browser has begun anew: nobody is told of what it left unfinished.
    void abandon(Secret token, AccountId account) {
        tx.run(() -> progress.abandon(token, account));
    }

    /// The same browser has come in otherwise.
    void cameIn(Secret token, AccountId account) {
        tx.run(() -> progress.cameIn(token, account));
    }

    /// Somebody who is known by a passkey alone, which is two proofs in one (R-PK-2).
    Next byPasskey(AccountId account, boolean shared, String back, Caller caller) {
        UUID id = Provings.newId(clock.instant());
        var signIn = new SignIn(id, List.of(), "", null, clock.instant(), shared, false, 0, Plain.oneLine(back, 500));
        var proving = new Proving(account, id, List.of(Proofs.Kind.PASSKEY.amr()));
        return tx.run(() -> arrival.open(proving, signIn, caller));
    }

    /// The password was renewed, in the caller's transaction; the sign-in goes on with the new one.
    void passwordRenewed(Started started, Instant changedAt) {
        progress.passwordRenewed(started, changedAt);
        given(started, Need.NEW_PASSWORD);
    }

    /// The lane of whoever is in the middle of a sign-in.
    static Lane lane(@Nullable DeviceId device) {
        return device == null ? Lane.STRANGER : Lane.KNOWN;
    }
}
