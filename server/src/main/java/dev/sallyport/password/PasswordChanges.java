package dev.sallyport.password;

import dev.sallyport.account.Reach;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.limit.Attempts;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.password.Passwords.Judgement;
import dev.sallyport.password.Passwords.Prepared;
import dev.sallyport.password.Passwords.Reason;
import dev.sallyport.session.Session;
import dev.sallyport.session.Sessions;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// The holder changes his password: he proves the current one, every other session ends, and all his
/// addresses are told.
@Component
public final class PasswordChanges {
    private final Passwords passwords;
    private final Surroundings surroundings;
    private final Attempts attempts;
    private final Sessions sessions;
    private final Reach reach;
    private final Audit audit;
    private final Tx tx;

    PasswordChanges(
            Passwords passwords,
            Surroundings surroundings,
            Attempts attempts,
            Sessions sessions,
            Reach reach,
            Audit audit,
            Tx tx) {
        this.passwords = passwords;
        this.surroundings = surroundings;
        this.attempts = attempts;
        this.sessions = sessions;
        this.reach = reach;
        this.audit = audit;
        this.tx = tx;
    }

    /// What came of a change.
    public sealed interface Outcome {
        /// @param opened this session, under a new token
        /// @param ended how many other sessions ended
        record Changed(Sessions.Opened opened, int ended) implements Outcome {}

        record WrongCurrent() implements Outcome {}

        record NotGood(List<Reason> reasons) implements Outcome {}
    }

    /// The current one is checked, and counted, before anything is said about the new one: "you had this
    /// before" would otherwise tell a thief of the session whether he guessed the current one.
    ///
    /// @throws Refused `TOO_MANY` after too many wrong ones, `CONFLICT` when it was changed meanwhile
    public Outcome change(SignedIn who, Secret current, Secret wanted, Caller caller) {
        AccountId account = who.account();
        Instant seen = passwords
                .changedAt(account)
                .orElseThrow(() -> new Refused(ErrorCode.CONFLICT, "there is no password to change"));
        reserve(who.session());
        if (passwords.check(account, current, Lane.KNOWN) instanceof Passwords.Check.Wrong) {
            tx.run(() -> audit.record(
                    account,
                    Fact.failure("password.changed")
                            .in(who.session().id())
                            .from(caller)
                            .with("reason", "wrong-current")));
            return new Outcome.WrongCurrent();
        }
        attempts.succeeded(account, Passwords.AUTHENTICATOR, who.session().device());
        return switch (passwords.judge(account, wanted, surroundings.of(account))) {
            case Judgement.Bad(List<Reason> reasons) -> new Outcome.NotGood(reasons);
            case Judgement.Good() -> {
                Prepared prepared = passwords.prepare(account, wanted, Lane.KNOWN);
                yield tx.run(() -> replace(who, prepared, seen, caller));
            }
        };
    }

    private void reserve(Session session) {
        switch (attempts.reserve(session.account(), Passwords.AUTHENTICATOR, session.device())) {
            case Attempts.Reservation.Given given -> {}
            case Attempts.Reservation.Wait wait ->
                throw new Refused(ErrorCode.TOO_MANY, "wrong current passwords", wait.time());
            case Attempts.Reservation.Closed closed ->
                throw new Refused(ErrorCode.TOO_MANY, "wrong current passwords", Duration.ofHours(1));
        }
    }

    private Outcome replace(SignedIn who, Prepared prepared, Instant seen, Caller caller) {
        AccountId account = who.account();
        if (passwords.replace(prepared, seen).isEmpty()) {
            throw new Refused(ErrorCode.CONFLICT, "the password was changed meanwhile");
        }
        Sessions.Opened opened = sessions.renew(who.session(), who.token(), "pwd", caller)
                .orElseThrow(() -> new Refused(ErrorCode.NOT_SIGNED_IN, "the session ended meanwhile"));
        int ended = sessions.endOthers(who.session(), "password-changed", caller);
        reach.all(account, "password.changed", Map.of());
        audit.record(
                account,
                Fact.success("password.changed")
                        .in(who.session().id())
                        .from(caller)
                        .with("ended", Integer.toString(ended)));
        return new Outcome.Changed(opened, ended);
    }
}
