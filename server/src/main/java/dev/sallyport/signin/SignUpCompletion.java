package dev.sallyport.signin;

import dev.sallyport.account.ContactCodes.Waiting;
import dev.sallyport.account.SignUps;
import dev.sallyport.audit.Audit;
import dev.sallyport.base.db.Tx;
import dev.sallyport.base.http.Mistakes;
import dev.sallyport.base.http.Refused;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.password.Lane;
import dev.sallyport.password.PasswordRenewals;
import dev.sallyport.password.Passwords;
import dev.sallyport.wire.ErrorCode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The last step of a sign-up: a password is chosen, and account, password, device and session come to be in
/// one transaction. Of many that send the form at once exactly one gets an account.
@Component
public final class SignUpCompletion {
    private final SignUps signUps;
    private final PasswordRenewals renewals;
    private final Passwords passwords;
    private final Arrival arrival;
    private final Audit audit;
    private final Tx tx;
    private final Clock clock;

    SignUpCompletion(
            SignUps signUps,
            PasswordRenewals renewals,
            Passwords passwords,
            Arrival arrival,
            Audit audit,
            Tx tx,
            Clock clock) {
        this.signUps = signUps;
        this.renewals = renewals;
        this.passwords = passwords;
        this.arrival = arrival;
        this.audit = audit;
        this.tx = tx;
        this.clock = clock;
    }

    /// What came of choosing a password.
    public sealed interface Outcome {
        record Opened(SignIns.Next.Open open) implements Outcome {}

        record NotGood(Mistakes mistakes) implements Outcome {}

        /// The address was not proven in this browser, or too long ago; the sign-up begins anew.
        record Over() implements Outcome {}
    }

    /// The address that this browser has proven.
    public Optional<Waiting> proven(Secret browser) {
        return signUps.find(browser).filter(Waiting::proven);
    }

    public Outcome complete(Secret browser, Secret password, Caller caller) {
        Optional<Waiting> proven = proven(browser);
        if (proven.isEmpty()) {
            audit.refused("signup.step-refused");
            return new Outcome.Over();
        }
        Mistakes mistakes = renewals.judgeFirst(password, List.of(proven.get().target()));
        if (mistakes.any()) {
            return new Outcome.NotGood(mistakes);
        }
        var account = AccountId.create(clock.instant());
        // Hashing takes time on few threads; it is never done while a transaction is open.
        Passwords.Prepared prepared = passwords.prepare(account, password, Lane.STRANGER);
        return new Outcome.Opened(tx.run(() -> {
            if (!signUps.complete(account, browser, caller)) {
                // Thrown, so that nothing of this try is kept.
                throw new Refused(ErrorCode.CONFLICT, "sign-up was completed or its address taken meanwhile");
            }
            passwords.store(prepared);
            return arrival.first(account, caller);
        }));
    }
}
