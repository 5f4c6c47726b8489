package dev.sallyport.signin;

import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
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
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// A holder who is signed in proves once more that it is he: the session gets a new token and counts as
/// fresh.
@Component
public final class ProveAgain {
    private static final String FAILED = "signin.proof-failed";

    private final CurrentPassword current;
    private final Sessions sessions;
    private final Audit audit;
    private final Tx tx;

    ProveAgain(CurrentPassword current, Sessions sessions, Audit audit, Tx tx) {
        this.current = current;
        this.sessions = sessions;
        this.audit = audit;
        this.tx = tx;
    }

    /// Empty when the password was wrong.
    public Optional<Sessions.Opened> prove(SignedIn who, Secret password, Caller caller) {
        Session session = who.session();
        return switch (current.check(session, password, FAILED)) {
            case Passwords.Check.Wrong wrong -> {
                tx.run(() -> audit.record(
                        session.account(),
                        Fact.failure(FAILED)
                                .in(session.id())
                                .on(session.device())
                                .from(caller)
                                .with("factor", "pwd")));
                yield Optional.empty();
            }
            case Passwords.Check.Right right ->
                Optional.of(sessions.renew(session, who.token(), List.of("pwd"), caller)
                        .orElseThrow(() -> new Refused(ErrorCode.NOT_SIGNED_IN, "the session ended meanwhile")));
        };
    }
}
