package dev.sallyport.stepup;

import dev.sallyport.account.Proofs.Kind;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.password.CurrentPassword;
import dev.sallyport.password.Passwords;
import dev.sallyport.session.Session;
import dev.sallyport.session.Sessions;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Takes the proofs for an act that waits.
@Component
public final class StepUpProofs {
    private static final String FAILED = "stepup.failed";

    private final StepUps stepUps;
    private final SecondProofs seconds;
    private final CurrentPassword current;
    private final Guesses guesses;
    private final Sessions sessions;
    private final dev.sallyport.base.db.Tx tx;

    StepUpProofs(
            StepUps stepUps,
            SecondProofs seconds,
            CurrentPassword current,
            Guesses guesses,
            Sessions sessions,
            dev.sallyport.base.db.Tx tx) {
        this.stepUps = stepUps;
        this.seconds = seconds;
        this.current = current;
        this.guesses = guesses;
        this.sessions = sessions;
        this.tx = tx;
    }

    /// What came of giving proofs.
    sealed interface Outcome {
        /// All is there; the session has a new token.
        record Proven(Sessions.Opened opened) implements Outcome {}

        /// Something was not right; which of it is not told (A7, D-1).
        ///
        /// @param passwordAlone nothing but the password is asked for, so that there is nothing to hide
        record Wrong(boolean passwordAlone) implements Outcome {
            /// The sentence that says so.
            String key() {
                return passwordAlone ? "stepup.mistake.password" : "stepup.mistake";
            }
        }

        /// There is no such act that waits, or not any more.
        record Over() implements Outcome {}
    }

    Outcome prove(SignedIn who, UUID id, Map<Kind, Secret> typed, Caller caller) {
        Session session = who.session();
        Optional<StepUp> found = stepUps.find(session, id).filter(s -> !s.proven());
        if (found.isEmpty()) {
            stepUps.refusedStep();
            return new Outcome.Over();
        }
        StepUp stepUp = found.get();
        List<Set<Kind>> ways = stepUps.ways(session, stepUp.act());
        var wrong = new Outcome.Wrong(ways.equals(List.of(EnumSet.of(Kind.PASSWORD))));
        // A whole way at once: were its halves taken one after the other, the first answer would tell that a guessed
        // password was right.
        Optional<Set<Kind>> whole =
                ways.stream().filter(way -> typed.keySet().containsAll(way)).findFirst();
        if (whole.isEmpty()) {
            return wrong;
        }
        // The password first: a code that is used once is not spent beside a wrong one.
        for (Kind kind : whole.get().stream().sorted().toList()) {
            if (!isRight(session, stepUp, kind, typed.get(kind), caller)) {
                return wrong;
            }
        }
        return new Outcome.Proven(tx.run(() -> {
            stepUps.give(session, stepUp, whole.get(), caller);
            return renewed(who, whole.get(), caller);
        }));
    }

    private boolean isRight(
            Session session, StepUp stepUp, Kind kind, @org.jspecify.annotations.Nullable Secret value, Caller caller) {
        if (value == null) {
            return false;
        }
        if (kind == Kind.PASSWORD) {
            return current.check(session, value, FAILED) instanceof Passwords.Check.Right;
        }
        var trier = new SecondProofs.Trier(
                session.account(), Guesses.lane(session), stepUp.bound(), FAILED, session.id(), session.device());
        return switch (seconds.check(trier, kind, value, caller)) {
            case SecondProofs.Check.Right right -> true;
            case SecondProofs.Check.Wrong wrong -> {
                guesses.wrong(session, wrong.failures(), caller);
                yield false;
            }
        };
    }

    private Sessions.Opened renewed(SignedIn who, Set<Kind> given, Caller caller) {
        List<String> names = given.stream().map(Kind::amr).toList();
        return sessions.renew(who.session(), who.token(), names, caller)
                .orElseThrow(() -> new Refused(ErrorCode.NOT_SIGNED_IN, "the session ended meanwhile"));
    }
}
