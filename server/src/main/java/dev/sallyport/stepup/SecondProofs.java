package dev.sallyport.stepup;

import dev.sallyport.account.Proofs.Kind;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.limit.Attempts;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.base.who.Secret;
import dev.sallyport.base.who.SessionId;
import dev.sallyport.passkey.Passkeys;
import dev.sallyport.wire.ErrorCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The one place where a second proof is checked, at sign-in and for acts. A try is counted before it is looked at,
/// and all kinds of codes of an account have one count in each lane: whoever may not guess the app's code any more
/// may not guess recovery codes either, and a new challenge or session gives no new tries (R-RL-1, A8, N-7).
/// Passkeys cannot be guessed, so nobody is locked out of his: what is sent in place of one is counted apart, and only
/// for how much of it goes into the record.
@Component
public final class SecondProofs {
    private final CodeChecks codes;
    private final Passkeys passkeys;
    private final Attempts attempts;
    private final Audit audit;
    private final Tx tx;

    SecondProofs(CodeChecks codes, Passkeys passkeys, Attempts attempts, Audit audit, Tx tx) {
        this.codes = codes;
        this.passkeys = passkeys;
        this.attempts = attempts;
        this.audit = audit;
        this.tx = tx;
    }

    /// Who tries.
    ///
    /// @param lane whose count it goes to
    /// @param bound what codes and challenges were made for
    /// @param failed the kind of the fact that a wrong one will be
    public record Trier(
            AccountId account,
            Attempts.Lane lane,
            byte[] bound,
            String failed,
            @Nullable SessionId session,
            @Nullable DeviceId device) {}

    /// What came of it.
    public sealed interface Check {
        record Right() implements Check {}

        /// @param failures in a row, this one included
        record Wrong(int failures) implements Check {}

        /// The code has just been taken for the same, as by a double click. It proves nothing anew, and is no wrong
        /// try either.
        record Repeated() implements Check {}
    }

    /// Refuses while a code would not be looked at, before what goes along with it is: otherwise the answer would tell
    /// whether the password was right (A7).
    ///
    /// @throws Refused `TOO_MANY`
    void mayTry(Trier trier) {
        attempts.waiting(trier.lane()).ifPresent(wait -> {
            throw refused(trier, wait);
        });
    }

    /// Counts the try, then looks. What is used once is used up when it was right.
    ///
    /// @throws Refused `TOO_MANY` after too many tries
    public Check check(Trier trier, Kind kind, Secret value, Caller caller) {
        if (kind == Kind.PASSKEY) {
            return passkey(trier, value, caller);
        }
        Attempts.Reservation reserved = attempts.reserve(trier.lane());
        return switch (reserved) {
            case Attempts.Reservation.Given given -> {
                CodeChecks.Look look =
                        attempts.doReserved(trier.lane(), reserved, () -> codes.look(trier, kind, value, caller));
                yield switch (look) {
                    case RIGHT -> {
                        attempts.succeeded(trier.lane());
                        yield new Check.Right();
                    }
                    case REPEATED -> {
                        attempts.giveBack(trier.lane(), reserved);
                        yield new Check.Repeated();
                    }
                    case WRONG -> wrong(trier, kind, given.failures(), caller);
                };
            }
            // There is one lane of strangers here, so what it knows of others tells nothing.
            case Attempts.Reservation.Deaf deaf -> throw refused(trier, Duration.ofHours(1));
            case Attempts.Reservation.Wait wait -> throw refused(trier, wait.time());
            case Attempts.Reservation.Closed closed -> throw refused(trier, Duration.ofHours(1));
        };
    }

    private Check passkey(Trier trier, Secret value, Caller caller) {
        var lane = new Attempts.Lane(
                trier.account(), "passkey", trier.lane().id(), trier.lane().stranger());
        if (passkeys.check(trier.bound(), trier.account(), value.reveal(), caller) instanceof Passkeys.Asserted.Right) {
            attempts.succeeded(lane);
            return new Check.Right();
        }
        if (attempts.reserve(lane) instanceof Attempts.Reservation.Given) {
            return wrong(trier, Kind.PASSKEY, 0, caller);
        }
        audit.refused(trier.failed());
        return new Check.Wrong(0);
    }

    private Check wrong(Trier trier, Kind kind, int failures, Caller caller) {
        tx.run(() -> audit.record(
                trier.account(),
                Fact.failure(trier.failed())
                        .in(trier.session())
                        .on(trier.device())
                        .from(caller)
                        .with("factor", kind.amr())
                        .with("failures", Integer.toString(failures))));
        return new Check.Wrong(failures);
    }

    private Refused refused(Trier trier, Duration wait) {
        audit.refused(trier.failed());
        return new Refused(ErrorCode.TOO_MANY, "wrong second proofs", wait);
    }
}
