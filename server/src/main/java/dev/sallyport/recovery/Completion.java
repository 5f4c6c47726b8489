package dev.sallyport.recovery;

import dev.sallyport.account.Freezes;
import dev.sallyport.account.Holds;
import dev.sallyport.apikey.KeyEnds;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.password.PasswordResets;
import dev.sallyport.password.Passwords;
import dev.sallyport.session.Sessions;
import org.springframework.stereotype.Component;

/// The end of a recovery, in one transaction: it is used up, the account is opened, the new password set, every session
/// and key ended, the withdrawals held, and everybody told. It opens no session: a sign-in asks for what it asked
/// before.
@Component
class Completion {
    private static final String REASON = "recovery";

    private final RecoveryStore store;
    private final VisitStore visits;
    private final PasswordResets passwords;
    private final Ends ends;
    private final Freezes freezes;
    private final Holds holds;
    private final Recoveries.RecoveryDesk desk;

    Completion(
            RecoveryStore store,
            VisitStore visits,
            PasswordResets passwords,
            Ends ends,
            Freezes freezes,
            Holds holds,
            Recoveries.RecoveryDesk desk) {
        this.store = store;
        this.visits = visits;
        this.passwords = passwords;
        this.ends = ends;
        this.freezes = freezes;
        this.holds = holds;
        this.desk = desk;
    }

    /// What was opened while somebody else may have been in.
    @Component
    record Ends(Sessions sessions, KeyEnds keys) {
        void all(AccountId account, Caller caller) {
            sessions.endAll(account, REASON, caller);
            keys.revokeAll(account, REASON, caller);
        }
    }

    Recoveries.Set finish(Recoveries.Next.Ready ready, Secret password, Caller caller) {
        AccountId account = ready.recovery().account();
        if (!ready.password()) {
            return desk.tx().run(() -> finish(ready.recovery(), () -> {}, caller));
        }
        Mistakes mistakes = passwords.judge(account, password);
        if (mistakes.any()) {
            return new Recoveries.Set.NotGood(mistakes);
        }
        Passwords.Prepared prepared = passwords.prepare(account, password);
        return desk.tx().run(() -> {
            // Before the account's own row, as every change of a password does.
            passwords.lock(account);
            return finish(ready.recovery(), () -> passwords.store(prepared), caller);
        });
    }

    private Recoveries.Set finish(Recovery one, Runnable set, Caller caller) {
        AccountId account = one.account();
        // Closed meanwhile, called off, or done by another browser: the account stays as it is.
        if (freezes.sinceAlone(account).isPresent() != one.unlocks()
                || !store.finish(one, desk.clock().now())) {
            return new Recoveries.Set.NotNow();
        }
        boolean _ = freezes.thaw(account);
        set.run();
        ends.all(account, caller);
        holds.place(account, Wait.of(one.alone()).hold(one.unlocks()));
        visits.endAll(account);
        desk.news().completed(one, caller);
        return new Recoveries.Set.Done();
    }
}
