package dev.sallyport.signin;

import dev.sallyport.account.Provings;
import dev.sallyport.base.crypto.Tokens;
import dev.sallyport.base.crypto.Vault;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.signin.SignIns.Started;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Sign-ins that have begun and are not finished: what they need, and what was given. All in the caller's transaction.
@Component
class Progress {
    static final String CALLER = "sign_in.caller";
    static final Duration LIFE = Duration.ofMinutes(15);

    private final SignInStore store;
    private final Provings provings;
    private final Vault vault;
    private final Clock clock;

    Progress(SignInStore store, Provings provings, Vault vault, Clock clock) {
        this.store = store;
        this.provings = provings;
        this.vault = vault;
        this.clock = clock;
    }

    /// @return the token that carries it on
    Secret begin(AccountId account, SignIn signIn, Caller caller) {
        // Neither of the two has a line break in it.
        byte[] from = vault.close(account, CALLER, caller.address() + "\n" + caller.userAgent());
        store.insert(account, signIn, from, clock.instant().plus(LIFE));
        return provings.open(account, signIn.id(), "pwd");
    }

    Optional<Started> find(Secret token) {
        return provings.find(token)
                .flatMap(proving -> store.find(proving.account(), proving.id()).map(s -> new Started(proving, s)));
    }

    void give(Started started, String proof) {
        provings.give(started.proving(), proof);
    }

    /// @param trust this device is not to be asked again for a while
    void secondGiven(Started started, boolean trust) {
        store.secondGiven(started.account(), started.signIn().id(), trust);
    }

    void passwordRenewed(Started started, Instant changedAt) {
        store.passwordRenewed(started.account(), started.signIn().id(), changedAt);
    }

    /// Ends it, to do once what it was for. Of many at once exactly one gets true.
    boolean consume(Started started) {
        if (!provings.consume(started.proving())) {
            return false;
        }
        store.delete(started.account(), started.signIn().id());
        return true;
    }

    /// The same for one that opens a session: its browser is the holder's, and nobody is told of any other that was
    /// begun there, as by a double click.
    boolean finish(Started started) {
        if (!provings.consume(started.proving())) {
            return false;
        }
        store.deleteOfBrowser(started.account(), started.signIn().id());
        return true;
    }

    void begunIn(Started started, Secret browser) {
        byte[] hash = Tokens.hash("sign-in-browser|" + browser.reveal());
        store.setBrowser(started.account(), started.signIn().id(), hash);
    }

    /// The same browser has begun anew, so this one is no half-finished one of a thief's.
    void abandon(Secret token, AccountId account) {
        find(token).filter(started -> started.account().equals(account)).ifPresent(this::consume);
    }

    /// The same browser has come in otherwise.
    void cameIn(Secret token, AccountId account) {
        find(token).filter(started -> started.account().equals(account)).ifPresent(this::finish);
    }
}
