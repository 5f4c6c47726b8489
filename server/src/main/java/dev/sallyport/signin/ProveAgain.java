package dev.sallyport.signin;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.limit.Attempts;
import dev.sallyport.base.limit.Limit;
import dev.sallyport.base.limit.Limits;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.password.Lane;
import dev.sallyport.password.Passwords;
import dev.sallyport.session.Session;
import dev.sallyport.session.Sessions;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// A holder who is signed in proves once more that it is he: the session gets a new token and counts as
/// fresh.
@Component
public final class ProveAgain {
    private final Passwords passwords;
    private final Attempts attempts;
    private final Sessions sessions;
    private final Limits limits;
    private final Audit audit;
    private final Tx tx;

    ProveAgain(Passwords passwords, Attempts attempts, Sessions sessions, Limits limits, Audit audit, Tx tx) {
        this.passwords = passwords;
        this.attempts = attempts;
        this.sessions = sessions;
        this.limits = limits;
        this.audit = audit;
        this.tx = tx;
    }

    /// Empty when the password was wrong.
    public Optional<Sessions.Opened> prove(SignedIn who, Secret password, Caller caller) {
        Session session = who.session();
        limits.take(Limit.PROOF_AGAIN, session.account().toString());
        switch (attempts.reserve(session.account(), Passwords.AUTHENTICATOR, session.device())) {
            case Attempts.Reservation.Given given -> {}
            case Attempts.Reservation.Wait wait ->
                throw new Refused(ErrorCode.TOO_MANY, "failures in a row", wait.time());
            case Attempts.Reservation.Closed closed ->
                throw new Refused(ErrorCode.TOO_MANY, "lane closed", Duration.ofHours(1));
        }
        return switch (passwords.check(session.account(), password, Lane.KNOWN)) {
            case Passwords.Check.Wrong wrong -> {
                tx.run(() -> audit.record(
                        session.account(),
                        Fact.failure("signin.proof-failed")
                                .in(session.id())
                                .on(session.device())
                                .from(caller)
                                .with("factor", "pwd")));
                yield Optional.empty();
            }
            case Passwords.Check.Right right -> {
                attempts.succeeded(session.account(), Passwords.AUTHENTICATOR, session.device());
                yield Optional.of(sessions.renew(session, who.token(), List.of("pwd"), caller)
                        .orElseThrow(() -> new Refused(ErrorCode.NOT_SIGNED_IN, "the session ended meanwhile")));
            }
        };
    }
}
