package dev.sallyport.signin;

import dev.sallyport.account.Accounts;
import dev.sallyport.account.Contact;
import dev.sallyport.account.Contacts;
import dev.sallyport.account.ProofDemand;
import dev.sallyport.account.ProofPolicy;
import dev.sallyport.account.Proofs;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.Caller;
import dev.sallyport.base.who.Secret;
import dev.sallyport.base.who.Uuid7;
import dev.sallyport.passkey.Passkeys;
import dev.sallyport.password.Passwords;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What a sign-in demands beyond a right password, in the order in which it is asked for. The second proof comes
/// before anything that a thief of password and mailbox could do.
@Component
class Demands {
    private final Contacts contacts;
    private final Accounts accounts;
    private final Proofs proofs;
    private final Trusting trusting;
    private final ProofDemand demand;
    private final Passkeys passkeys;
    private final Clock clock;

    Demands(
            Contacts contacts,
            Accounts accounts,
            Proofs proofs,
            Trusting trusting,
            ProofDemand demand,
            Passkeys passkeys,
            Clock clock) {
        this.contacts = contacts;
        this.accounts = accounts;
        this.proofs = proofs;
        this.trusting = trusting;
        this.demand = demand;
        this.passkeys = passkeys;
        this.clock = clock;
    }

    /// What is still missing.
    ///
    /// @param trustToken for the trust cookie, when the browser's own was used up to spare it the second proof
    record Missing(List<Need> needs, @Nullable Secret trustToken) {}

    /// @param caller null when it is said to be a shared computer, which is never trusted
    Missing of(Entrance.Target target, Passwords.Check.Right right, @Nullable Caller caller) {
        var needs = new ArrayList<Need>();
        Set<Proofs.Kind> held = proofs.kinds(target.account());
        boolean second = ProofPolicy.hasSecond(held);
        Secret trustToken = second
                ? trusting.spare(target.account(), target.device(), caller).orElse(null)
                : null;
        if (second && trustToken == null) {
            needs.add(Need.SECOND);
        }
        boolean locked = proofs.areLocked(target.account());
        boolean renew = !locked && (right.breached() || !right.fits());
        Contact typed = typed(target);
        boolean stale = typed != null && typed.mustBeProvenAgain(clock.instant());
        if (typed != null && !stale) {
            contacts.used(target.account(), typed);
        }
        boolean setUp = !second && !locked && demand.isDue(target.account());
        // Whoever binds the first second proof shuts everybody else out, so on a device that the account does not know
        // the password alone does not do for it.
        if (renew || stale || (setUp && !trusting.isSettled(target))) {
            needs.add(Need.CONTACT);
        }
        if (renew) {
            needs.add(Need.NEW_PASSWORD);
        }
        if (setUp) {
            needs.add(Need.SET_UP);
        }
        return new Missing(needs, trustToken);
    }

    /// Whether the account may be signed in to with a password. Both are asked whatever the first says, so that time
    /// does not tell an account that only passkeys open from one that is not there (R-PK-2, A5).
    boolean isOpenToPasswords(AccountId account) {
        boolean exists = accounts.exists(account);
        boolean only = passkeys.isOnly(account);
        return exists && !only;
    }

    /// Whether what was asked for when a sign-in began is still what the account asks for: a change of its
    /// second proofs ends every sign-in that is under way, as it ends the trust in devices (R-SU-1). Only the
    /// proof that is bound inside the sign-in itself does not. In the caller's transaction.
    boolean isStill(AccountId account, SignIn signIn) {
        var begun = Uuid7.instant(signIn.id());
        return !proofs.changedSince(account, begun, !signIn.needs().contains(Need.SET_UP));
    }

    void queueUp(AccountId account) {
        proofs.queueUp(account);
    }

    private @Nullable Contact typed(Entrance.Target target) {
        UUID contact = target.contact();
        return contact == null ? null : contacts.find(target.account(), contact).orElse(null);
    }
}
