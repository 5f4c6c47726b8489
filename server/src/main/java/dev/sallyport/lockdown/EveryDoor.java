package dev.sallyport.lockdown;

import dev.sallyport.account.Freezes;
import dev.sallyport.apikey.KeyEnds;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.oauth.AppEnds;
import dev.sallyport.password.Passwords;
import dev.sallyport.session.Sessions;
import dev.sallyport.withdrawal.WithdrawalEnds;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Every door there is, a line each, in the order in which everybody locks rows: the password's before the account's.
@Component
class EveryDoor {
    private static final String REASON = "lockdown";

    private final Passwords passwords;
    private final Freezes freezes;
    private final Sessions sessions;
    private final KeyEnds keys;
    private final AppEnds apps;
    private final WithdrawalEnds withdrawals;

    EveryDoor(
            Passwords passwords,
            Freezes freezes,
            Sessions sessions,
            KeyEnds keys,
            AppEnds apps,
            WithdrawalEnds withdrawals) {
        this.passwords = passwords;
        this.freezes = freezes;
        this.sessions = sessions;
        this.keys = keys;
        this.apps = apps;
        this.withdrawals = withdrawals;
    }

    /// Closes them all, in the caller's transaction. Empty when they are closed already, or there is no such account.
    Optional<Lockdown.Closed> close(AccountId account, Caller caller) {
        boolean _ = passwords.end(account);
        if (!freezes.freeze(account)) {
            return Optional.empty();
        }
        return Optional.of(new Lockdown.Closed(
                // With them goes whatever programs were given in them or for the holder's absence.
                sessions.endAll(account, REASON, caller),
                keys.revokeAll(account, REASON, caller),
                apps.removeAll(account, REASON, caller),
                withdrawals.stopAll(account, "locked-down", caller)));
    }
}
