package dev.sallyport.password;

import dev.sallyport.account.Reach;
import dev.sallyport.audit.Audit;
import dev.sallyport.audit.Fact;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.session.Sessions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/// Sets a password where no current one is asked: the first one at sign-up, and a new one in place of one
/// that may not stay, after other proofs.
@Component
public final class PasswordRenewals {
    private final Passwords passwords;
    private final PasswordRules rules;
    private final Surroundings surroundings;
    private final Sessions sessions;
    private final Reach reach;
    private final Audit audit;
    private final Tx tx;

    PasswordRenewals(
            Passwords passwords,
            PasswordRules rules,
            Surroundings surroundings,
            Sessions sessions,
            Reach reach,
            Audit audit,
            Tx tx) {
        this.passwords = passwords;
        this.rules = rules;
        this.surroundings = surroundings;
        this.sessions = sessions;
        this.reach = reach;
        this.audit = audit;
        this.tx = tx;
    }

    public int minimum() {
        return rules.minimum();
    }

    /// What is wrong with the first password of an account that does not exist yet; nothing when it is good.
    ///
    /// @param context what a password of this person may not be built on: the address he signs up with
    public Mistakes judgeFirst(Secret password, List<String> context) {
        return mistakes(passwords.judge(password, context));
    }

    /// What came of a renewal.
    public sealed interface Outcome {
        record Renewed() implements Outcome {}

        record NotGood(Mistakes mistakes) implements Outcome {}

        /// The password is not the one any more that was to be renewed; nothing was done.
        record Stale() implements Outcome {}
    }

    /// Replaces the password and ends every session, which whoever knew the old one may have opened.
    ///
    /// @param seen when the password was set that is to be replaced
    /// @param along done in the same transaction, with the time at which the new one is set
    public Outcome renew(AccountId account, Secret password, Instant seen, Caller caller, Consumer<Instant> along) {
        Mistakes mistakes = mistakes(passwords.judge(account, password, surroundings.of(account)));
        if (mistakes.any()) {
            return new Outcome.NotGood(mistakes);
        }
        Passwords.Prepared prepared = passwords.prepare(account, password, Lane.KNOWN);
        return tx.run(() -> {
            Optional<Instant> changedAt = passwords.replace(prepared, seen);
            if (changedAt.isEmpty()) {
                return new Outcome.Stale();
            }
            sessions.endAll(account, "password-renewed", caller);
            reach.all(account, "password.changed", Map.of());
            along.accept(changedAt.get());
            audit.record(account, Fact.success("password.changed").from(caller).with("reason", "renewed"));
            return new Outcome.Renewed();
        });
    }

    static Mistakes mistakes(Passwords.Judgement judgement) {
        return switch (judgement) {
            case Passwords.Judgement.Good good -> Mistakes.NONE;
            case Passwords.Judgement.Bad bad -> mistakes(bad.reasons());
        };
    }

    static Mistakes mistakes(List<Passwords.Reason> reasons) {
        Mistakes all = Mistakes.NONE;
        for (Passwords.Reason reason : reasons) {
            all = all.and("password", reason.text(), "detail", reason.detail());
        }
        return all;
    }
}
