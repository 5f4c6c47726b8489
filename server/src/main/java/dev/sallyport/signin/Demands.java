package dev.sallyport.signin;

import dev.sallyport.account.Account;
import dev.sallyport.account.Accounts;
import dev.sallyport.account.Contacts;
import dev.sallyport.account.ProofPolicy;
import dev.sallyport.account.Proofs;
import dev.sallyport.base.config.Config;
import dev.sallyport.base.who.AccountId;
import dev.sallyport.base.who.DeviceId;
import dev.sallyport.password.Passwords;
import dev.sallyport.session.Devices;
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
    private final Devices devices;
    private final Config config;
    private final Clock clock;

    Demands(Contacts contacts, Accounts accounts, Proofs proofs, Devices devices, Config config, Clock clock) {
        this.contacts = contacts;
        this.accounts = accounts;
        this.proofs = proofs;
        this.devices = devices;
        this.config = config;
        this.clock = clock;
    }

    List<Need> of(Entrance.Target target, Passwords.Check.Right right) {
        var needs = new ArrayList<Need>();
        Set<Proofs.Kind> held = proofs.kinds(target.account());
        boolean second = ProofPolicy.hasSecond(held);
        if (second && !isTrusted(target.account(), target.device())) {
            needs.add(Need.SECOND);
        }
        boolean renew = right.breached() || !right.fits();
        if (renew || isStale(target)) {
            needs.add(Need.CONTACT);
        }
        if (renew) {
            needs.add(Need.NEW_PASSWORD);
        }
        if (!second && graceIsOver(target.account())) {
            needs.add(Need.SET_UP);
        }
        return needs;
    }

    private boolean isTrusted(AccountId account, @Nullable DeviceId device) {
        return device != null && devices.isTrusted(account, device);
    }

    /// Whether everybody must have a second proof by now, and this account's time to set one up is over.
    boolean graceIsOver(AccountId account) {
        Config.SecondProof demanded = config.secondProof();
        return demanded.required()
                && accounts.find(account)
                        .map(Account::createdAt)
                        .filter(made -> !clock.instant().isBefore(made.plus(demanded.grace())))
                        .isPresent();
    }

    /// Whether the number that was typed must be proven again before it counts.
    boolean isStale(Entrance.Target target) {
        UUID contact = target.contact();
        return contact != null
                && contacts.find(target.account(), contact)
                        .filter(c -> c.mustBeProvenAgain(clock.instant()))
                        .isPresent();
    }
}
