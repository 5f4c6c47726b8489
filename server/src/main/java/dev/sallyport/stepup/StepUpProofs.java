package dev.sallyport.stepup;

import dev.sallyport.account.Proofs.Kind;
import dev.sallyport.base.db.Tx;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Takes the proofs for an act that waits.
@Component
public final class StepUpProofs {
    private static final String FAILED = "stepup.failed";
    /// No app's and no text's, and no recovery code that is drawn in the age of the universe; but one as far as its
    /// form goes, so that it takes as long.
    private static final Secret NO_CODE = new Secret("0000000000000");

    private final StepUps stepUps;
    private final SecondProofs seconds;
    private final CurrentPassword current;
    private final Guesses guesses;
    private final Sessions sessions;
    private final Tx tx;

    StepUpProofs(
            StepUps stepUps, SecondProofs seconds, CurrentPassword current, Guesses guesses, Sessions sessions, Tx tx) {
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
        if (!areRight(session, stepUp, whole.get(), typed, caller)) {
            return wrong;
        }
        return new Outcome.Proven(tx.run(() -> {
            stepUps.give(session, stepUp, whole.get(), caller);
            return renewed(who, whole.get(), caller);
        }));
    }

    /// The password first: a code that is used once is not spent beside a wrong one. Then the wrong password counts,
    /// and stands in the record, as a wrong code beside a right one does.
    private boolean areRight(Session session, StepUp stepUp, Set<Kind> whole, Map<Kind, Secret> typed, Caller caller) {
        List<Kind> codes =
                whole.stream().filter(kind -> kind != Kind.PASSWORD).sorted().toList();
        Secret password = whole.contains(Kind.PASSWORD) ? typed.get(Kind.PASSWORD) : null;
        if (password != null && !codes.isEmpty()) {
            seconds.mayTry(trier(session, stepUp));
        }
        boolean knows = password == null || isPassword(session, password, codes.isEmpty(), caller);
        for (Kind kind : codes) {
            if (!isRight(session, stepUp, kind, knows ? Objects.requireNonNull(typed.get(kind)) : NO_CODE, caller)) {
                return false;
            }
        }
        return knows;
    }

    /// @param alone whether nothing else is given that would be recorded
    private boolean isPassword(Session session, Secret password, boolean alone, Caller caller) {
        CurrentPassword.Tried tried = current.check(session, password, FAILED);
        boolean right = tried.check() instanceof Passwords.Check.Right;
        if (!right && alone) {
            guesses.record(session, FAILED, Kind.PASSWORD, tried.failures(), caller);
            guesses.wrong(session, tried.failures(), caller);
        }
        return right;
    }

    private boolean isRight(Session session, StepUp stepUp, Kind kind, Secret value, Caller caller) {
        return switch (seconds.check(trier(session, stepUp), kind, value, caller)) {
            case SecondProofs.Check.Right right -> true;
            case SecondProofs.Check.Wrong wrong -> {
                guesses.wrong(session, wrong.failures(), caller);
                yield false;
            }
            case SecondProofs.Check.Repeated repeated -> false;
        };
    }

    private static SecondProofs.Trier trier(Session session, StepUp stepUp) {
        return new SecondProofs.Trier(
                session.account(), Guesses.lane(session), stepUp.bound(), FAILED, session.id(), session.device());
    }

    private Sessions.Opened renewed(SignedIn who, Set<Kind> given, Caller caller) {
        List<String> names = given.stream().map(Kind::amr).toList();
        return sessions.renew(who.session(), who.token(), names, caller)
                .orElseThrow(() -> new Refused(ErrorCode.NOT_SIGNED_IN, "the session ended meanwhile"));
    }
}
