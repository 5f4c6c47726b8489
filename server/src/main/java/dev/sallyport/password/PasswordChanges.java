package dev.sallyport.password;

import dev.sallyport.account.Reach;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.password.Passwords.Judgement;
import dev.sallyport.password.Passwords.Prepared;
import dev.sallyport.password.Passwords.Reason;
import dev.sallyport.session.Sessions;
import dev.sallyport.session.SignedIn;
import dev.sallyport.wire.ErrorCode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// The holder changes his password: he proves the current one, every other session ends, and all his
/// addresses are told.
@Component
public final class PasswordChanges {
    private static final String CHANGED = "password.changed";

    private final CurrentPassword current;
    private final Passwords passwords;
    private final Surroundings surroundings;
    private final Sessions sessions;
    private final Reach reach;
    private final Audit audit;
    private final Tx tx;

    PasswordChanges(
            CurrentPassword current,
            Passwords passwords,
            Surroundings surroundings,
            Sessions sessions,
            Reach reach,
            Audit audit,
            Tx tx) {
        this.current = current;
        this.passwords = passwords;
        this.surroundings = surroundings;
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
    public Outcome change(SignedIn who, Secret typed, Secret wanted, Caller caller) {
        AccountId account = who.account();
        if (!passwords.exists(account)) {
            throw new Refused(ErrorCode.CONFLICT, "there is no password to change");
        }
        CurrentPassword.Tried tried = current.check(who.session(), typed, CHANGED);
        return switch (tried.check()) {
            case Passwords.Check.Wrong wrong -> {
                current.tell(who.session(), tried.failures(), caller);
                tx.run(() -> audit.record(
                        account,
                        Fact.failure(CHANGED)
                                .in(who.session().id())
                                .from(caller)
                                .with("reason", "wrong-current")));
                yield new Outcome.WrongCurrent();
            }
            case Passwords.Check.Right right -> {
                current.takeChange(account);
                yield changeTo(who, wanted, right.changedAt(), caller);
            }
        };
    }

    private Outcome changeTo(SignedIn who, Secret wanted, Instant seen, Caller caller) {
        return switch (passwords.judge(who.account(), wanted, surroundings.of(who.account()))) {
            case Judgement.Bad(List<Reason> reasons) -> new Outcome.NotGood(reasons);
            case Judgement.Good() -> {
                Prepared prepared = passwords.prepare(who.account(), wanted, Lane.KNOWN);
                yield tx.run(() -> replace(who, prepared, seen, caller));
            }
        };
    }

    private Outcome replace(SignedIn who, Prepared prepared, Instant seen, Caller caller) {
        AccountId account = who.account();
        if (passwords.replace(prepared, seen).isEmpty()) {
            throw new Refused(ErrorCode.CONFLICT, "the password was changed meanwhile");
        }
        Sessions.Opened opened = sessions.renew(who.session(), who.token(), List.of("pwd"), caller)
                .orElseThrow(() -> new Refused(ErrorCode.NOT_SIGNED_IN, "the session ended meanwhile"));
        int ended = sessions.endOthers(who.session(), "password-changed", caller);
        reach.all(account, CHANGED, Map.of());
        audit.record(
                account,
                Fact.success(CHANGED).in(who.session().id()).from(caller).with("ended", Integer.toString(ended)));
        return new Outcome.Changed(opened, ended);
    }
}
