package dev.sallyport.password;

import dev.sallyport.audit.Audit;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.limit.Attempts;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.session.Session;
import dev.sallyport.wire.ErrorCode;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// The current password, asked of whoever sits at a session. Every count is the session's own: a thief of one
/// who guesses spends nothing that the owner needs to sign in or to prove himself elsewhere (A4, A21).
@Component
public final class CurrentPassword {
    private final Passwords passwords;
    private final Attempts attempts;
    private final Limits limits;
    private final Audit audit;
    private final GuessNews news;

    CurrentPassword(Passwords passwords, Attempts attempts, Limits limits, Audit audit, GuessNews news) {
        this.passwords = passwords;
        this.attempts = attempts;
        this.limits = limits;
        this.audit = audit;
        this.news = news;
    }

    /// What came of a try.
    ///
    /// @param failures in a row, this one included if it is one
    public record Tried(Passwords.Check check, int failures) {}

    /// Counts the try, then looks.
    ///
    /// @param kind of the fact that a wrong one will be; tries that are refused are counted under it
    /// @throws Refused `TOO_MANY` after too many tries
    public Tried check(Session session, Secret typed, String kind) {
        limits.take(Limit.PROOF_AGAIN, session.account() + "|" + session.id());
        var lane = Attempts.Lane.of(session.account(), Passwords.AUTHENTICATOR, session.id());
        Attempts.Reservation reserved = attempts.reserve(lane);
        Tried tried = switch (reserved) {
            case Attempts.Reservation.Given given ->
                new Tried(
                        attempts.doReserved(
                                lane, reserved, () -> passwords.check(session.account(), typed, Lane.KNOWN)),
                        given.failures());
            case Attempts.Reservation.Deaf deaf -> throw refused(kind, Duration.ofHours(1));
            case Attempts.Reservation.Wait wait -> throw refused(kind, wait.time());
            case Attempts.Reservation.Closed closed -> throw refused(kind, Duration.ofHours(1));
        };
        if (tried.check() instanceof Passwords.Check.Right) {
            attempts.succeeded(lane);
        }
        return tried;
    }

    /// Tells the owner of wrong ones, where they are many.
    void tell(Session session, int failures, Caller caller) {
        news.tell(session, failures, caller);
    }

    private Refused refused(String kind, Duration wait) {
        audit.refused(kind);
        return new Refused(ErrorCode.TOO_MANY, "wrong current passwords", wait);
    }

    /// Takes one of the account's tries at a new password, each of which costs up to seven hashes. Only after
    /// the current one was right: a thief of a session cannot use them up.
    void takeChange(AccountId account) {
        limits.take(Limit.PASSWORD_CHANGE, account.toString());
    }
}
